"""A reply that nobody has understood yet, as the sender leaves it."""

from uuid import uuid4

from selfcontact.campaigns.doubts import TABLE
from selfcontact.campaigns.models import Campaign, Reply
from selfcontact.lib.actor import SYSTEM
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.vault import open_vault
from selfcontact.web.clock import now


def leave_doubtful(campaign: Campaign, number: int, text: str) -> Reply:
    """Keep a reply to a campaign, sealed; its number is frozen until somebody decides."""
    keys, uid, at = open_vault().keys.open(campaign.mandate_id, 1), uuid4(), now()
    oppose(actor=SYSTEM, number=number, channel=Entry.Channel.SMS, on=at.date(), kind=Entry.Kind.HOLD)
    return Reply.objects.create(
        mandate_id=campaign.mandate_id,
        campaign_id=campaign.pk,
        uid=uid,
        generation=1,
        sealed=keys.seal(TABLE, uid.int >> 65, text.encode()),
        phone_index=keys.fingerprint(number),
        reading="doubtful",
        waiting=True,
        received_at=at,
    )
