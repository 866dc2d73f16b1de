"""A campaign that is being written, put to the rules before anything of it is stored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from selfcontact.campaigns import named
from selfcontact.campaigns.audience import readable_deliveries
from selfcontact.campaigns.checks import Judged, judge
from selfcontact.campaigns.content import approval_in_force
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender import rules
from selfcontact.campaigns.sender.facts import Facts
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Instruction, Mandate, Sponsor
from selfcontact.rulings.models import Ruling
from selfcontact.subprocessors.models import Route

#: What is of one recipient, and a draft has none; or of a campaign that has begun.
NOT_YET: Mapping[str, Any] = {
    "unproven": (),
    "suspended": (),
    "lacking": (),
    "others": (),
    "noticed": False,
    "asked_again": (),
    "contact_policy": None,
    "inviting": False,
}


def judge_draft(campaign: Campaign, at: datetime) -> Judged:
    """Return every rule's answer for a campaign as it stands in memory; raises UserError for a text without sense."""
    sponsor = campaign.mandate.sponsor()
    return judge(rules.gate_campaign(facts(campaign, sponsor)), campaign, sponsor, at)


def facts(campaign: Campaign, sponsor: Sponsor | None) -> Facts:
    """Return the same facts that the sender will read, from a campaign that may not be stored."""
    mandate, candidate = campaign.mandate, campaign.mandate.candidate
    approval = approval_in_force(campaign) if campaign.pk else None
    instructed_at, assessed_at, decided = _agreed(mandate)
    return Facts(
        uid=campaign.uid,
        state=campaign.state,
        kind=campaign.kind,
        version=campaign.version,
        text=campaign.text,
        sender_name=campaign.sender_name,
        area=campaign.area,
        age_from=campaign.age_from,
        age_to=campaign.age_to,
        earliest=campaign.earliest,
        latest=campaign.latest,
        mandate_uid=mandate.uid,
        mandate_state=mandate.state,
        mandate_area=mandate.area,
        election=mandate.election,
        opens_on=mandate.opens_on,
        ends_on=mandate.ends_on,
        candidate_id=candidate.pk,
        candidate=candidate.name,
        aliases=candidate.aliases,
        party=candidate.party,
        **_way(campaign.route),
        approved_sha256=approval.content_sha256 if approval else None,
        signed_at=approval.signed_at if approval else None,
        instructed_at=instructed_at,
        assessed_at=assessed_at,
        deliveries=readable_deliveries(mandate),
        synthetic=Delivery.objects.filter(mandate=mandate, state=Delivery.State.PUBLISHED, synthetic=True).exists(),
        named=named.of_mandate(mandate.pk),
        decided=decided,
        clearances=(),
        sponsor=_declared(sponsor),
        **NOT_YET,
    )


def _way(route: Route) -> dict[str, Any]:
    """Return what the facts hold of a route and its carrier."""
    carrier = route.subprocessor
    return {
        "route_id": route.pk,
        "route_kind": route.kind,
        "route_enabled": route.enabled,
        "stop_code": route.stop_code,
        "sender_names": route.sender_names,
        "route_opens_at": route.opens_at,
        "route_closes_at": route.closes_at,
        "route_rests": route.rests,
        "country": carrier.country,
        "vetted_on": carrier.vetted_on,
        "vetting_expires_on": carrier.vetting_expires_on,
        "suspended_on": carrier.suspended_on,
    }


def _agreed(mandate: Mandate) -> tuple[datetime | None, datetime | None, list[str]]:
    """Return since when an instruction covers campaigns, when an impact assessment was validated last, and what the
    DPO decided otherwise, in one question.
    """
    of_mandate = Instruction.objects.filter(mandate=OuterRef("pk"), withdrawn_at=None)
    signed = of_mandate.filter(kind=Instruction.Kind.CAMPAIGNS).order_by("signed_at")
    assessed = of_mandate.filter(kind=Instruction.Kind.ASSESSMENT).order_by("-signed_at")
    rulings = Ruling.objects.filter(taken_back_at=None).order_by("rule").values("rule")
    dates = (Subquery(one.values("signed_at")[:1]) for one in (signed, assessed))
    columns = *dates, ArraySubquery(rulings)
    return Mandate.objects.filter(pk=mandate.pk).values_list(*columns).first() or (None, None, [])


def _declared(sponsor: Sponsor | None) -> list[str] | None:
    if sponsor is None:
        return None
    return [
        str(sponsor.political).lower(),
        sponsor.standing,
        sponsor.country,
        sponsor.controller_country,
        sponsor.paying,
    ]
