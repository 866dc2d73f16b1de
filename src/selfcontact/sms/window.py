"""Parts that were written and wait for their answer."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from selfcontact.sms.gateway import Submission

# Answers that come after the time-out still resolve an unknown; beyond this many the oldest are forgotten.
_MOST_OVERDUE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Flight:
    """One part on its way. Instants are monotonic seconds; `tries` counts refusals before this one."""

    submission: Submission
    part: int
    written: float
    first_written: float
    tries: int


class Window:
    """The parts in flight by sequence number, oldest first."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._flights: dict[int, Flight] = {}
        self._overdue: OrderedDict[int, Flight] = OrderedDict()

    def __len__(self) -> int:
        return len(self._flights)

    def add(self, sequence: int, flight: Flight) -> None:
        """Count a part as written."""
        self._flights[sequence] = flight

    def land(self, sequence: int) -> Flight | None:
        """Return the part that an answer is about, and take it out; None when it is not in flight."""
        return self._flights.pop(sequence, None)

    def land_late(self, sequence: int) -> Flight | None:
        """Return the part whose answer comes after its time-out."""
        return self._overdue.pop(sequence, None)

    def expire(self, now: float) -> list[Flight]:
        """Return the parts that waited too long, and take them out."""
        limit = now - self._timeout
        expired: list[Flight] = []
        for sequence, flight in list(self._flights.items()):
            if flight.written > limit:
                break
            del self._flights[sequence]
            self._overdue[sequence] = flight
            expired.append(flight)
        while len(self._overdue) > _MOST_OVERDUE:
            self._overdue.popitem(last=False)
        return expired

    def lose(self) -> list[Flight]:
        """Return all parts in flight and forget everything: the link is gone, no answer can come."""
        lost = list(self._flights.values())
        self._flights.clear()
        self._overdue.clear()
        return lost
