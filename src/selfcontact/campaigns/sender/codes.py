"""One-time codes, to the numbers of people who ask something of us on the public site."""

from datetime import timedelta

from selfcontact.identity import outgoing
from selfcontact.identity.outgoing import Outgoing
from selfcontact.lib.clock import Clock
from selfcontact.subprocessors.models import Route
from selfcontact.subprocessors.standing import carrying

#: As long as the code is good: one that a telephone gets later is worth nothing.
VALIDITY = timedelta(minutes=10)


def take(route_id: int, clock: Clock) -> list[Outgoing]:
    """Claim the codes that may leave on this route and return them; none on a route that may carry nothing.

    Neither the silence before an election nor the opposition list holds a code back: nobody is canvassed, a person is
    answered at the instant they asked, and without it they could not object, read or erase during the silence.
    """
    route = carrying(route_id, clock.now().date())
    if route is None:
        return []
    # Invented people are reached through the simulated carrier alone, and real ones through any other.
    return outgoing.claim(synthetic=route.kind == Route.Kind.SIMULATED)
