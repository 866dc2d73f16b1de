"""What a sender that died leaves behind: messages that may have left, which are `unknown` and never sent again."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import structlog
from django.db import connection, transaction

from selfcontact.campaigns import tally
from selfcontact.campaigns.sender.identity import lock_key
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM

log = structlog.get_logger("sender")

STARTED = """
SELECT campaign.mandate_id, campaign.id FROM campaigns_campaign AS campaign
JOIN mandates_mandate AS mandate ON mandate.id = campaign.mandate_id
WHERE campaign.state IN ('running', 'paused', 'stopped') AND mandate.state = 'live'
"""
HOLDERS = """
SELECT DISTINCT sender FROM campaigns_block WHERE mandate_id = %s AND campaign_id = %s AND state = 'claimed'
"""
UNKNOWN = """
INSERT INTO campaigns_outcome (mandate_id, campaign_id, position, part, kind, reason, at)
SELECT %(mandate)s, %(campaign)s, place, 0, 6, '', claimed_at
FROM campaigns_block, generate_series(first, last) AS place
WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND state = 'claimed' AND sender = %(sender)s
  AND NOT EXISTS (SELECT FROM campaigns_outcome AS outcome WHERE outcome.mandate_id = %(mandate)s
                  AND outcome.campaign_id = %(campaign)s AND outcome.position = place)
ON CONFLICT DO NOTHING
RETURNING at
"""
CLOSE = """
UPDATE campaigns_block SET state = 'closed'
WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND state = 'claimed' AND sender = %(sender)s
"""


def recover(own: UUID | None = None) -> int:
    """Close the blocks of every sender that is gone and return how many messages became unknown."""
    return sum(_recover(mandate, campaign, sender) for mandate, campaign, sender in _held(own))


def _held(own: UUID | None) -> Iterator[tuple[int, int, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(STARTED)
        for mandate, campaign in cursor.fetchall():
            cursor.execute(HOLDERS, [mandate, campaign])
            yield from ((mandate, campaign, sender) for (sender,) in cursor.fetchall() if sender != own)


@transaction.atomic
def _recover(mandate: int, campaign: int, sender: UUID) -> int:
    values: dict[str, int | UUID] = {"mandate": mandate, "campaign": campaign, "sender": sender}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_key(sender)])
        row = cursor.fetchone()
        if not (row and row[0]):
            return 0
        cursor.execute(UNKNOWN, values)
        times = [at for (at,) in cursor.fetchall()]
        unknown = len(times)
        cursor.execute(CLOSE, values)
        blocks = cursor.rowcount
    tally.add(Counter(tally.Key(mandate, campaign, tally.slot(at), "unknown", "") for at in times))
    if blocks:
        details = {"unknown": unknown, "blocks": blocks}
        record(actor=SYSTEM, action=Action.SENDER_RECOVERED, mandate_id=mandate, object_id=sender, details=details)
        log.warning("recovered", campaign=campaign, sender=str(sender), unknown=unknown, blocks=blocks)
    return unknown
