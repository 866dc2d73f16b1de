"""Finds the message of each receipt: by the carrier's id in memory, then in the database, then by the number.

A receipt may come before the answer that brings its id, or after the crash that lost it. It waits in memory; then, if
its number has exactly one unknown message, it resolves it; else it is parked, without its number.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import numpy as np

from selfcontact.campaigns import tally
from selfcontact.campaigns.models import Receipt as Stored
from selfcontact.campaigns.sender.connection import Connection
from selfcontact.campaigns.sender.recent import NOWHERE, Place, Recent
from selfcontact.campaigns.sender.recorder import Recorder
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.sms.gateway import Receipt, State
from selfcontact.vault import Vault

#: Seconds during which a receipt waits for its id: longer than recovery takes to find the blocks of a dead sender.
PATIENCE = 8.0
#: Receipts that may wait; beyond it the oldest are parked.
BOUND = 50_000

RANKS = {state: Stored.State[state.name].value for state in State}
_ERROR = 15

AUDIENCES = """
SELECT campaign.mandate_id, mandate.generation, array_agg(campaign.id)
FROM campaigns_campaign AS campaign JOIN mandates_mandate AS mandate ON mandate.id = campaign.mandate_id
WHERE campaign.route_id = %s AND campaign.started_at IS NOT NULL AND mandate.state = 'live'
GROUP BY 1, 2
"""
BY_ID = """
SELECT carrier_id, campaign_id, position, part FROM campaigns_outcome
WHERE mandate_id = %s AND carrier_id = ANY(%s) AND campaign_id = ANY(%s)
"""
BY_NUMBER = """
SELECT message.phone_index, outcome.campaign_id, outcome.position, outcome.part
FROM campaigns_outcome AS outcome
JOIN campaigns_message AS message ON message.mandate_id = %(mandate)s
    AND message.campaign_id = outcome.campaign_id AND message.position = outcome.position
WHERE outcome.mandate_id = %(mandate)s AND outcome.campaign_id = ANY(%(campaigns)s) AND outcome.kind = 6
  AND message.phone_index = ANY(%(indexes)s)
"""
RESOLVE = f"""
WITH resolved AS (
    UPDATE campaigns_outcome SET kind = 1, carrier_id = %s
    WHERE mandate_id = %s AND campaign_id = %s AND position = %s AND part = %s AND kind = 6
    RETURNING mandate_id, campaign_id, part, at
)
INSERT INTO campaigns_tally (mandate_id, campaign_id, slot, term, reason, writer, count)
SELECT mandate_id, campaign_id, {tally.IN_SLOT.format(at="at")}, term, '', %s, change
FROM resolved, (VALUES ('handed_over', 1), ('{tally.SEGMENTS}', 1), ('unknown', -1)) AS moved (term, change)
WHERE part <= 1 OR term = '{tally.SEGMENTS}' ORDER BY term
{tally.SUM}
"""  # noqa: S608 - constants of this module
PARK = """
INSERT INTO campaigns_parkedreceipt (route_id, carrier_id, state, error, carrier_at, received_at)
VALUES (%s, %s, %s, %s, %s, %s)
"""
# A parked receipt is looked at again for half an hour: another sender may have been slow to write its ids.
PARKED = """
SELECT id, carrier_id, state, error, carrier_at, received_at FROM campaigns_parkedreceipt
WHERE route_id = %s AND received_at > %s::timestamptz - interval '30 minutes' ORDER BY id LIMIT 10000
"""
UNPARK = "DELETE FROM campaigns_parkedreceipt WHERE id = ANY(%s)"


class Waiting(NamedTuple):
    """A receipt whose id is not known yet, since when (monotonic seconds), and when it came."""

    receipt: Receipt
    since: float
    received_at: datetime


class Audience(NamedTuple):
    """The campaigns of one live mandate on this route."""

    mandate_id: int
    generation: int
    campaigns: list[int]


class Receipts:
    """The receipts of one route."""

    def __init__(
        self,
        *,
        conn: Connection,
        route_id: int,
        recorder: Recorder,
        recent: Recent,
        vault: Vault,
        clock: Clock,
        sender: UUID,
    ) -> None:
        self.received = 0
        self.parked = 0
        self._conn = conn
        self._route_id = route_id
        self._recorder = recorder
        self._recent = recent
        self._vault = vault
        self._clock = clock
        self._sender = sender
        self._waiting: list[Waiting] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self, receipts: Iterable[Receipt], now: float) -> None:
        """Take receipts as they come; never waits. `now`: monotonic seconds."""
        received_at = self._clock.now()
        for receipt in receipts:
            self.received += 1
            if place := self._recent.get(receipt.carrier_id):
                self._record(place, receipt, received_at)
            else:
                self._waiting.append(Waiting(receipt, now, received_at))

    def _record(self, place: Place, receipt: Receipt, received_at: datetime) -> None:
        if place is NOWHERE:
            return
        row = (*place, RANKS[receipt.state], receipt.error[:_ERROR], receipt.at, received_at)
        self._recorder.receipt(row)

    async def sweep(self, now: float) -> None:
        """Look again for the messages of the receipts that wait; park those that waited long enough."""
        waiting, self._waiting = self._known(self._waiting), []
        if not waiting:
            return
        # What is still in memory must be on the table before the table is asked.
        await self._recorder.flush()
        audiences = await self._audiences()
        waiting = await self._by_id(waiting, audiences)
        late = waiting[: max(0, len(waiting) - BOUND)]
        late += [one for one in waiting[len(late) :] if now - one.since >= PATIENCE]
        patient = waiting[len(late) :]
        self._waiting += patient
        if late:
            for one in await self._by_number(late, audiences):
                await self._park(one)

    def _known(self, waiting: Sequence[Waiting]) -> list[Waiting]:
        """Record the receipts whose id has come meanwhile and return the others."""
        unknown = []
        for one in waiting:
            if place := self._recent.get(one.receipt.carrier_id):
                self._record(place, one.receipt, one.received_at)
            else:
                unknown.append(one)
        return unknown

    async def _audiences(self) -> list[Audience]:
        cursor = await self._conn.execute(AUDIENCES, [self._route_id])
        return [Audience(*row) for row in await cursor.fetchall()]

    async def _by_id(self, waiting: Sequence[Waiting], audiences: Sequence[Audience]) -> list[Waiting]:
        ids = list({one.receipt.carrier_id for one in waiting if one.receipt.carrier_id})
        for place, carrier_id in await self._places(ids, audiences):
            self._recent.put(carrier_id, place)
        return self._known(waiting)

    async def _places(self, ids: Collection[str], audiences: Sequence[Audience]) -> list[tuple[Place, str]]:
        found = []
        for audience in audiences:
            cursor = await self._conn.execute(BY_ID, [audience.mandate_id, list(ids), audience.campaigns])
            rows = await cursor.fetchall()
            found += [(Place(audience.mandate_id, *place), carrier_id) for carrier_id, *place in rows]
        return found

    async def _by_number(self, waiting: Sequence[Waiting], audiences: Sequence[Audience]) -> list[Waiting]:
        """Resolve the unknown message of each number that has exactly one; return the receipts left over."""
        places: dict[int, list[Place]] = {one.receipt.destination: [] for one in waiting if one.receipt.destination}
        for audience in audiences if places else ():
            for number, place in await self._unknown(list(places), audience):
                places[number].append(place)
        left = []
        for one in waiting:
            found = places.get(one.receipt.destination, [])
            if len(found) == 1 and one.receipt.carrier_id:
                await self._resolve(found[0], one)
                # The next receipt of the same number, of another part, finds nothing unknown any more.
                places[one.receipt.destination] = []
            else:
                left.append(one)
        return self._known(left)

    async def _unknown(self, numbers: Sequence[int], audience: Audience) -> list[tuple[int, Place]]:
        try:
            keys = self._vault.keys.open(audience.mandate_id, audience.generation)
        except UserError:
            # The mandate is ending: nothing of it can be found by number any more.
            return []
        octets = keys.fingerprints(np.array(numbers, dtype=np.uint64)).tobytes()
        by_index = {octets[16 * at : 16 * at + 16]: number for at, number in enumerate(numbers)}
        values = {"mandate": audience.mandate_id, "campaigns": audience.campaigns, "indexes": list(by_index)}
        cursor = await self._conn.execute(BY_NUMBER, values, binary=True)
        rows = await cursor.fetchall()
        return [(by_index[bytes(index)], Place(audience.mandate_id, *place)) for index, *place in rows]

    async def _resolve(self, place: Place, one: Waiting) -> None:
        await self._conn.execute(RESOLVE, [one.receipt.carrier_id, *place, self._sender])
        self._recent.put(one.receipt.carrier_id, place)
        self._record(place, one.receipt, one.received_at)

    async def _park(self, one: Waiting) -> None:
        receipt = one.receipt
        row = (self._route_id, receipt.carrier_id[:65], RANKS[receipt.state], receipt.error[:_ERROR], receipt.at)
        await self._conn.execute(PARK, [*row, one.received_at])
        self.parked += 1

    async def unpark(self) -> None:
        """Look again for the messages of parked receipts."""
        cursor = await self._conn.execute(PARKED, [self._route_id, self._clock.now()])
        rows = await cursor.fetchall()
        if not rows:
            return
        audiences = await self._audiences()
        places = {carrier_id: place for place, carrier_id in await self._places({row[1] for row in rows}, audiences)}
        done = []
        for number, carrier_id, *receipt in rows:
            if place := places.get(carrier_id):
                state, error, carrier_at, received_at = receipt
                self._recorder.receipt((*place, state, error, carrier_at, received_at))
                done.append(number)
        await self._recorder.flush()
        await self._conn.execute(UNPARK, [done])
