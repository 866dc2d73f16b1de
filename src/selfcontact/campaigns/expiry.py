"""What is not handed over by the end of a campaign is written down as expired, never forgotten."""

from datetime import datetime
from typing import Any

from django.db import connection

from selfcontact.campaigns import tally
from selfcontact.campaigns.models import Campaign, Outcome

CLOSE = """
WITH closed AS (
    UPDATE campaigns_block SET state = 'closed'
    WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND state = 'pending'
    RETURNING first, last
)
INSERT INTO campaigns_outcome (mandate_id, campaign_id, position, part, kind, reason, at)
SELECT %(mandate)s, %(campaign)s, position, 0, %(kind)s, '', %(at)s
FROM closed, generate_series(first, last) AS position
ON CONFLICT DO NOTHING
"""


def expire_pending(campaign: Campaign, at: datetime) -> int:
    """Close every block that no sender has claimed and return how many messages it held back for good."""
    values: dict[str, Any] = {
        "mandate": campaign.mandate_id,
        "campaign": campaign.pk,
        "kind": Outcome.Kind.EXPIRED.value,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, values)
        expired = int(cursor.rowcount)
    tally.add({tally.Key(campaign.mandate_id, campaign.pk, tally.slot(at), "expired", ""): expired})
    return expired
