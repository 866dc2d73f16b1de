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
    """A clock set to `start` when it is made and flowing from there. Only a rehearsal may hold one."""

    start: datetime
    made: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        """Return the shifted instant, aware, in UTC."""
        return self.start.astimezone(UTC) + (datetime.now(UTC) - self.made)
