"""Four doors, one list: whichever way a person says no, the same entry is made, and nothing leaves after its commit."""

import asyncio
import itertools
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings as configuration
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.campaigns.sending import Scene, ask, quick, scene, until
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, People

from selfcontact.identity import public
from selfcontact.identity.actions import ensure_box
from selfcontact.identity.public import Purpose
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import ShiftedClock
from selfcontact.lib.personal import Personal
from selfcontact.lines.answering import objecting
from selfcontact.mailbox import actions as mailbox
from selfcontact.mailbox import parsing
from selfcontact.opposition.models import Entry
from selfcontact.reception import desk
from selfcontact.sms.gateway import Submission
from selfcontact.sms.session import Session
from selfcontact.vault import open_vault

SHORT_CODE, PEOPLE = "36180", 120
CLOCK = ShiftedClock(start=NOON)
#: Each example has people of its own: what one opposed, the next must not find on the list.
firsts = itertools.count(FIRST_NUMBER, PEOPLE)
MONTH = NOON.date().replace(day=1)
#: What the list has of each of them, whatever the door.
EVERYWHERE = {
    "candidate": None,
    "kind": "opposition",
    "month": MONTH,
    "expires_on": MONTH + relativedelta(years=configuration.OPPOSITION_YEARS, months=1),
}
Door = Callable[[Scene, int], Awaitable[None]]


async def by_sms(play: Scene, number: int) -> None:
    before = play.carrier.stats.replies_answered
    play.carrier.inject_reply(number, SHORT_CODE, "STOP")
    await until(lambda: play.carrier.stats.replies_answered > before)


async def by_key(play: Scene, number: int) -> None:
    await ask(objecting.write, Personal(str(number)), None, NOON)


async def by_mail(play: Scene, number: int) -> None:
    local = f"0{number % 10**9}"
    raw = f"From: zoe@example.org\nMessage-ID: <{secrets.token_hex(8)}@example.org>\nSubject: STOP\n\nSTOP {local}\n"
    letter = parsing.read(raw.encode(), most=10_000)
    arrival = mailbox.Arrival(place=secrets.token_hex(8), size=len(raw), received_at=NOON)
    await ask(mailbox.take, actor=SYSTEM, letter=letter, arrival=arrival, clock=CLOCK)


async def by_page(play: Scene, number: int) -> None:
    said = {"number": str(number), "kinds": ["objection"], "reference": "", "candidate": "", "text": "", "where": ""}
    said |= dict.fromkeys(("surname", "first_name", "postcode"), "")
    browser = secrets.token_bytes(32)
    await ask(public.drop, purpose=Purpose.ASK, browser=browser, contents=said, language="fr")
    await ask(desk.tend, clock=CLOCK)


DOORS: dict[str, Door] = {"sms": by_sms, "voice": by_key, "mail": by_mail, "web": by_page}
INTERLEAVINGS = st.lists(
    st.tuples(st.integers(0, PEOPLE - 20), st.sampled_from(sorted(DOORS)), st.integers(0, PEOPLE - 1)),
    min_size=len(DOORS),
    max_size=8,
    unique_by=lambda one: one[2],
)


@dataclass
class Wire:
    """What was written to the carrier, in order, since an example began."""

    written: list[int] = field(default_factory=list)

    def tap(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """See every message at the moment it is written to the socket."""
        usual = Session.submit_now

        def submit_now(session: Session, submissions: list[Submission]) -> None:
            self.written.extend(submission.destination for submission in submissions)
            usual(session, submissions)

        monkeypatch.setattr(Session, "submit_now", submit_now)


def entry(number: int) -> dict[str, object]:
    """Return what the list has of a number, but for the fingerprint itself."""
    tag = bytes(open_vault().suppression().tag(number))
    return dict(Entry.objects.values("candidate", "kind", "channel", "month", "expires_on").get(tag=tag))


async def object_meanwhile(play: Scene, wire: Wire, first: int, steps: list[tuple[int, str, int]]) -> dict[int, int]:
    """Say no by each door when that many messages are out; return how many were out after each commit."""
    after = {}
    for moment, door, who in sorted(steps):
        await until(lambda moment=moment: len(wire.written) >= moment)  # type: ignore[misc]
        await DOORS[door](play, first + who)
        after[first + who] = len(wire.written)
    return after


@dataclass
class World:
    """One carrier and one house for every example; each example has people and a campaign of its own."""

    play: Scene
    wire: Wire

    async def example(self, steps: list[tuple[int, str, int]]) -> None:
        """Let people object while a campaign leaves."""
        first = next(firsts)
        self.wire.written.clear()
        mandate = await ask(self.play.house.mandate, People(count=PEOPLE, first=first))
        campaign = await ask(self.play.house.campaign, mandate, block=10)
        async with self.play.sender() as process:
            after = await object_meanwhile(self.play, self.wire, first, steps)
            await process.idle()
        assert (await self.play.balance(campaign)).closes
        assert not self.play.doubles()
        for _, door, who in steps:
            assert first + who not in self.wire.written[after[first + who] :]
            assert await ask(entry, first + who) == {**EVERYWHERE, "channel": door}


def test_whichever_door_a_person_takes_no_message_leaves_after_the_commit_and_the_entry_is_the_same(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    monkeypatch.setattr(configuration, "STOP_CONFIRMATION", False)
    monkeypatch.setattr(configuration, "WEB_OBJECTIONS_PER_DAY", 10_000)
    monkeypatch.setattr(configuration, "MAILBOX_SENDER_PER_HOUR", 10_000)
    wire = Wire()
    wire.tap(monkeypatch)
    ensure_box(actor=SYSTEM)
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        world = World(runner.run(stack.enter_async_context(scene(database, window=10))), wire)

        @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
        @given(steps=INTERLEAVINGS)
        def every_interleaving(steps: list[tuple[int, str, int]]) -> None:
            runner.run(world.example(steps))

        every_interleaving()
        runner.run(stack.aclose())
