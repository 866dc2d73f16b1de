"""Where measures run: a home of their own, thrown away at the end; fsync stays on."""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.core.management import call_command

from selfcontact.database.server import Server
from selfcontact.demo.place import CLOCK_START
from selfcontact.vault import create_vault


def enter() -> Path:
    """Make the home and point this process and its children at it; stopped and removed at exit."""
    place = Path(tempfile.mkdtemp(prefix="scb-"))
    place.chmod(0o755)
    for name in [name for name in os.environ if name.startswith("DATABASE_URL")]:
        # A measure never touches a real installation's database.
        del os.environ[name]
    os.environ["SELFCONTACT_HOME"] = str(place)
    os.environ["SELFCONTACT_CLOCK_START"] = CLOCK_START
    atexit.register(_leave, place)
    return place


def _leave(place: Path) -> None:
    Server(place).stop()
    shutil.rmtree(place, ignore_errors=True)


def prepare() -> Path:
    """Make the tables and the keys; return the home."""
    call_command("migrate", interactive=False, verbosity=0)
    create_vault()
    return Path(os.environ["SELFCONTACT_HOME"])


def processor_seconds(match: Callable[[str], bool]) -> float:
    """Return the processor time so far of the living processes whose command line matches, children that ended too."""
    total = 0.0
    for process in psutil.process_iter(["cmdline", "cpu_times"]):
        times = process.info["cpu_times"]
        if times is not None and match(" ".join(process.info["cmdline"] or ())):
            total += times.user + times.system + times.children_user + times.children_system
    return total


@contextmanager
def timed(into: dict[str, float], name: str) -> Iterator[None]:
    """Write the seconds that the block takes."""
    started = time.monotonic()
    yield
    into[name] = time.monotonic() - started
