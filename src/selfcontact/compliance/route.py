"""GD-14: messages leave through a vetted subprocessor of the European Union; synthetic people through none but ours."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from selfcontact.compliance import tables
from selfcontact.compliance.hours import ANYTIME, Own
from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict

_SOURCE = "RGPD, articles 28(2), 28(3)(a) et 44"
OUTSIDE = Refused(
    rule="GD-14",
    fr="Le sous-traitant de cette route n’est pas établi dans l’Union européenne.",
    en="The subprocessor of this route is not established in the European Union.",
    source=_SOURCE,
)
NOT_VETTED = Refused(
    rule="GD-14",
    fr="Le sous-traitant de cette route n’est pas agréé, ou son agrément a expiré.",
    en="The subprocessor of this route is not vetted, or its vetting has expired.",
    source=_SOURCE,
)
DISABLED = Refused(rule="GD-14", fr="Cette route n’est pas ouverte.", en="This route is not enabled.", source=_SOURCE)
SYNTHETIC = Refused(
    rule="OP-01",
    fr="Des personnes fictives ne partent que par l’opérateur simulé.",
    en="Synthetic people only leave through the simulated carrier.",
    source="règle de la maison",
)


@cache
def members(on: date) -> frozenset[str]:
    """Return the countries of the European Union on a day."""
    return frozenset(row["code"] for row in tables.rows_on("eu_members.csv", on))


#: Those that no date ends.
EU_COUNTRIES = members(date.max)


@dataclass(frozen=True, kw_only=True)
class Route:
    """What the rules need to know of a route; `vetted_until` is the last day of its vetting, `hours` its own."""

    simulated: bool
    enabled: bool
    country: str
    vetted_on: date | None
    vetted_until: date | None
    suspended: bool
    short_code: str
    sender_names: frozenset[str]
    hours: Own = ANYTIME


def check(route: Route, today: date) -> Verdict:
    """Refuse a route that is closed, not vetted today, or outside the Union; the simulated one is ours."""
    if not route.enabled:
        return DISABLED
    if route.simulated:
        return ALLOWED
    return check_subprocessor(
        country=route.country,
        vetted_on=route.vetted_on,
        vetted_until=route.vetted_until,
        suspended=route.suspended,
        today=today,
    )


def check_subprocessor(
    *, country: str, vetted_on: date | None, vetted_until: date | None, suspended: bool, today: date
) -> Verdict:
    """Refuse a subprocessor of personal data that is outside the Union, suspended, or not vetted today."""
    if country not in members(today):
        return OUTSIDE
    reviewed = vetted_on is not None and vetted_on <= today
    current = vetted_until is not None and today <= vetted_until
    return ALLOWED if reviewed and current and not suspended else NOT_VETTED


def check_synthetic(route: Route, *, synthetic: bool) -> Verdict:
    """Refuse synthetic people on a real route."""
    return SYNTHETIC if synthetic and not route.simulated else ALLOWED
