"""One number over every live mandate: what a request for access costs, and how it grows with the mandates."""

import statistics
import time

from selfcontact.bench import place
from selfcontact.bench.crowd import fill
from selfcontact.contacts.actions import find
from selfcontact.demo.numbers import spare_numbers
from selfcontact.lib.actor import SYSTEM

WARM = 20


def measure(*, mandates: int, fewer: int, contacts: int, numbers: int) -> dict[str, object]:
    """Return median and 99th percentile in milliseconds over `mandates`, over `fewer`, and the growth."""
    place.prepare()
    sought = spare_numbers(numbers + WARM)
    for number in range(fewer):
        fill(f"m{number}", contacts=contacts)
    few = _times(sought)
    for number in range(fewer, mandates):
        fill(f"m{number}", contacts=contacts)
    many = _times(sought)
    return {
        "mandates": mandates,
        "p50_ms": round(many[0], 2),
        "p99_ms": round(many[1], 2),
        "fewer": fewer,
        "fewer_p50_ms": round(few[0], 2),
        "fewer_p99_ms": round(few[1], 2),
        "growth_p50": round(many[0] / few[0], 2),
    }


def _times(sought: tuple[int, ...]) -> tuple[float, float]:
    spent = []
    for number in sought:
        started = time.monotonic()
        find(actor=SYSTEM, number=number, reason="bench")
        spent.append((time.monotonic() - started) * 1000)
    cuts = statistics.quantiles(spent[WARM:], n=100)
    return cuts[49], cuts[98]
