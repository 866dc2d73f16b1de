"""Reading what the timeline of a mandate is made of, in six queries."""

from functools import lru_cache

from selfcontact.audits.evidence import lacking
from selfcontact.compliance.elections import election
from selfcontact.geo import areas
from selfcontact.geo import territories as places
from selfcontact.mandates.models import Mandate
from selfcontact.web.console.registers.timeline import Facts


def facts(mandate: Mandate) -> Facts:
    """Return the facts of a mandate as they are now."""
    return Facts(
        mandate=mandate,
        election=election(mandate.election),
        territories=territories(tuple(mandate.area)),
        instructions=list(mandate.instructions.order_by("signed_at", "pk")),
        deliveries=list(mandate.deliveries.select_related("agreement__provider").order_by("received_on", "pk")),
        campaigns=list(mandate.campaigns.order_by("earliest", "pk")),
        certificate=mandate.certificates.first(),
        sponsor=mandate.sponsor(),
        lacking=lacking(mandate.pk),
    )


@lru_cache(maxsize=256)
def territories(items: tuple[str, ...]) -> frozenset[str]:
    """Return the territories of an area."""
    return frozenset(places.territory(code) for code in areas.parse(items).communes)
