"""Answers to an invitation that nobody had to send."""

from tests.campaigns.sending_world import ASKS, NOON

from selfcontact.campaigns.models import Campaign
from selfcontact.contacts.models import Invitation
from selfcontact.lib.digest import text_sha256
from selfcontact.mandates.models import Mandate
from selfcontact.subprocessors.models import Route
from selfcontact.vault import open_vault


def answered(mandate: Mandate, route: Route, number: int, *, agreed: bool) -> None:
    """Put on record that a number of a mandate was invited, and what came back."""
    asked, _ = Campaign.objects.get_or_create(
        mandate=mandate,
        kind=Campaign.Kind.INVITATION,
        defaults={
            "reference": f"{mandate.reference}-invitation",
            "route": route,
            "text": ASKS,
            "sender_name": "DURAND",
            "area": ["FR"],
            "earliest": NOON,
            "latest": NOON,
            "started_at": NOON,
            "state": Campaign.State.FINISHED,
        },
    )
    index = open_vault().keys.open(mandate.pk, mandate.generation).fingerprint(number)
    Invitation.objects.update_or_create(
        mandate_id=mandate.pk,
        phone_index=index,
        defaults={
            "campaign_id": asked.pk,
            "position": 0,
            "invited_at": NOON,
            "text_sha256": text_sha256(ASKS),
            "answer": "agreed" if agreed else "refused",
            "agreed_at": NOON if agreed else None,
        },
    )
