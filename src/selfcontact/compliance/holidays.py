"""CA-08 to CA-10: the public holidays of a place."""

from datetime import date, timedelta
from functools import cache

from selfcontact.compliance import tables
from selfcontact.compliance.alternatives import NOTHING
from selfcontact.compliance.places import Place

ALSACE_MOSELLE = ("57", "67", "68")


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(scope: str, year: int, decided: frozenset[str] = NOTHING) -> frozenset[date]:
    """Return the holidays that one scope adds in a year: "FR", a département or a territory.

    Those that no source settles count too, unless CA-10 is decided otherwise.
    """
    counted = (row for row in tables.rows("holidays.csv") if row["status"] != "U" or "CA-10" not in decided)
    found = ((row, _day(row["day"], year)) for row in counted if row["scope"] == scope)
    return frozenset(day for row, day in found if tables.in_force(row, day))


@cache
def is_holiday(place: Place, day: date, decided: frozenset[str] = NOTHING) -> bool:
    """Tell whether `day` is a public holiday there.

    A mainland place without département may lie in Alsace-Moselle: its holidays count too.
    """
    return any(day in holidays(scope, day.year, decided) for scope in _scopes(place))


def _scopes(place: Place) -> tuple[str, ...]:
    if place.territory != "metropole":
        return ("FR", place.territory)
    return ("FR", place.department) if place.department else ("FR", *ALSACE_MOSELLE)


def _day(written: str, year: int) -> date:
    if written.startswith("easter"):
        return easter(year) + timedelta(days=int(written.removeprefix("easter")))
    month, day = written.split("-")
    return date(year, int(month), int(day))
