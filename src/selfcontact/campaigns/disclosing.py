"""The facts of a campaign for its transparency notice, and keeping the notices of a mandate up to date."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from selfcontact.campaigns import cost, tally
from selfcontact.campaigns.audience import of_campaign
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.wording import written
from selfcontact.compliance import tariff
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.elections import election
from selfcontact.compliance.tariff import Price
from selfcontact.intake.models import Delivery
from selfcontact.lib import template
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lib.text import sanitise
from selfcontact.mandates.models import Mandate, Sponsor
from selfcontact.transparency import actions, lines
from selfcontact.transparency.ad import Ad, Volume, coarse
from selfcontact.transparency.address import code_of
from selfcontact.transparency.models import TransparencyNotice

NOTHING = Volume(persons=0, segments=0)
OVER = (Campaign.State.FINISHED, Campaign.State.STOPPED)


def empty(campaign: Campaign, sponsor: Sponsor | None) -> tuple[int, ...]:
    """Return the lines that the notice of a campaign, stored or not, would leave empty; nothing is asked for it."""
    return lines.empty(_ad(campaign, sponsor, NOTHING, 0, ()))


def publish(*, actor: Actor, campaign: Campaign, at: datetime) -> TransparencyNotice:
    """Publish the notice of a campaign that has begun, or its next version; raises UserError for an empty line.

    It names the sponsor who has declared last: whoever asks for it may so correct the notice of one that is over.
    """
    return _publish(actor, campaign, at)


def _publish(
    actor: Actor, campaign: Campaign, at: datetime, *, settled: Collection[int] = frozenset()
) -> TransparencyNotice:
    volume = _volume(campaign, tally.segments(campaign.mandate_id).get(campaign.pk, 0))
    ad = _ad(campaign, campaign.mandate.sponsor(), volume, _whole_cents(campaign.mandate), _sources(campaign))
    mandate, uid = campaign.mandate_id, campaign.uid
    return actions.publish(actor=actor, ad=ad, mandate_id=mandate, campaign_uid=uid, at=at, settled=settled)


def refresh(*, actor: Actor, mandate: Mandate, at: datetime) -> None:
    """Publish a new version of each notice of a mandate that no longer says what is true; one that cannot stands.

    What a notice says of the sponsor stays once its campaign is over: whoever declares later has not paid for it.
    """
    begun = mandate.campaigns.exclude(started_at=None).select_related("mandate__candidate", "route").order_by("pk")
    for campaign in begun:
        try:
            _publish(actor, campaign, at, settled=lines.OF_SPONSOR if campaign.state in OVER else frozenset())
        except UserError:
            # The sponsor withdrew: nothing leaves any more, and what was published stays true of what was sent.
            continue


def refresh_all(*, actor: Actor, at: datetime) -> None:
    """Do so for every mandate that lives."""
    for mandate in Mandate.objects.filter(state=Mandate.State.LIVE).order_by("pk"):
        refresh(actor=actor, mandate=mandate, at=at)


def _sources(campaign: Campaign) -> Sequence[str]:
    """Return who delivered the contacts that a campaign selected, by name: the same for every recipient.

    A delivery that is held or withdrawn since is still where a message got its number from (GDPR art. 14(2)(f)).
    """
    used = Delivery.objects.filter(pk__in=campaign.deliveries)
    return list(
        used.order_by("agreement__provider__name").values_list("agreement__provider__name", flat=True).distinct()
    )


def _ad(campaign: Campaign, sponsor: Sponsor | None, volume: Volume, whole_cents: int, sources: Sequence[str]) -> Ad:
    mandate = campaign.mandate
    over = campaign.state in OVER
    return Ad(
        code=code_of(campaign.uid),
        text=sanitise(written(campaign)),
        sender_name=campaign.sender_name,
        sponsor=sponsor,
        candidate=mandate.candidate.name,
        election=election(mandate.election),
        area=campaign.area or mandate.area,
        ages=(campaign.age_from, campaign.age_to),
        begins=campaign.earliest,
        ends=(over and campaign.ended_at) or campaign.latest,
        price=_price(campaign),
        volume=volume,
        whole_cents=whole_cents,
        over=over,
        stopped_at=campaign.ended_at if campaign.state == Campaign.State.STOPPED else None,
        sources=sources,
    )


def _volume(campaign: Campaign, taken: int) -> Volume:
    """Return for how many a campaign is, and the segments: those it took once it is over, those of the worst before."""
    if campaign.state in OVER:
        return Volume(persons=campaign.selected, segments=taken)
    audience = of_campaign(campaign)
    worst = cost.bound(template.parse(sanitise(written(campaign))), audience).worst
    return Volume(persons=campaign.selected, segments=campaign.selected * worst.segments)


def _whole_cents(mandate: Mandate) -> int:
    """Return what all the campaigns of a mandate that have begun cost, each as its own notice says."""
    taken = tally.segments(mandate.pk)
    begun: Iterable[Campaign] = mandate.campaigns.exclude(started_at=None).select_related("mandate")
    return sum(
        price.gross_cents(coarse(_volume(one, taken.get(one.pk, 0)).segments))
        for one in begun
        if (price := _price(one)) is not None
    )


def _price(campaign: Campaign) -> Price | None:
    try:
        return tariff.price(day_of(campaign.started_at or campaign.earliest))
    except UserError:
        return None
