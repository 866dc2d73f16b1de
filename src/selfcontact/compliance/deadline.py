"""GD-01: until when a person who exercises a right must have an answer (GDPR art. 12(3), Regulation 1182/71 art. 3).

Every step returns a computation that explains itself and is stored as it is: the next step begins from what was
stored, and nothing is ever computed anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from selfcontact.compliance.holidays import is_holiday
from selfcontact.compliance.places import Place
from selfcontact.geo.territories import METROPOLE, ZONES

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
FIRST, EXTENDED = 1, 3
#: Where the answer is to be given decides which holidays count (art. 2 of the Regulation). "metropole" has none but
#: those of the whole country: the fewest, so the earliest date.
PLACES: Mapping[str, Place] = {
    METROPOLE: Place(territory=METROPOLE, department="75"),
    "alsace-moselle": Place(territory=METROPOLE, department="67"),
    **{territory: Place(territory=territory) for territory in ZONES if territory != METROPOLE},
}
Cause = Literal["reception", "pause", "extension"]
Moved = tuple[tuple[date, str], ...]
JSON = dict[str, object]


class Pressure(IntEnum):
    """How near the end is."""

    CALM = 0
    HALF = 1
    THREE_QUARTERS = 2
    FIVE_DAYS = 3
    LATE = 4


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One computation. `nominal` is the end before Saturdays, Sundays and holidays move it, through `moved`.

    `unpaused_on` is the end as if the clock had never paused: what an authority that admits no pause would say.
    """

    cause: Cause
    received_on: date
    place: str
    months: int
    paused_days: int
    nominal: date
    moved: Moved
    due_on: date
    unpaused_on: date

    def as_json(self) -> JSON:
        """Return what is stored."""
        days = {name: str(getattr(self, name)) for name in ("received_on", "nominal", "due_on", "unpaused_on")}
        moved = [[str(day), why] for day, why in self.moved]
        counts = {"months": self.months, "paused_days": self.paused_days}
        return {"rule": "1182/71, 3", "cause": self.cause, "place": self.place, **counts, **days, "moved": moved}


def from_json(stored: Mapping[str, object]) -> Deadline:
    """Return a computation as it was stored; none of it is computed."""
    days = {name: date.fromisoformat(str(stored[name])) for name in ("received_on", "nominal", "due_on", "unpaused_on")}
    moved = stored["moved"]
    assert isinstance(moved, list)  # noqa: S101 - what `as_json` wrote
    return Deadline(
        cause=stored["cause"],  # type: ignore[arg-type]
        place=str(stored["place"]),
        months=int(str(stored["months"])),
        paused_days=int(str(stored["paused_days"])),
        moved=tuple((date.fromisoformat(day), why) for day, why in moved),
        **days,
    )


def first(received_at: datetime, place: str = METROPOLE) -> Deadline:
    """Return the end of the month that runs from a reception; its day in Paris does not count (art. 3(1))."""
    return _ending("reception", received_on=day_of(received_at), place=place, months=FIRST, paused_days=0)


def after_pause(before: Deadline, asked_at: datetime, answered_at: datetime) -> Deadline:
    """Return the end once a question about identity is answered.

    Only whole days of Paris that passed between question and answer are added: neither day itself, since the clock
    ran for a part of both. The strictest reading of "suspended".
    """
    days = max(0, (day_of(answered_at) - day_of(asked_at)).days - 1)
    nominal = before.nominal + days * DAY
    moved, due_on = _working(nominal, before.place)
    return Deadline(
        cause="pause",
        received_on=before.received_on,
        place=before.place,
        months=before.months,
        paused_days=before.paused_days + days,
        nominal=nominal,
        moved=moved,
        due_on=due_on,
        unpaused_on=before.unpaused_on,
    )


def extendable(before: Deadline, at: datetime) -> bool:
    """Tell whether two months may be added: once, and within the first month, its last day included."""
    return before.months == FIRST and day_of(at) <= before.due_on


def extended(before: Deadline) -> Deadline:
    """Return the end two months later: one period of three months from the reception, and the days of its pauses."""
    return _ending(
        "extension",
        received_on=before.received_on,
        place=before.place,
        months=EXTENDED,
        paused_days=before.paused_days,
    )


def pressure(received_on: date, due_on: date, today: date) -> Pressure:
    """Return how near the end is: half and three quarters of the time gone, five days left, or over."""
    left, whole = (due_on - today).days, (due_on - received_on).days
    if left < 0:
        return Pressure.LATE
    if left <= 5:
        return Pressure.FIVE_DAYS
    gone = (today - received_on).days
    if 4 * gone >= 3 * whole:
        return Pressure.THREE_QUARTERS
    return Pressure.HALF if 2 * gone >= whole else Pressure.CALM


def day_of(instant: datetime) -> date:
    """Return the day in Paris."""
    return instant.astimezone(PARIS).date()


def _ending(cause: Cause, *, received_on: date, place: str, months: int, paused_days: int) -> Deadline:
    # The same number, or the last day of a month that does not have it (art. 3(2)(c)).
    same_day = received_on + relativedelta(months=months)
    nominal = same_day + paused_days * DAY
    moved, due_on = _working(nominal, place)
    return Deadline(
        cause=cause,
        received_on=received_on,
        place=place,
        months=months,
        paused_days=paused_days,
        nominal=nominal,
        moved=moved,
        due_on=due_on,
        unpaused_on=_working(same_day, place)[1],
    )


def _working(day: date, place: str) -> tuple[Moved, date]:
    """Return the days that were passed over, and why, and the first working day from `day` on (art. 3(4))."""
    moved = tuple(_passed_over(day, PLACES[place]))
    return moved, day + len(moved) * DAY


def _passed_over(day: date, place: Place) -> Iterator[tuple[date, str]]:
    while why := _why_not(day, place):
        yield day, why
        day += DAY


def _why_not(day: date, place: Place) -> str:
    if is_holiday(place, day):
        return "holiday"
    return {5: "saturday", 6: "sunday"}.get(day.weekday(), "")
