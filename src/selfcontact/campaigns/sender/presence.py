"""What a sender says of itself, so that a screen can tell who is there and who follows the last order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from selfcontact.campaigns.sender.connection import Connection

# Running campaigns, and those whose state changed lately: an order to stop is acknowledged too.
ORDERS = """
SELECT campaign.mandate_id, campaign.id, campaign.version,
       campaign.state = 'running' AND mandate.state = 'live' AND route.enabled
FROM campaigns_campaign AS campaign
JOIN mandates_mandate AS mandate ON mandate.id = campaign.mandate_id
JOIN subprocessors_route AS route ON route.id = campaign.route_id
WHERE campaign.route_id = %s AND campaign.started_at IS NOT NULL
  AND (campaign.state = 'running' OR campaign.ordered_at > statement_timestamp() - interval '1 hour')
ORDER BY campaign.id
"""
ACKNOWLEDGE = """
INSERT INTO campaigns_acknowledgement (campaign_id, sender, version, in_flight, at)
VALUES (%s, %s, %s, %s, statement_timestamp())
ON CONFLICT (campaign_id, sender) DO UPDATE
SET version = excluded.version, in_flight = excluded.in_flight, at = excluded.at
"""
PRESENT = """
INSERT INTO campaigns_presence (sender, route_id, started_at, seen_at, clock_at, bound, binds, in_flight, withheld)
VALUES (%s, %s, statement_timestamp(), statement_timestamp(), %s, %s, %s, %s, %s)
ON CONFLICT (sender, route_id) DO UPDATE
SET seen_at = excluded.seen_at, clock_at = excluded.clock_at, bound = excluded.bound, binds = excluded.binds,
    in_flight = excluded.in_flight, withheld = excluded.withheld
"""
# A sender that was killed could not take its leave.
LEAVE = """
DELETE FROM campaigns_presence
WHERE (sender = %s AND route_id = %s) OR seen_at < statement_timestamp() - interval '1 day'
"""


class Given(NamedTuple):
    """The state of a campaign of this route: `version` tells one order from the next."""

    mandate_id: int
    campaign_id: int
    version: int
    running: bool


@dataclass(frozen=True, kw_only=True)
class Word:
    """What a sender says of one of its routes; `clock_at` by its own clock."""

    clock_at: datetime
    bound: bool
    binds: int
    in_flight: int
    withheld: list[str]


@dataclass(kw_only=True)
class Presence:
    """One sender on one route."""

    conn: Connection
    sender: UUID
    route_id: int
    _followed: dict[int, int] = field(default_factory=dict)

    async def orders(self) -> list[Given]:
        """Return the campaigns of the route as they are now."""
        cursor = await self.conn.execute(ORDERS, [self.route_id])
        return [Given(*row) for row in await cursor.fetchall()]

    async def follow(self, orders: Iterable[Given], in_flight: dict[int, int]) -> None:
        """Acknowledge the orders that are new; to be called once they are followed."""
        for order in orders:
            if self._followed.get(order.campaign_id) != order.version:
                values = [order.campaign_id, self.sender, order.version, in_flight.get(order.campaign_id, 0)]
                await self.conn.execute(ACKNOWLEDGE, values)
                self._followed[order.campaign_id] = order.version

    async def say(self, word: Word) -> None:
        """Say how the route is."""
        values = [word.clock_at, word.bound, word.binds, word.in_flight, word.withheld]
        await self.conn.execute(PRESENT, [self.sender, self.route_id, *values])

    async def leave(self) -> None:
        """Say that this sender is no longer there."""
        await self.conn.execute(LEAVE, [self.sender, self.route_id])
