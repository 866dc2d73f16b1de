"""Second tries, only for parts that the carrier refused at the door: those did not leave."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from selfcontact.sms.gateway import Submission
from selfcontact.sms.window import Flight

Recheck = Callable[[Sequence[int]], Awaitable[Collection[int]]]


class Refused:
    """Parts that wait for another try."""

    def __init__(self) -> None:
        self._flights: deque[Flight] = deque()
        self._some = asyncio.Event()

    def __len__(self) -> int:
        return len(self._flights)

    def add(self, flight: Flight) -> None:
        """Keep a part for later."""
        self._flights.append(flight)
        self._some.set()

    async def wait(self) -> None:
        """Return when there is at least one."""
        await self._some.wait()

    def take(self, most: int) -> list[Flight]:
        """Return the oldest ones, at most `most`."""
        taken = [self._flights.popleft() for _ in range(min(most, len(self._flights)))]
        if not self._flights:
            self._some.clear()
        return taken


def shortened(flight: Flight, now: float) -> Submission | None:
    """Return the submission with the validity that is left of it, None when none is left.

    The end of a message's life is an instant, and the carrier counts from when it gets it.
    """
    validity = flight.submission.validity
    if validity is None:
        return flight.submission
    left = validity - timedelta(seconds=now - flight.first_written)
    return replace(flight.submission, validity=left) if left >= timedelta(seconds=1) else None
