"""What a candidate sees of mandates and campaigns, copied where the portal can read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from selfcontact.campaigns.content import approval_in_force, content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.wording import written
from selfcontact.compliance import tariff
from selfcontact.figures.models import CampaignSheet, Partition, Sheet
from selfcontact.figures.places import place_name
from selfcontact.lib.actor import Actor
from selfcontact.mandates.models import Mandate

KINDS = {"reg": "region", "dep": "department", "com": "commune", "circo": "constituency"}
#: A draft is nobody's business but its author's.
SHOWN = tuple(state for state in Campaign.State.values if state != Campaign.State.DRAFT)


def words(area: Sequence[str]) -> list[list[str]]:
    """Return the items of an area as pairs of a kind and an official name."""
    found = []
    for item in area:
        kind, _, code = item.partition(":")
        known = KINDS.get(kind.strip().lower())
        name = place_name(known, code.strip().upper()) if known else item
        found.append([known or "whole", name])
    return found


@transaction.atomic
def publish(*, actor: Actor, mandate: Mandate, at: datetime) -> Sheet:
    """Bring the sheets of a mandate and of its campaigns up to date; nothing is written where nothing changed."""
    sheet = _kept(Sheet, mandate.uid, _mandate(mandate), at)
    for campaign in mandate.campaigns.select_related("mandate").order_by("pk"):
        if campaign.state in SHOWN or CampaignSheet.objects.filter(uid=campaign.uid).exists():
            _kept(CampaignSheet, campaign.uid, {"sheet_id": sheet.pk, **_campaign(campaign)}, at)
    return sheet


def _kept(model: type[Sheet] | type[CampaignSheet], uid: UUID, values: Mapping[str, object], at: datetime) -> Sheet:
    """Write the row of that uid if a value differs from what is there; return the row of a mandate's sheet."""
    found = model._default_manager.filter(uid=uid).first()
    if found is None or any(getattr(found, name) != value for name, value in values.items()):
        found, _ = model._default_manager.update_or_create(uid=uid, defaults={**values, "updated_at": at})
    return found  # type: ignore[return-value]


def _mandate(mandate: Mandate) -> dict[str, object]:
    instructions = [
        {
            "reference": one.reference,
            "kind": one.kind,
            "signatory": one.signatory,
            "signed_at": one.signed_at.isoformat(),
            "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            "document_sha256": one.document_sha256,
        }
        for one in mandate.instructions.order_by("signed_at", "pk")
    ]
    return {
        "candidate_id": mandate.candidate_id,
        "candidate": mandate.candidate.name,
        "reference": mandate.reference,
        "election": mandate.election,
        "area": words(mandate.area),
        "opens_on": mandate.opens_on,
        "ends_on": mandate.ends_on,
        "state": mandate.state,
        "ceiling_cents": mandate.ceiling_cents(),
        "events": _events(mandate),
        "instructions": instructions,
    }


def _events(mandate: Mandate) -> list[dict[str, str]]:
    """Return what happened, oldest first: counts of a delivery are the provider's business and ours."""
    found = [{"at": mandate.opens_on.isoformat(), "what": "opened", "reference": mandate.reference}]
    for delivery in mandate.deliveries.exclude(published_at=None).order_by("published_at"):
        at = delivery.published_at.isoformat() if delivery.published_at else ""
        found.append({"at": at, "what": "delivered", "reference": delivery.reference})
    for campaign in mandate.campaigns.exclude(started_at=None).order_by("started_at"):
        for what, at_time in (("started", campaign.started_at), ("finished", campaign.ended_at)):
            if at_time:
                found.append({"at": at_time.isoformat(), "what": what, "reference": campaign.reference})
    if mandate.ended_at:
        found.append({"at": mandate.ended_at.isoformat(), "what": "ended", "reference": mandate.reference})
    return sorted(found, key=lambda event: event["at"])


def _campaign(campaign: Campaign) -> dict[str, object]:
    approval = approval_in_force(campaign)
    price = tariff.price((campaign.started_at or campaign.earliest).date())
    joint = Partition.objects.filter(campaign=campaign, audience__near=True).select_related("audience").first()
    return {
        "reference": campaign.reference,
        "state": campaign.state,
        "text": written(campaign),
        "sender_name": campaign.sender_name,
        "area": words(campaign.area),
        "age_from": campaign.age_from,
        "age_to": campaign.age_to,
        "earliest": campaign.earliest,
        "latest": campaign.latest,
        "started_at": campaign.started_at,
        "ended_at": campaign.ended_at,
        "content_sha256": content_sha256(campaign),
        "approved_at": approval.signed_at if approval else None,
        "joint": _companions(joint) if joint else [],
        "lot": price.lot,
        "segment_millicents": price.millicents,
        "vat_permille": price.vat_permille,
    }


def _companions(partition: Partition) -> list[str]:
    family = Partition.objects.filter(audience__family=partition.audience.family, pk__lt=partition.pk)
    return list(family.order_by("pk").values_list("campaign__reference", flat=True))
