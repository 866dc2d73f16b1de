"""Claims the next messages of a campaign: whole blocks, and the head of one more when the room ends inside it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from selfcontact.campaigns.sender.connection import Connection
from selfcontact.compliance.deadline import day_of
from selfcontact.policies.standing import IN_FORCE

# LATERAL and the array make the planner use the keys even before it has statistics: without them it reads the campaign.
# A contact whose number was corrected since is not whom the audience was frozen with, and may stand in it already.
# The policy in force is written on each block, so that of any message it is known what its reader was promised.
# A head cut off a block is a claimed block of its own; its number is negative, so it is never taken for a pending one.
CLAIM = f"""
WITH picked AS MATERIALIZED (
    SELECT number, first, last FROM campaigns_block
    WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND state = 'pending'
      AND number BETWEEN %(lowest)s AND %(highest)s
    ORDER BY number LIMIT %(blocks)s FOR UPDATE SKIP LOCKED
), counted AS (
    SELECT *, last - first + 1 AS size, sum(last - first + 1) OVER (ORDER BY number) AS upto FROM picked
), taken AS (
    SELECT *, least(size, %(messages)s - (upto - size)) AS length FROM counted WHERE upto - size < %(messages)s
), marked AS (
    UPDATE campaigns_block AS block
    SET state = CASE WHEN length = size THEN 'claimed' ELSE 'pending' END,
        sender = CASE WHEN length = size THEN %(sender)s ELSE NULL END,
        claimed_at = CASE WHEN length = size THEN %(at)s ELSE NULL END,
        policy = CASE WHEN length = size THEN {IN_FORCE} ELSE NULL END,
        first = CASE WHEN length = size THEN block.first ELSE block.first + length END
    FROM taken
    WHERE block.mandate_id = %(mandate)s AND block.campaign_id = %(campaign)s AND block.number = taken.number
      AND block.number = ANY (ARRAY(SELECT number FROM taken))
), cut AS (
    INSERT INTO campaigns_block (mandate_id, campaign_id, number, first, last, territory, zone, dial,
                                 state, sender, claimed_at, policy)
    SELECT %(mandate)s, %(campaign)s, -first - 1, first, first + length - 1, %(territory)s, %(zone)s, %(dial)s,
           'claimed', %(sender)s, %(at)s, {IN_FORCE}
    FROM taken WHERE length < size
)
SELECT CASE WHEN taken.length = taken.size THEN taken.number ELSE -taken.first - 1 END,
       message.position, message.delivery_id, message.contact_id, contact.generation, contact.sealed,
       contact.commune, contact.age, contact.restricted, contact.consented_on
FROM taken
CROSS JOIN LATERAL (
    SELECT position, delivery_id, contact_id, phone_index FROM campaigns_message
    WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s
      AND position BETWEEN taken.first AND taken.first + taken.length - 1 OFFSET 0
) AS message
LEFT JOIN LATERAL (
    SELECT generation, sealed, commune, age, restricted, consented_on FROM contacts_contact
    WHERE mandate_id = %(mandate)s AND delivery_id = message.delivery_id AND id = message.contact_id
      AND phone_index = message.phone_index OFFSET 0
) AS contact ON true
"""  # noqa: S608 - constants
# Blocks that another loop or sender is just claiming are pending too: whoever found nothing asks again soon.
PENDING = """
SELECT EXISTS (SELECT FROM campaigns_block
               WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND state = 'pending'
                 AND number BETWEEN %(lowest)s AND %(highest)s)
"""
GROUPS = """
SELECT territory, zone, dial, min(number), max(number), max(last - first + 1)
FROM campaigns_block WHERE mandate_id = %s AND campaign_id = %s AND number >= 0
GROUP BY territory, zone, dial ORDER BY min(number)
"""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Blocks under one clock: territory of the addresses, IANA zone, country code; numbers are one run."""

    territory: str
    zone: str
    dial: int
    lowest: int
    highest: int
    largest: int


class Person(NamedTuple):
    """One message, its block, and its contact as stored; the contact's columns are None when it is gone."""

    number: int
    position: int
    delivery_id: int
    contact_id: int
    generation: int | None
    sealed: bytes | None
    commune: str | None
    age: int | None
    restricted: bool | None
    consented_on: date | None


async def groups(conn: Connection, mandate_id: int, campaign_id: int) -> list[Group]:
    """Return the groups of a frozen campaign, in the order in which they are served; they never change."""
    cursor = await conn.execute(GROUPS, [mandate_id, campaign_id])
    names = ("territory", "zone", "dial", "lowest", "highest", "largest")
    return [Group(**dict(zip(names, row, strict=True))) for row in await cursor.fetchall()]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to claim: at most `messages` of one group of one campaign, in the name of `sender`, at an aware instant."""

    mandate_id: int
    campaign_id: int
    group: Group
    messages: int
    sender: UUID
    at: datetime

    def parameters(self) -> dict[str, object]:
        """Return the values of CLAIM. Blocks that others hold or that were cut make a slice smaller, never larger."""
        return {
            "mandate": self.mandate_id,
            "campaign": self.campaign_id,
            "lowest": self.group.lowest,
            "highest": self.group.highest,
            "territory": self.group.territory,
            "zone": self.group.zone,
            "dial": self.group.dial,
            "blocks": -(-self.messages // self.group.largest),
            "messages": self.messages,
            "sender": self.sender,
            "at": self.at,
            "day": day_of(self.at),
        }
