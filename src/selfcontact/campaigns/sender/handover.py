"""Hands one slice of a campaign to the carrier: claim, check, mark, commit, write. In this order, under the fence."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from selfcontact.campaigns import tally
from selfcontact.campaigns.models import Outcome
from selfcontact.campaigns.sender import invited, rules
from selfcontact.campaigns.sender.claim import CLAIM, PENDING, Group, Order, Person
from selfcontact.campaigns.sender.connection import Connection
from selfcontact.campaigns.sender.facts import FACTS, Facts, facts
from selfcontact.campaigns.sender.flights import Flights, Sent
from selfcontact.campaigns.sender.frequent import frequent
from selfcontact.campaigns.sender.listed import listed
from selfcontact.campaigns.sender.outgoing import Opened, Wording, encoded, opened, submission, template
from selfcontact.campaigns.sender.recent import Place
from selfcontact.campaigns.sender.recorder import Recorder, Slice
from selfcontact.compliance.frequency import TOO_OFTEN
from selfcontact.compliance.invitation import INVITED
from selfcontact.database.fence import FENCE
from selfcontact.lib.clock import Clock
from selfcontact.lib.text import Encoded
from selfcontact.sms.session import Session
from selfcontact.vault import Vault

Kind = Outcome.Kind
# A session lock, for it outlives the transaction that claims; if the connection breaks, it falls with it.
ENTER = "SELECT pg_advisory_lock_shared(%s)"
LEAVE = "SELECT pg_advisory_unlock_shared(%s)"
REFUSED = f"""
WITH refused AS (
    INSERT INTO campaigns_outcome (mandate_id, campaign_id, position, part, kind, reason, at)
    SELECT %s, %s, position, 0, kind, reason, %s
    FROM unnest(%s::int[], %s::smallint[], %s::text[]) AS refused (position, kind, reason)
    RETURNING mandate_id, campaign_id, kind, reason, at
)
INSERT INTO campaigns_tally (mandate_id, campaign_id, slot, term, reason, writer, count)
SELECT mandate_id, campaign_id, {tally.IN_SLOT.format(at="at")},
       CASE kind WHEN 2 THEN 'refused' ELSE 'opposed' END, reason, %s, count(*)
FROM refused GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
{tally.SUM}
"""  # noqa: S608 - constants of this module


#: Seconds after which what the rules answered is asked again: half the margin that they leave before an end.
STALE = 30.0
#: Seconds that a carrier must be left to deliver: it counts in whole ones, and nought means its own default.
SHORTEST = 1.0


def _monotonic() -> float:
    return asyncio.get_running_loop().time()


class WithheldError(Exception):
    """Nothing of this campaign, or of this group, leaves for now; carries the number of the rule."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class NothingError(Exception):
    """There was nothing to claim; `elsewhere` says that others are just claiming what there is."""

    def __init__(self, *, elsewhere: bool) -> None:
        super().__init__("elsewhere" if elsewhere else "empty")
        self.elsewhere = elsewhere


class TooLongError(Exception):
    """The texts need more segments than there is room for; carries the segments of the longest."""

    def __init__(self, longest: int) -> None:
        super().__init__(f"{longest} segments")
        self.longest = longest


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where the next slice is taken from; `messages` at most, in `room` segments of reserved credit at most."""

    mandate_id: int
    campaign_id: int
    group: Group
    messages: int
    room: int


class Ready(NamedTuple):
    """A message that passed every check."""

    opened: Opened
    text: Encoded


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A claimed and committed slice; `ends`: instant of the loop's clock after which no carrier may deliver it."""

    held: Slice
    wording: Wording
    ready: Sequence[Ready]
    ends: float

    @property
    def segments(self) -> int:
        """Return the parts that are about to leave."""
        return sum(len(one.text.parts) for one in self.ready)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the claim loops of one route share."""

    session: Session
    flights: Flights
    recorder: Recorder
    vault: Vault
    clock: Clock
    sender: UUID
    udh: bool


class Handover:
    """One claim connection of one route, one slice at a time."""

    def __init__(self, conn: Connection, desk: Desk) -> None:
        self._conn = conn
        self._desk = desk

    async def slice(self, target: Target) -> Prepared:
        """Hand over the next slice. Credit for `target.room` is reserved, and given back as far as it is not spent.

        Raises NothingError, WithheldError or TooLongError, having changed nothing; UserError when the mandate's keys
        are gone.
        """
        spent = 0
        try:
            prepared = await self._prepare(target)
            # The rules answered for an instant that is past: what checks and commit took is no longer the carrier's.
            left = prepared.ends - _monotonic()
            if prepared.ready and left < SHORTEST:
                self._expire(prepared)
            else:
                spent = prepared.segments
                self._submit(prepared, timedelta(seconds=left))
        except BaseException:
            await self._give_up()
            raise
        finally:
            self._desk.session.release(target.room - spent)
        await self._conn.execute(LEAVE, [FENCE])
        return prepared

    async def _nothing(self, target: Target) -> "NothingError":
        values = {
            "mandate": target.mandate_id,
            "campaign": target.campaign_id,
            "lowest": target.group.lowest,
            "highest": target.group.highest,
        }
        row = await (await self._conn.execute(PENDING, values)).fetchone()
        return NothingError(elsewhere=bool(row and row[0]))

    async def _give_up(self) -> None:
        """Undo the claim, if it is not committed, and leave the fence."""
        if not self._conn.closed:
            await self._conn.rollback()
            await self._conn.execute(LEAVE, [FENCE])

    async def _prepare(self, target: Target) -> Prepared:
        """Take the fence, claim, check and commit, in this order."""
        at, since = self._desk.clock.now(), _monotonic()
        known, people = await self._claim(target, at)
        validity = rules.validity(known, target.group, at)
        if isinstance(validity, str):
            raise WithheldError(validity)
        if not people:
            raise await self._nothing(target)
        held = Slice(
            mandate_id=target.mandate_id,
            campaign_id=target.campaign_id,
            group=target.group,
            numbers=sorted({person.number for person in people}),
            at=at,
        )
        wording = self._wording(known, validity)
        ready = await self._checked(held, known, wording, people)
        held.left = sum(len(one.text.parts) for one in ready)
        if not self._desk.session.bound:
            raise WithheldError("link")
        if held.left > target.room:
            raise TooLongError(max((len(one.text.parts) for one in ready), default=1))
        if _monotonic() - since > STALE:
            raise WithheldError("late")
        await self._conn.execute("COMMIT")
        return Prepared(held=held, wording=wording, ready=ready, ends=since + validity.total_seconds())

    async def _claim(self, target: Target, at: datetime) -> tuple[Facts, list[Person]]:
        """Take the fence, read the facts, claim: one round trip, each statement with a snapshot of its own."""
        order = Order(
            mandate_id=target.mandate_id,
            campaign_id=target.campaign_id,
            group=target.group,
            messages=target.messages,
            sender=self._desk.sender,
            at=at,
        )
        async with self._conn.pipeline(), self._conn.cursor() as fact, self._conn.cursor(binary=True) as claim:
            await self._conn.execute(ENTER, [FENCE])
            await self._conn.execute("BEGIN")
            # No partition in this one: planning it anew takes longer than the rest of the slice.
            await self._conn.execute("SET LOCAL plan_cache_mode = force_generic_plan")
            await fact.execute(FACTS, {"mandate": target.mandate_id, "campaign": target.campaign_id})
            await self._conn.execute("SET LOCAL plan_cache_mode = force_custom_plan")
            await claim.execute(CLAIM, order.parameters())
            row, people = await fact.fetchone(), await claim.fetchall()
        if row is None:
            raise WithheldError("gone")
        return facts(row), [Person(*person) for person in people]

    def _wording(self, known: Facts, validity: timedelta) -> Wording:
        return Wording(
            template=template(known.text, known.notice),
            sender_name=known.sender_name,
            udh=self._desk.udh,
            validity=validity,
        )

    async def _checked(self, held: Slice, known: Facts, wording: Wording, people: Sequence[Person]) -> list[Ready]:
        """Return what may leave; what may not is written down here and now, with the rule."""
        refused: list[tuple[int, Kind, str]] = []
        allowed: list[Person] = []
        for person in people:
            if rule := rules.person(known, held.group, person, held.at):
                refused.append((person.position, Kind.REFUSED, rule))
            else:
                allowed.append(person)
        candidates = opened(self._desk.vault, held.mandate_id, allowed) if allowed else []
        readable = {one.person.position for one in candidates}
        refused += [(one.position, Kind.REFUSED, "sealed") for one in allowed if one.position not in readable]
        on_list = await listed(
            self._conn, [tag for one in candidates for tag in one.tags], known.candidate_id, held.at.date()
        )
        free = [one for one in candidates if on_list.isdisjoint(one.tags)]
        if len(free) < len(candidates):
            refused += [(one.person.position, Kind.OPPOSED, "") for one in candidates if one not in free]
        out = await self._left_out(held, known, [one.person.position for one in free])
        refused += [(position, Kind.REFUSED, rule) for position, rule in sorted(out.items())]
        if refused:
            await self._refuse(held, refused)
        return [Ready(one, encoded(wording, one)) for one in free if one.person.position not in out]

    async def _left_out(self, held: Slice, known: Facts, places: Sequence[int]) -> dict[int, str]:
        """Return the rule that refuses each of these places, for what the person got or answered before.

        An invitation is marked last, when nothing else stands against it.
        """
        where = held.mandate_id, held.campaign_id
        out = await invited.left_out(self._conn, known, *where, places, held.at)
        left = [place for place in places if place not in out]
        often = await frequent(self._conn, *where, known.others, left, held.at)
        out |= dict.fromkeys(often, TOO_OFTEN.rule)
        left = [place for place in left if place not in often]
        if known.kind == rules.INVITATION and left:
            marked = await invited.mark(self._conn, known, *where, left, held.at)
            out |= dict.fromkeys(frozenset(left) - marked, INVITED.rule)
        return out

    async def _refuse(self, held: Slice, refused: Sequence[tuple[int, Kind, str]]) -> None:
        positions, kinds, reasons = zip(*refused, strict=True)
        values = [held.mandate_id, held.campaign_id, held.at, list(positions), list(map(int, kinds)), list(reasons)]
        await self._conn.execute(REFUSED, [*values, self._desk.sender])

    def _expire(self, prepared: Prepared) -> None:
        """Write down that the commit took all the time there was: nothing of the slice leaves, now or later."""
        held = prepared.held
        held.left = len(prepared.ready)
        for one in prepared.ready:
            place = Place(held.mandate_id, held.campaign_id, one.opened.person.position, 0)
            self._desk.recorder.outcome(held, place, Kind.EXPIRED, "", None)

    def _submit(self, prepared: Prepared, left: timedelta) -> None:
        """Write what is committed. No await from here on: nothing comes between the commit and the socket."""
        held, flights, submissions = prepared.held, self._desk.flights, []
        wording = replace(prepared.wording, validity=left)
        for (person, payload, tags), text in prepared.ready:
            sent = Sent(held=held, position=person.position, tags=tags, left=len(text.parts), ends=prepared.ends)
            submissions.append(submission(wording, flights.add(sent), payload.e164, text))
        if submissions:
            self._desk.session.submit_now(submissions)
        else:
            self._desk.recorder.close(held)
