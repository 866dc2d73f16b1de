"""Who waits for an answer, the most pressing first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from selfcontact.compliance.deadline import Pressure, day_of, pressure
from selfcontact.requests import states
from selfcontact.requests.models import Request

#: A question about identity that waits longer is asked again, or the request refused.
QUESTION_DAYS = 15


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a request stands on a day: the days left, how pressing that is, and since how long its clock is paused."""

    left: int
    pressure: Pressure
    paused_days: int | None


def open_requests() -> QuerySet[Request]:
    """Return every request that is not over, by due date, without what is sealed."""
    found = Request.objects.filter(state__in=states.OPEN).defer("sealed", "phone_index")
    return found.order_by("due_on", "pk")


def standing(request: Request, at: datetime) -> Standing:
    """Return how a request stands; while its clock is paused, as on the day of the question."""
    today = day_of(request.asked_at or at)
    asked = (day_of(at) - day_of(request.asked_at)).days if request.asked_at else None
    pressing = pressure(day_of(request.received_at), request.due_on, today)
    answered = request.state not in states.UNANSWERED
    return Standing(
        left=(request.due_on - today).days, pressure=Pressure.CALM if answered else pressing, paused_days=asked
    )
