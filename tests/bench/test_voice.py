"""The measure of calls, on a handful of them: what it prints, and that what it counted can be."""

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

CALLS, SECONDS = 6, 2
KEYS = {
    "calls",
    "refused",
    "packets",
    "packets_expected",
    "gap_p50_ms",
    "gap_p999_ms",
    "gap_max_ms",
    "late_share",
    "cpu_share_of_a_core",
    "cpu_us_per_packet",
    "kib_per_call",
}


@pytest.fixture(scope="module")
def printed() -> dict[str, Any]:
    command = [sys.executable, "-m", "selfcontact", "bench", "voice", "--calls", str(CALLS), "--seconds", str(SECONDS)]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_both_sides_are_measured_at_the_same_load_and_compared(printed: dict[str, Any]) -> None:
    ours, theirs = printed["selfcontact"], printed["baresip"]
    assert ours.keys() == KEYS
    ratio = printed["ratio_of_processor_time_per_packet"]
    if not shutil.which("baresip"):
        assert (theirs, ratio) == (None, None)
        return
    assert theirs.keys() == KEYS
    cost = ours["cpu_us_per_packet"]
    assert ratio == (round(theirs["cpu_us_per_packet"] / cost, 1) if cost else None)


@pytest.mark.parametrize("side", ["selfcontact", "baresip"])
def test_what_was_counted_can_be(printed: dict[str, Any], side: str) -> None:
    told = printed[side]
    if told is None:
        pytest.skip("baresip is not installed")
    assert (told["calls"], told["refused"]) == (CALLS, 0)
    assert told["packets_expected"] == CALLS * SECONDS * 50
    # Every call was heard, and none faster than one packet each 20 ms but for what a busy machine held back.
    assert 0 < told["packets"] < 2 * told["packets_expected"]
    assert 0 <= told["gap_p50_ms"] <= told["gap_p999_ms"] <= told["gap_max_ms"]
    assert 0 <= told["late_share"] <= 1
    assert (told["late_share"] > 0) == (told["gap_max_ms"] > 40)
    assert told["cpu_share_of_a_core"] >= 0
    assert told["cpu_us_per_packet"] == pytest.approx(
        told["cpu_share_of_a_core"] * SECONDS * 1e6 / told["packets"], abs=1e6 * 0.001 * SECONDS / told["packets"]
    )
