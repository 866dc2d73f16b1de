"""The facts of a route as the rules take them, and whether it may carry a message: asked at the moment of use."""

from datetime import date

from selfcontact.compliance import route as rules
from selfcontact.compliance.verdict import Allowed
from selfcontact.subprocessors.models import Route


def facts(route: Route) -> rules.Route:
    """Return what the rules need to know of a route read with its subprocessor, except its hours."""
    carrier = route.subprocessor
    return rules.Route(
        simulated=route.kind == Route.Kind.SIMULATED,
        enabled=route.enabled,
        country=carrier.country,
        vetted_on=carrier.vetted_on,
        vetted_until=carrier.vetting_expires_on,
        suspended=carrier.suspended_on is not None,
        short_code=route.stop_code,
        sender_names=frozenset(route.sender_names),
    )


def carrying(route_id: int, on: date) -> Route | None:
    """Return a route as it stands now, None when no message may leave on it that day. Source: legal rule GD-14."""
    route = Route.objects.select_related("subprocessor").get(pk=route_id)
    return route if isinstance(rules.check(facts(route), on), Allowed) else None
