"""Letting pass what a rule holds: a named human looks at one content, and says why, on the ledger."""

from datetime import datetime

from django.db import transaction

from selfcontact.campaigns.checks import objections
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.compliance import sponsor as sponsors
from selfcontact.compliance.verdict import Held
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.rulings.actions import grounds_of
from selfcontact.rulings.models import Clearance


def holds(campaign: Campaign, at: datetime) -> list[Held]:
    """Return what holds a campaign at that instant until a named human has decided."""
    return [one for one in objections(campaign, at) if isinstance(one, Held)]


@transaction.atomic
def clear(*, actor: Actor, campaign: Campaign, rule: str, grounds: str, at: datetime) -> Clearance:
    """Let the content of a campaign, as it is now, pass a rule that holds it.

    An edit makes another content, which is held again; what rests on a declaration is held again by another one.
    Raises UserError when that rule does not hold it, or for grounds that are too short.
    """
    reason = grounds_of(grounds)
    wanted = rule.strip().upper()
    # Before the question: what is declared in between is not what was looked at.
    sponsor = campaign.mandate.sponsor() if wanted in sponsors.OF_DECLARATION else None
    if wanted not in {one.rule for one in holds(campaign, at)}:
        raise UserError(
            "not_held",
            fr=f"La règle {wanted} ne retient pas cette campagne.",
            en=f"The rule {wanted} does not hold this campaign.",
            hint="selfcontact campaign check",
        )
    content = content_sha256(campaign)
    made = Clearance.objects.create(
        rule=wanted,
        campaign_uid=campaign.uid,
        content_sha256=content,
        sponsor_uid=sponsor.uid if sponsor else None,
        grounds=reason,
        cleared_at=at,
    )
    details = {"rule": wanted, "content": content, "grounds": reason}
    if sponsor:
        details["sponsor"] = str(sponsor.uid)
    record(
        actor=actor,
        action=Action.CAMPAIGN_CLEARED,
        mandate_id=campaign.mandate_id,
        object_id=campaign.uid,
        details=details,
    )
    return made
