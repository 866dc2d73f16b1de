"""What was answered to an invitation, in numbers: for the house, never for its candidate as it stands here."""

from dataclasses import dataclass

from django.db import connection

from selfcontact.campaigns.models import Campaign
from selfcontact.contacts.models import Invitation

COUNTS = """
SELECT answer, count(*) FROM contacts_invitation WHERE mandate_id = %s AND campaign_id = %s GROUP BY answer
"""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Persons whom a campaign invited last; who objected by another way than a reply is among the silent."""

    agreed: int = 0
    refused: int = 0
    silent: int = 0

    @property
    def invited(self) -> int:
        """Return all of them."""
        return self.agreed + self.refused + self.silent


def answered(campaign: Campaign) -> Answered | None:
    """Return what was answered so far; None for a campaign that invites nobody. Who was erased is not counted."""
    if campaign.kind != Campaign.Kind.INVITATION:
        return None
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [campaign.mandate_id, campaign.pk])
        found = {answer: int(count) for answer, count in cursor.fetchall()}
    return Answered(**{kind.name.lower(): found.get(kind.value, 0) for kind in Invitation.Answer})
