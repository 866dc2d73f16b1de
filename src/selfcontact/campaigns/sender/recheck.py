"""The last check before the second try of a part that the carrier turned away for now."""

import asyncio
from collections.abc import Collection, Sequence

from selfcontact.campaigns.models import Outcome
from selfcontact.campaigns.sender import rules
from selfcontact.campaigns.sender.connection import Connection
from selfcontact.campaigns.sender.facts import FACTS, facts
from selfcontact.campaigns.sender.flights import Flights, Sent
from selfcontact.campaigns.sender.listed import listed
from selfcontact.lib.clock import Clock
from selfcontact.opposition.fence import FENCE


class Recheck:
    """Tells which parts may be tried again; holds the fence until they are written."""

    def __init__(self, conn: Connection, flights: Flights, clock: Clock) -> None:
        self._conn = conn
        self._flights = flights
        self._clock = clock
        self._leaving: asyncio.Task[None] | None = None

    async def __call__(self, references: Sequence[int]) -> Collection[int]:
        """Return the references that may still leave; the caller writes them before it waits for anything."""
        if self._leaving:
            await self._leaving
        await self._conn.execute("SELECT pg_advisory_lock_shared(%s)", [FENCE])
        try:
            return [reference for reference in references if await self._allowed(self._flights.get(reference))]
        finally:
            # A task starts when the caller has gone on, and its messages are written.
            self._leaving = asyncio.create_task(self._leave())

    async def _leave(self) -> None:
        await self._conn.execute("SELECT pg_advisory_unlock_shared(%s)", [FENCE])

    async def _allowed(self, sent: Sent | None) -> bool:
        if sent is None:
            return False
        values = {"mandate": sent.held.mandate_id, "campaign": sent.held.campaign_id}
        row = await (await self._conn.execute(FACTS, values)).fetchone()
        if row is None:
            return False
        known, at = facts(row), self._clock.now()
        if await listed(self._conn, sent.tags, known.candidate_id, at.date()):
            sent.why = Outcome.Kind.OPPOSED
            return False
        return not isinstance(rules.validity(known, sent.held.group, at), str)
