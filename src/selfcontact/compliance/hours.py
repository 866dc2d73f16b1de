"""SM-04, SM-07: messages leave between 8:00 and 21:30 on the recipient's clock, never on a Sunday or a public holiday.

With several possible clocks (address and dialling code), every one of them has to agree.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from selfcontact.compliance import tables
from selfcontact.compliance.alternatives import NOTHING
from selfcontact.compliance.holidays import is_holiday
from selfcontact.compliance.places import Place, zones
from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict
from selfcontact.compliance.window import Window, instant, intersection

DAYS_AHEAD = 14
SUNDAY = 6
_SOURCE = "AF2M, charte Business Messaging 2026"
CLOSED = Refused(
    rule="SM-04",
    fr="Hors des heures d’envoi chez le destinataire (8 h – 21 h 30), ou un dimanche ou jour férié.",
    en="Outside the sending hours of the recipient (8:00-21:30), or a Sunday or public holiday.",
    source=_SOURCE,
)


def open_window(at: datetime, where: frozenset[Place], decided: frozenset[str] = NOTHING) -> Window | None:
    """Return the opening in which the instant `at` lies for every place, in UTC; None when one of them is closed.

    `decided`: rules that are decided otherwise, see `alternatives`.
    """
    openings = []
    for place in where:
        for zone in zones(place.territory):
            opening = _opening(place, zone, at.astimezone(zone).date(), decided)
            if opening is None or at not in opening:
                return None
            openings.append(opening)
    return intersection(openings)


def next_opening(at: datetime, where: frozenset[Place], decided: frozenset[str] = NOTHING) -> datetime | None:
    """Return the first instant from `at` on at which every place is open; None when there is none in two weeks."""
    for start in [at, *sorted(_starts(at, where, decided))]:
        if start >= at and open_window(start, where, decided) is not None:
            return start
    return None


def check(send_at: datetime, expires_at: datetime, where: frozenset[Place]) -> Verdict:
    """Refuse when any instant from sending to the end of the carrier's retries is outside the hours."""
    window = open_window(send_at, where)
    return ALLOWED if window is not None and expires_at in window else CLOSED


@cache
def _opening(place: Place, zone: ZoneInfo, day: date, decided: frozenset[str]) -> Window | None:
    """Return the opening of a day of the local calendar: wall clock, so right on the days the clocks change."""
    if "SM-07" not in decided and (day.weekday() == SUNDAY or is_holiday(place, day, decided)):
        return None
    opens, closes = tables.wall_time("hours_open", day), tables.wall_time("hours_close", day)
    return Window(start=instant(day, opens, zone), end=instant(day, closes, zone))


def _starts(at: datetime, where: frozenset[Place], decided: frozenset[str]) -> set[datetime]:
    """Return when each place opens in the next days: a common opening starts at one of them."""
    first = at.astimezone(UTC).date() - timedelta(days=1)
    days = [first + timedelta(days=n) for n in range(DAYS_AHEAD + 2)]
    openings = (
        _opening(place, zone, day, decided) for place in where for zone in zones(place.territory) for day in days
    )
    return {opening.start for opening in openings if opening is not None}
