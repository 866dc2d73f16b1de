"""Ending a large mandate beside a small one: the cost must not grow with the number of people."""

import time
from datetime import datetime

from selfcontact.bench import place
from selfcontact.bench.crowd import fill
from selfcontact.certificates.actions import end_mandate
from selfcontact.demo.cast import Cast
from selfcontact.demo.place import CLOCK_START
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import ShiftedClock


def measure(*, contacts: int, messages: int, small: int) -> dict[str, object]:
    """Return the seconds that the end of each mandate takes, certificate included, and their ratio."""
    place.prepare()
    clock = ShiftedClock(datetime.fromisoformat(CLOCK_START))
    # The first end of a process pays for what every later one finds ready: it is not measured.
    _end(fill("warm", contacts=10), clock)
    little = _end(fill("small", contacts=small, messages=3 * small), clock)
    large = _end(fill("large", contacts=contacts, messages=messages), clock)
    return {
        "contacts": contacts,
        "messages": messages,
        "large_seconds": round(large, 3),
        "small_contacts": small,
        "small_seconds": round(little, 3),
        "ratio": round(large / little, 2),
    }


def _end(cast: Cast, clock: ShiftedClock) -> float:
    started = time.monotonic()
    end_mandate(actor=SYSTEM, mandate=cast.mandate, grounds="bench", clock=clock)
    return time.monotonic() - started
