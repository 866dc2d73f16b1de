"""The trunks whose calls are let in, as the engine takes them."""

from datetime import date

from selfcontact.compliance import route
from selfcontact.compliance.verdict import Allowed
from selfcontact.lib.personal import Personal
from selfcontact.lines import standing, trunks
from selfcontact.lines.models import Trunk
from selfcontact.voice.settings import AGENT
from selfcontact.voice.trunk import USUAL, Format
from selfcontact.voice.trunk import Trunk as Way


def read(on: date) -> tuple[Way, ...]:
    """Return the trunks that are open and whose operator is vetted that day."""
    found = Trunk.objects.filter(enabled=True).select_related("subprocessor").order_by("pk")
    return tuple(_way(one) for one in found if isinstance(route.check(standing.trunk_facts(one), on), Allowed))


def _way(trunk: Trunk) -> Way:
    accounts = {trunk.username: Personal(trunks.password(trunk))} if trunk.username else {}
    formats = tuple(Format(one) for one in trunk.formats)
    return Way(
        name=trunk.reference,
        networks=tuple(trunk.networks),
        media=tuple(trunk.media),
        accounts=accounts,
        realm=trunk.realm or AGENT,
        called_in=trunk.called_in,  # type: ignore[arg-type]  # one of three, see `trunks.CALLED_IN`
        formats=formats or USUAL,
        country=trunk.country,
    )
