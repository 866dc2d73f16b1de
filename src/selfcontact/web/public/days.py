"""The day in Paris, where a policy begins and a delay runs."""

from datetime import date

from selfcontact.compliance.deadline import day_of
from selfcontact.web.clock import now


def today() -> date:
    """Return the day in Paris on the clock of this installation."""
    return day_of(now())
