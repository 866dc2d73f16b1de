"""GD-11: by when a breach is told to controllers and to the authority (GDPR art. 33, Regulation 1182/71 art. 3).

A period in hours begins with the hour after the one in which the event occurred (art. 3(1)) and ends with its last hour
(art. 3(2)(a)). Saturdays, Sundays and holidays are in it (art. 3(3)), and art. 3(4) moves no period expressed in hours.
Art. 3(5), two working days in any period of two days or more, might lengthen 72 hours: whether it does is not settled,
so it is not applied, the strictest reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from selfcontact.compliance import tables

HOUR = timedelta(hours=1)
JSON = dict[str, str | int]


class Urgency(IntEnum):
    """How near the end is."""

    CALM = 0
    HALF = 1
    THREE_QUARTERS = 2
    LATE = 3


@dataclass(frozen=True, kw_only=True)
class Term:
    """One computation, stored as it is and never made again."""

    learnt_at: datetime
    counted_from: datetime
    hours: int
    due_at: datetime

    def as_json(self) -> JSON:
        """Return what is stored."""
        instants = {name: getattr(self, name).isoformat() for name in ("learnt_at", "counted_from", "due_at")}
        return {"rule": "1182/71, 3", "hours": self.hours, **instants}

    def minutes_left(self, now: datetime) -> int:
        """Return how many whole minutes are left; negative once the time is over."""
        return (self.due_at - now) // timedelta(minutes=1)

    def urgency(self, now: datetime) -> Urgency:
        """Return how much of the time is gone: half, three quarters, or all of it."""
        whole, gone = self.due_at - self.learnt_at, now - self.learnt_at
        if now >= self.due_at:
            return Urgency.LATE
        if 4 * gone >= 3 * whole:
            return Urgency.THREE_QUARTERS
        return Urgency.HALF if 2 * gone >= whole else Urgency.CALM


def from_json(stored: Mapping[str, str | int]) -> Term:
    """Return a computation as it was stored."""
    instants = {name: datetime.fromisoformat(str(stored[name])) for name in ("learnt_at", "counted_from", "due_at")}
    return Term(hours=int(stored["hours"]), **instants)


def controllers(learnt_at: datetime) -> Term:
    """Return by when the house tells the controllers: "without undue delay" (art. 33(2)), in hours of our own."""
    return _term(learnt_at, "breach_controllers_hours")


def authority(learnt_at: datetime) -> Term:
    """Return by when the authority is told (art. 33(1)), as if the controller had learnt of it when the house did."""
    return _term(learnt_at, "breach_authority_hours")


def _term(learnt_at: datetime, name: str) -> Term:
    at = learnt_at.astimezone(UTC)
    begins = at.replace(minute=0, second=0, microsecond=0) + HOUR
    hours = tables.number(name, at.date())
    return Term(learnt_at=at, counted_from=begins, hours=hours, due_at=begins + hours * HOUR)
