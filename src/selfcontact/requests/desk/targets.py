"""What the house promises itself, well inside the month of the law (privacy note 4.8)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from selfcontact.requests import states
from selfcontact.requests.models import Kind, Request

TARGETS: Mapping[str, timedelta] = {
    Kind.OBJECTION: timedelta(hours=24),
    Kind.ERASURE: timedelta(hours=72),
    Kind.ACCESS: timedelta(days=10),
    Kind.PORTABILITY: timedelta(days=10),
}
#: Done when the program has carried it out; the others when the answer has left.
CARRIED_OUT = frozenset({Kind.OBJECTION, Kind.ERASURE})


def due(request: Request) -> datetime | None:
    """Return the first of the instants by which something should be done that is not; None when nothing is left."""
    ends = [request.received_at + TARGETS[kind] for kind in request.kinds if kind in TARGETS and _waits(request, kind)]
    return min(ends, default=None)


def passed(request: Request, at: datetime) -> bool:
    """Tell whether a target is behind; not while the clock is paused, when it is the person who is waited for."""
    end = due(request)
    return request.asked_at is None and end is not None and end < at


def _waits(request: Request, kind: str) -> bool:
    if request.state not in states.UNANSWERED:
        return False
    # What is refused needs no execution, but its answer still has to leave.
    refused = bool(request.ground) or kind in request.refused
    return request.executed_at is None if kind in CARRIED_OUT and not refused else request.delivered_at is None
