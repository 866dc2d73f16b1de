"""The measures run on small sizes and say what they promise; how fast is for the machine to tell, not for a test."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

KEYS = {
    "intake": {"rows_per_s", "raw_copy_rows_per_s", "ratio", "peak_rss_mb", "cpu_s", "seconds"},
    "dispatch": {"messages_per_s", "bare_client_messages_per_s", "ratio", "wal_bytes_per_message"},
    "erase": {"large_seconds", "small_seconds", "ratio"},
    "lookup": {"p50_ms", "p99_ms", "growth_p50"},
}
SMALL = {
    "intake": ["--rows", "2000", "--oppositions", "1000"],
    "dispatch": ["--messages", "500"],
    "erase": ["--contacts", "500", "--messages", "1500", "--small", "50"],
    "lookup": ["--mandates", "3", "--fewer", "2", "--contacts", "20", "--numbers", "5"],
}


@pytest.fixture
def place() -> Iterator[Path]:
    """Give a folder that the database's own system user may enter; pytest's are closed to it."""
    with tempfile.TemporaryDirectory(prefix="sct-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("measure", sorted(KEYS))
def test_a_measure_prints_one_object_with_its_rates_and_leaves_nothing_behind(measure: str, place: Path) -> None:
    environment = {**os.environ, "SELFCONTACT_HOME": str(place / "home"), "TMPDIR": str(place)}
    command = [sys.executable, "-m", "selfcontact", "bench", measure, *SMALL[measure], "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert KEYS[measure] <= json.loads(done.stdout.splitlines()[-1]).keys()
    assert not list(place.glob("scb-*"))
