"""A campaign that is being written, put to the rules before anything of it is stored."""

from datetime import datetime

from selfcontact.campaigns import named
from selfcontact.campaigns.audience import readable_deliveries
from selfcontact.campaigns.checks import Judged, judge
from selfcontact.campaigns.content import approval_in_force
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender import rules
from selfcontact.campaigns.sender.facts import Facts
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Instruction, Mandate, Sponsor
from selfcontact.rulings.models import in_force


def judge_draft(campaign: Campaign, at: datetime) -> Judged:
    """Return every rule's answer for a campaign as it stands in memory; raises UserError for a text without sense."""
    sponsor = campaign.mandate.sponsor()
    return judge(rules.gate_campaign(facts(campaign, sponsor)), campaign, sponsor, at)


def facts(campaign: Campaign, sponsor: Sponsor | None) -> Facts:
    """Return the same facts that the sender will read, from a campaign that may not be stored."""
    mandate, route = campaign.mandate, campaign.route
    carrier, candidate = route.subprocessor, mandate.candidate
    approval = approval_in_force(campaign) if campaign.pk else None
    return Facts(
        state=campaign.state,
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
        election=mandate.election,
        opens_on=mandate.opens_on,
        ends_on=mandate.ends_on,
        candidate_id=candidate.pk,
        candidate=candidate.name,
        aliases=candidate.aliases,
        party=candidate.party,
        route_id=route.pk,
        route_kind=route.kind,
        route_enabled=route.enabled,
        stop_code=route.stop_code,
        sender_names=route.sender_names,
        country=carrier.country,
        vetted_on=carrier.vetted_on,
        vetting_expires_on=carrier.vetting_expires_on,
        suspended_on=carrier.suspended_on,
        approved_sha256=approval.content_sha256 if approval else None,
        instructed_at=_instructed_at(mandate),
        deliveries=readable_deliveries(mandate),
        # Of one contact, and a draft has none.
        unproven=(),
        suspended=(),
        synthetic=Delivery.objects.filter(mandate=mandate, state=Delivery.State.PUBLISHED, synthetic=True).exists(),
        named=named.of_mandate(mandate.pk),
        decided=in_force(),
        sponsor=_declared(sponsor),
        noticed=False,
    )


def _instructed_at(mandate: Mandate) -> datetime | None:
    signed = Instruction.objects.filter(mandate=mandate, kind=Instruction.Kind.CAMPAIGNS, withdrawn_at=None)
    return signed.order_by("signed_at").values_list("signed_at", flat=True).first()


def _declared(sponsor: Sponsor | None) -> list[str] | None:
    if sponsor is None:
        return None
    return [str(sponsor.political).lower(), sponsor.standing, sponsor.country, sponsor.controller_country]
