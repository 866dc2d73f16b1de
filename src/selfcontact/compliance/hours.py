"""SM-04, SM-07: messages leave between 8:00 and 21:30 on the recipient's clock, never on a Sunday or a public holiday.

With several possible clocks (address and dialling code), every one of them has to agree. Stricter hours of the carrier
prevail, on the same clocks (SM-05).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
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


CARRIER_CLOSED = Refused(
    rule="SM-05",
    fr="Hors des heures que l’opérateur de cette route permet chez le destinataire.",
    en="Outside the hours that the carrier of this route allows at the recipient’s.",
    source="conditions de l’opérateur",
)


@dataclass(frozen=True, kw_only=True)
class Own:
    """Hours of a carrier's own, on the recipient's clock: None where it sets none; `rests` on Sundays and holidays."""

    opens: time | None = None
    closes: time | None = None
    rests: bool = False


ANYTIME = Own()


def open_window(
    at: datetime, where: frozenset[Place], decided: frozenset[str] = NOTHING, own: Own = ANYTIME
) -> Window | None:
    """Return the opening in which the instant `at` lies for every place, in UTC; None when one of them is closed.

    `decided`: rules that are decided otherwise, see `alternatives`; `own`: what the carrier narrows.
    """
    openings = []
    for place in where:
        for zone in zones(place.territory):
            opening = _opening(place, zone, at.astimezone(zone).date(), decided, own)
            if opening is None or at not in opening:
                return None
            openings.append(opening)
    return intersection(openings)


def closed(at: datetime, where: frozenset[Place], decided: frozenset[str] = NOTHING) -> Refused:
    """Return the rule that shuts an instant at which nothing is open: the law's hours, else those of the carrier."""
    return CLOSED if open_window(at, where, decided) is None else CARRIER_CLOSED


def next_opening(
    at: datetime, where: frozenset[Place], decided: frozenset[str] = NOTHING, own: Own = ANYTIME
) -> datetime | None:
    """Return the first instant from `at` on at which every place is open; None when there is none in two weeks."""
    for start in [at, *sorted(_starts(at, where, decided, own))]:
        if start >= at and open_window(start, where, decided, own) is not None:
            return start
    return None


def check(send_at: datetime, expires_at: datetime, where: frozenset[Place]) -> Verdict:
    """Refuse when any instant from sending to the end of the carrier's retries is outside the hours."""
    window = open_window(send_at, where)
    return ALLOWED if window is not None and expires_at in window else CLOSED


@cache
def _opening(place: Place, zone: ZoneInfo, day: date, decided: frozenset[str], own: Own) -> Window | None:
    """Return the opening of a day of the local calendar: wall clock, so right on the days the clocks change."""
    if (own.rests or "SM-07" not in decided) and (day.weekday() == SUNDAY or is_holiday(place, day, decided)):
        return None
    opens, closes = tables.wall_time("hours_open", day), tables.wall_time("hours_close", day)
    opens, closes = max(opens, own.opens or opens), min(closes, own.closes or closes)
    if opens >= closes:
        return None
    return Window(start=instant(day, opens, zone), end=instant(day, closes, zone))


def _starts(at: datetime, where: frozenset[Place], decided: frozenset[str], own: Own) -> set[datetime]:
    """Return when each place opens in the next days: a common opening starts at one of them."""
    first = at.astimezone(UTC).date() - timedelta(days=1)
    days = [first + timedelta(days=n) for n in range(DAYS_AHEAD + 2)]
    openings = (
        _opening(place, zone, day, decided, own) for place in where for zone in zones(place.territory) for day in days
    )
    return {opening.start for opening in openings if opening is not None}
