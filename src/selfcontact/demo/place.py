"""The rehearsal's own home: its database, its keys, its clock. Wiped at each start, never another directory."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from selfcontact.database.server import Server
from selfcontact.lib.errors import UserError
from selfcontact.lib.home import home

MARK = "REHEARSAL"
#: A Tuesday on which every territory of the demo is inside its sending hours, five weeks before the ballot.
CLOCK_START = "2027-03-09T14:30:00+01:00"


def enter(*, keep: bool = False) -> Path:
    """Make the rehearsal's home, empty unless `keep`, and point this process and its children at it.

    Raises UserError when the directory is there without the rehearsal's mark: it is not ours to wipe.
    """
    place = home() / "demo"
    if place.exists() and not (place / MARK).exists():
        raise UserError(
            "not_a_rehearsal",
            fr=f"{place} n’est pas une répétition : rien n’est effacé.",
            en=f"{place} is not a rehearsal: nothing is wiped.",
            hint="SELFCONTACT_HOME",
        )
    if place.exists() and not keep:
        Server(place).stop()
        shutil.rmtree(place)
    place.mkdir(parents=True, exist_ok=True)
    (place / MARK).touch()
    for name in [name for name in os.environ if name.startswith(("DATABASE_URL", "SELFCONTACT_VOICE_"))]:
        # Synthetic people never enter a real installation's database, nor do their calls come in by its addresses.
        del os.environ[name]
    os.environ["SELFCONTACT_HOME"] = str(place)
    os.environ["SELFCONTACT_CLOCK_START"] = CLOCK_START
    os.environ["SELFCONTACT_CLOCK_ANCHOR"] = datetime.now(UTC).isoformat()
    return place
