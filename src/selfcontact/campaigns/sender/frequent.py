"""Who got so many messages under this mandate that the next one has to be left out.

Under one mandate: two mandates of one candidate have keys apart, and nothing tells that a number stands in both.
What is on its way counts once its outcome is written, within a second: two campaigns that reach a person in the same
second do not see each other.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from selfcontact.campaigns.sender.connection import Connection
from selfcontact.compliance import frequency

# Each number is looked up by key in each other campaign; an unknown outcome counts, for the message may have arrived.
RECEIVED = """
SELECT message.position, received.number
FROM campaigns_message AS message
CROSS JOIN LATERAL (
    SELECT count(DISTINCT other.campaign_id) AS number
    FROM campaigns_message AS other
    JOIN campaigns_outcome AS outcome
      ON outcome.mandate_id = %(mandate)s AND outcome.campaign_id = other.campaign_id
      AND outcome.position = other.position
    WHERE other.mandate_id = %(mandate)s AND other.campaign_id = ANY(%(others)s)
      AND other.phone_index = message.phone_index AND outcome.kind IN (1, 6) AND outcome.at > %(since)s
) AS received
WHERE message.mandate_id = %(mandate)s AND message.campaign_id = %(campaign)s
  AND message.position = ANY(%(positions)s) AND received.number > 0
"""


async def frequent(
    conn: Connection, mandate_id: int, campaign_id: int, others: Sequence[int], positions: Collection[int], at: datetime
) -> frozenset[int]:
    """Return the positions of people who may get no more at that instant; `others`: the mandate's other campaigns.

    Nothing is asked while there are fewer of them than messages that one person may get.
    """
    if not positions or len(others) < frequency.cap(at):
        return frozenset()
    values = {
        "mandate": mandate_id,
        "campaign": campaign_id,
        "others": list(others),
        "positions": list(positions),
        "since": frequency.since(at),
    }
    cursor = await conn.execute(RECEIVED, values)
    return frozenset(position for position, number in await cursor.fetchall() if frequency.check(number, at))
