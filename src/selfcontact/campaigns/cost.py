"""What a campaign costs at most: how wide names are was measured once per delivery, and no contact is opened here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selfcontact.campaigns.audience import Audience, count
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.wording import written
from selfcontact.contacts import actions as contacts
from selfcontact.contacts import widths
from selfcontact.geo import communes
from selfcontact.intake.models import Delivery
from selfcontact.lib import template
from selfcontact.lib.actor import Actor
from selfcontact.lib.template import Template, Width
from selfcontact.lib.text import Measure, sanitise


@dataclass(frozen=True, kw_only=True)
class Bound:
    """What one message costs at most. No message costs more; the dearest may join the names of two people.

    `forced_by` are the fields whose values may force UCS-2; `unmeasured` are deliveries of unknown width, left out.
    """

    worst: Measure
    forced_by: tuple[str, ...]
    widths: Mapping[str, Width]
    unmeasured: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """At most this many segments for one message, and this price in thousandths of a cent for all of them."""

    numbers: int
    bound: Bound
    millicents: int

    @property
    def worst(self) -> Measure:
        """Return the measure of the dearest message."""
        return self.bound.worst


def bound(text: Template, audience: Audience) -> Bound:
    """Return what one message of a sanitised text costs at most, over every delivery that the audience may read."""
    names, unmeasured = widths.of_deliveries(audience.mandate_id, audience.deliveries)
    known = {**names, "commune": _commune_width(audience.communes)}
    return Bound(
        worst=template.worst(text, known),
        forced_by=template.forced_by(text, known),
        widths=known,
        unmeasured=unmeasured if text.fields & names.keys() else (),
    )


def estimate(campaign: Campaign, audience: Audience) -> Cost:
    """Return the cost of a campaign on its whole audience, oppositions not taken off."""
    found = bound(template.parse(sanitise(written(campaign))), audience)
    numbers = count(audience)
    millicents = numbers * found.worst.segments * campaign.route.price_millicents
    return Cost(numbers=numbers, bound=found, millicents=millicents)


def measure_missing(*, actor: Actor, deliveries: Sequence[int]) -> None:
    """Measure the names of these deliveries now, one pass over each, instead of waiting for the worker."""
    for delivery in Delivery.objects.filter(pk__in=deliveries).order_by("pk"):
        contacts.measure_names(actor=actor, delivery=delivery)


# The names of 35,000 communes are measured once, not at every keystroke.
@lru_cache(maxsize=64)
def _commune_width(codes: tuple[str, ...]) -> Width:
    return Width.of(sanitise(communes.name(code)) for code in codes)
