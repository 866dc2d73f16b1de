"""The last check before the second try of a part that the carrier turned away for now."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime

from selfcontact.campaigns.models import Outcome
from selfcontact.campaigns.sender import invited, rules
from selfcontact.campaigns.sender.claim import Person
from selfcontact.campaigns.sender.connection import Connection
from selfcontact.campaigns.sender.facts import FACTS, Facts, facts
from selfcontact.campaigns.sender.flights import Flights, Sent
from selfcontact.campaigns.sender.listed import listed
from selfcontact.database.fence import FENCE
from selfcontact.lib.clock import Clock

# The person as stored now; the columns of a contact that is gone, or whose number was corrected, are NULL.
PERSON = """
SELECT message.delivery_id, message.contact_id, contact.generation, contact.sealed, contact.commune, contact.age,
       contact.restricted, contact.consented_on
FROM campaigns_message AS message
LEFT JOIN contacts_contact AS contact
  ON contact.mandate_id = %(mandate)s AND contact.delivery_id = message.delivery_id
  AND contact.id = message.contact_id AND contact.phone_index = message.phone_index
WHERE message.mandate_id = %(mandate)s AND message.campaign_id = %(campaign)s AND message.position = %(position)s
"""
#: Seconds by which what is left of a message may exceed what the rules permit now: half the margin that they keep.
SLACK = 30.0


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
        return await self._still_wanted(known, sent, at) and self._in_time(known, sent, at)

    async def _still_wanted(self, known: Facts, sent: Sent, at: datetime) -> bool:
        values = {"mandate": sent.held.mandate_id, "campaign": sent.held.campaign_id, "position": sent.position}
        row = await (await self._conn.execute(PERSON, values)).fetchone()
        if row is None or rules.person(known, sent.held.group, Person(0, sent.position, *row), at):
            return False
        # An invitation has its own mark already: whoever answered it since is on the list, or needs it no more.
        where = sent.held.mandate_id, sent.held.campaign_id
        invitation = known.kind == rules.INVITATION
        return invitation or not await invited.left_out(self._conn, known, *where, [sent.position], at)

    def _in_time(self, known: Facts, sent: Sent, at: datetime) -> bool:
        """Tell whether what is left of its life fits what the rules permit now, also after the clock was put right."""
        permitted = rules.validity(known, sent.held.group, at)
        left = sent.ends - asyncio.get_running_loop().time()
        return not isinstance(permitted, str) and left <= permitted.total_seconds() + SLACK
