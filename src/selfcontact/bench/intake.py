"""Loading a file with everything on, beside psql's COPY of the same file into text columns."""

import os
import subprocess
import time
from datetime import date, datetime
from pathlib import Path

from selfcontact.bench import place
from selfcontact.database import binaries
from selfcontact.database.connect import address, connect
from selfcontact.demo import people
from selfcontact.demo.cast import make_cast
from selfcontact.demo.columns import HEADER
from selfcontact.demo.place import CLOCK_START
from selfcontact.geo import areas
from selfcontact.intake.actions import load_file
from selfcontact.intake.preview import preview
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import ShiftedClock

TODAY = date(2027, 3, 9)
BATCH = 100_000
REST = "\t1\topposition\tsms\t2027-01-01\t2030-02-01\n"


def measure(*, rows: int, oppositions: int, seed: int) -> dict[str, object]:
    """Return rates, their ratio, peak memory in megabytes and processor seconds of one load."""
    home = place.prepare()
    clock = ShiftedClock(datetime.fromisoformat(CLOCK_START))
    cast = make_cast(actor=SYSTEM, today=TODAY, at=clock.now(), port=1, name="bench")
    path = home / "file.csv"
    inside = areas.parse(cast.mandate.area).communes
    people.write_file(path, rows=rows, seed=seed, kind="bench", delivered_on=TODAY, inside=inside)
    fill_oppositions(oppositions)
    raw = _raw_copy(path)
    seen = preview(path, on=TODAY, synthetic=True)
    before = place.processor_seconds(_ours)
    started = time.monotonic()
    report = load_file(
        actor=SYSTEM, mandate=cast.mandate, agreement=cast.agreement, seen=seen, synthetic=True, clock=clock
    )
    seconds = time.monotonic() - started
    return {
        "rows": rows,
        "oppositions": oppositions,
        "file_mb": path.stat().st_size >> 20,
        "seconds": round(seconds, 2),
        "rows_per_s": round(rows / seconds),
        "raw_copy_seconds": round(raw, 2),
        "raw_copy_rows_per_s": round(rows / raw),
        "ratio": round(raw / seconds, 3),
        "peak_rss_mb": report.peak_rss_mb,
        "cpu_s": round(place.processor_seconds(_ours) - before, 1),
        "accepted": report.accepted,
        "refused": dict(report.refused),
    }


def _ours(command: str) -> bool:
    return "selfcontact" in command or "multiprocessing" in command or command.startswith("postgres:")


def fill_oppositions(count: int) -> None:
    """Write random tags into the opposition list: as many fingerprints as a list of that length holds."""
    copy = "COPY opposition_entry (tag, key_version, kind, channel, month, expires_on) FROM STDIN"
    with connect() as connection, connection.cursor() as cursor, cursor.copy(copy) as rows:
        for start in range(0, count, BATCH):
            tags = os.urandom(16 * min(BATCH, count - start)).hex()
            lines = (
                f"\\\\x{tags[at : at + 32]}\t1\topposition\tsms\t2027-01-01\t2030-02-01\n"
                for at in range(0, len(tags), 32)
            )
            rows.write("".join(lines))


def _raw_copy(path: Path) -> float:
    """Return the seconds that psql needs for the same file, on the same server, into a table of text columns."""
    columns = ", ".join(f"c{number} text" for number in range(len(HEADER)))
    with connect(autocommit=True) as connection:
        connection.execute(f"CREATE TABLE bench_raw ({columns})")
    order = f"\\copy bench_raw FROM '{path}' WITH (FORMAT csv, DELIMITER ';', HEADER)"
    started = time.monotonic()
    command = [str(binaries.installed().path("psql")), "--dbname", address(), "--quiet", "--command", order]
    subprocess.run(command, check=True)
    seconds = time.monotonic() - started
    with connect(autocommit=True) as connection:
        connection.execute("DROP TABLE bench_raw")
    return seconds
