"""What the candidate signs: one hash over the exact text, audience and slot."""

import hashlib

from selfcontact.campaigns.models import Approval, Campaign
from selfcontact.ledger.leaf import JSON, canonical


def content_sha256(campaign: Campaign) -> str:
    """Return the hexadecimal SHA-256 of the campaign's content as canonical JSON (RFC 8785)."""
    content: dict[str, JSON] = {
        "mandate": str(campaign.mandate.uid),
        "text": campaign.text,
        "sender_name": campaign.sender_name,
        "area": sorted(campaign.area),
        "age": [campaign.age_from, campaign.age_to],
        "earliest": campaign.earliest.isoformat(),
        "latest": campaign.latest.isoformat(),
    }
    # Left out where it is ordinary: what was signed before there were invitations keeps its hash.
    if campaign.kind == Campaign.Kind.INVITATION:
        content["kind"] = str(campaign.kind)
    return hashlib.sha256(canonical(content)).hexdigest()


def approval_in_force(campaign: Campaign) -> Approval | None:
    """Return the signature that nothing has voided, if there is one."""
    return campaign.approvals.filter(voided_at=None).order_by("-signed_at").first()
