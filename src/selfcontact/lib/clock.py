"""The time, as a value that is handed over: nothing below the faces asks the machine by itself."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class ShiftedClock:
    """A clock that showed `start` at the true instant `made`, or when it is made. Only a rehearsal may hold one."""

    start: datetime
    made: datetime | None = None
    _made: datetime = field(default_factory=lambda: datetime.now(UTC), init=False)

    def now(self) -> datetime:
        """Return the shifted instant, aware, in UTC."""
        return self.start.astimezone(UTC) + (datetime.now(UTC) - (self.made or self._made))


def of_installation(start: datetime | None, anchor: datetime | None) -> Clock:
    """Return the machine's clock, or in a rehearsal the one that showed `start` at the true instant `anchor`."""
    return ShiftedClock(start, anchor) if start else SystemClock()
