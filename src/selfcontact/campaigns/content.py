"""What the candidate signs: one hash over the exact text, audience and slot."""

import hashlib

import rfc8785

from selfcontact.campaigns.models import Approval, Campaign


def content_sha256(campaign: Campaign) -> str:
    """Return the hexadecimal SHA-256 of the campaign's content as canonical JSON (RFC 8785)."""
    content = {
        "mandate": str(campaign.mandate.uid),
        "text": campaign.text,
        "sender_name": campaign.sender_name,
        "area": sorted(campaign.area),
        "age": [campaign.age_from, campaign.age_to],
        "earliest": campaign.earliest.isoformat(),
        "latest": campaign.latest.isoformat(),
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def approval_in_force(campaign: Campaign) -> Approval | None:
    """Return the signature that nothing has voided, if there is one."""
    return campaign.approvals.filter(voided_at=None).order_by("-signed_at").first()
