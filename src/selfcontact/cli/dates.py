"""Readers of dates and instants as people type them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from selfcontact.lib.errors import UserError

PARIS = ZoneInfo("Europe/Paris")


def day(text: str) -> date:
    """Return an ISO date; raises UserError otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(
            "date", fr=f"« {text} » : date attendue, 2027-04-18.", en=f"“{text}”: date expected, 2027-04-18."
        ) from error


def moment(text: str) -> datetime:
    """Return an aware instant; without an offset the clock of Paris is meant. Raises UserError otherwise."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError(
            "instant",
            fr=f"« {text} » : instant attendu, 2027-03-09T14:30.",
            en=f"“{text}”: instant expected, 2027-03-09T14:30.",
        ) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)


def wall_time(text: str) -> time | None:
    """Return a time of day, None for nothing; raises UserError for what is none."""
    try:
        return time.fromisoformat(text) if text else None
    except ValueError as error:
        raise UserError(
            "time", fr=f"« {text} » : heure attendue, 08:30.", en=f"“{text}”: time expected, 08:30."
        ) from error
