"""No order of edits, signatures, oppositions, clock movements and restarts hands over what a rule refuses."""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from datetime import datetime, timedelta
from typing import Any, ClassVar

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tests.campaigns.invitations import answered
from tests.campaigns.oracle import EDGES, OFFSETS, Oracle, Somebody
from tests.campaigns.sending import HandClock, Scene, ask, quick, scene, until
from tests.campaigns.sending_world import ELECTION, FIRST_NUMBER, NOON, SHA, STAFF, TEXT, TODAY, People
from tests.sponsoring import declare

from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns import clearing
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender import invited, process, rules
from selfcontact.contacts import actions as contacts
from selfcontact.lib.errors import UserError
from selfcontact.mandates import actions as mandates
from selfcontact.mandates import sponsors
from selfcontact.mandates.models import ContactPolicy, Instruction, Mandate, Sponsor
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.providers import actions as providers
from selfcontact.providers.models import Provider
from selfcontact.sms.gateway import Submission
from selfcontact.sms.session import Session
from selfcontact.subprocessors import actions as subprocessors

OVERSEAS = "territoriales-975-977-978-986-2027"
EACH = 4
PLACES = {
    "metropole": {"commune": "35238", "postcode": "35000", "dial": 0},
    "reunion": {"commune": "97411", "postcode": "97400", "dial": 262},
    "guadeloupe": {"commune": "97105", "postcode": "97100", "dial": 590},
}
FIRSTS = {"metropole": FIRST_NUMBER, "reunion": 262_693_000_000, "guadeloupe": 590_690_000_000}
TEXTS = (
    TEXT,
    TEXT.replace("vous attend", "sera"),
    "Bonjour {prenom}, reunion ce soir. Pub. politique {notice} STOP 36180",
    "Alix Durand vous attend",
    "Alix Durand vous attend. {notice} STOP 36180",
    "Alix Durand vous attend. Pub. politique STOP 36180",
    "Alix Durand, appelez le 0899 12 34 56. Pub. politique {notice} STOP 36180",
    "Alix Durand, appelez le 0800 12 34 56. Pub. politique {notice} STOP 36180",
)
LATEST = (NOON + timedelta(hours=8), datetime(2027, 5, 20, tzinfo=NOON.tzinfo))
AGES = "UPDATE contacts_contact SET age = %(age)s WHERE mandate_id = %(mandate)s AND dial = 262"
people = st.integers(0, len(PLACES) * EACH - 1)
series = itertools.count(1)


CONSENT, INVITE = ContactPolicy.Kind.CONSENT, ContactPolicy.Kind.INVITE


class World:
    """One carrier, one house, one loop for every walk; a walk has people, a mandate and a campaign of its own."""

    play: ClassVar[Scene]
    runner: ClassVar[asyncio.Runner]
    database: ClassVar[str]
    clock: ClassVar[HandClock] = HandClock(NOON)
    oracle: ClassVar[Oracle | None] = None
    seen: ClassVar[list[str]] = []
    handed_over: ClassVar[int] = 0


class Walk(RuleBasedStateMachine):
    """Whoever may do something does it, in any order; the sender is started anew each time."""

    def __init__(self) -> None:
        super().__init__()
        World.clock.at = NOON
        self.enabled = True
        self.mandate: Mandate
        self.campaign: Campaign
        self.oracle: Oracle

    @initialize(election=st.sampled_from((ELECTION, OVERSEAS)), latest=st.sampled_from(LATEST), started=st.booleans())
    def begin(self, *, election: str, latest: datetime, started: bool = False) -> None:
        """Open a mandate with four people in each of three places, and a campaign that is a draft, or has begun."""
        number = next(series) * 100
        ages = {"metropole": 40, "reunion": 18, "guadeloupe": 70}
        groups = [
            People(count=EACH, first=FIRSTS[place] + number, age=ages[place], **where)  # type: ignore[arg-type]
            for place, where in PLACES.items()
        ]
        known = {
            one: Somebody(place=place) for place, group in zip(PLACES, groups, strict=True) for one in group.numbers
        }
        self.mandate = self.ask(lambda: World.play.house.mandate(*groups, election=election))
        self.campaign = self.ask(lambda: World.play.house.campaign(self.mandate, latest=latest, start=False))
        self.numbers = list(known)
        self.oracle = Oracle(World.database, election, known, self.campaign.pk)
        World.oracle = self.oracle
        if started:
            self.sign_and_start()

    def ask(self, verb: Callable[[], Any]) -> Any:
        """Call a verb in its own thread."""
        return World.runner.run(ask(verb))

    def attempt(self, verb: Callable[[], Any]) -> bool:
        """Call a verb that may refuse."""
        self.ask(self.campaign.refresh_from_db)
        with suppress(UserError):
            self.ask(verb)
            return True
        return False

    @rule(edge=st.sampled_from(EDGES), offset=st.sampled_from(OFFSETS))
    def put_the_clock(self, edge: datetime, offset: timedelta) -> None:
        World.clock.at = edge + offset

    @rule(
        text=st.sampled_from(TEXTS),
        sender=st.sampled_from(("DURAND", "DURAND", "AUTRE")),
        youngest=st.sampled_from((18, 18, 18, 30)),
    )
    def edit(self, text: str, sender: str, youngest: int) -> None:
        one = self.campaign
        slot = {"earliest": one.earliest, "latest": one.latest}
        given = campaigns.Content(text=text, sender_name=sender, area=["FR"], age_from=youngest, age_to=120, **slot)
        self.attempt(lambda: campaigns.edit(actor=STAFF, campaign=one, content=given, at=World.clock.at))

    @rule()
    def sign_and_start(self) -> None:
        self.attempt(lambda: campaigns.submit(actor=STAFF, campaign=self.campaign, at=World.clock.at))
        if self.attempt(self._sign):
            self.oracle.sign()
        self.attempt(lambda: campaigns.start(actor=STAFF, campaign=self.campaign, at=World.clock.at, block=3))

    def _sign(self) -> None:
        signed = content_sha256(self.campaign)
        campaigns.approve(
            actor=STAFF, campaign=self.campaign, content=signed, signatory="A. Durand", at=World.clock.at
        )  # fmt: skip

    @rule(pause=st.booleans())
    def pause_or_resume(self, *, pause: bool) -> None:
        verb = campaigns.pause if pause else campaigns.resume
        self.attempt(lambda: verb(actor=STAFF, campaign=self.campaign))

    @rule(text=st.sampled_from(TEXTS))
    def change_the_text_behind_the_programs_back(self, text: str) -> None:
        self.ask(lambda: Campaign.objects.filter(pk=self.campaign.pk).update(text=text))

    @rule(kind=st.sampled_from((Instruction.Kind.CAMPAIGNS, Instruction.Kind.ASSESSMENT)), again=st.booleans())
    def withdraw_what_was_signed(self, *, kind: Instruction.Kind, again: bool) -> None:
        def verb() -> None:
            for one in Instruction.objects.filter(mandate=self.mandate, kind=kind, withdrawn_at=None):
                mandates.withdraw_instruction(actor=STAFF, instruction=one, at=World.clock.at)
            if again:
                mandates.sign_instruction(
                    actor=STAFF, reference=f"order-{next(series)}", mandate=self.mandate, document_sha256=SHA,
                    kind=kind, signatory="A. Durand", signed_at=World.clock.at,
                )  # fmt: skip

        self.attempt(verb)

    @rule(
        standing=st.sampled_from((Sponsor.Standing.CITIZEN, *Sponsor.Standing, None)),
        paying=st.sampled_from((Sponsor.Paying.AGENT, *Sponsor.Paying)),
        ago=st.sampled_from((0, 60)),
    )
    def declare_or_take_back(
        self, standing: Sponsor.Standing | None, paying: Sponsor.Paying = Sponsor.Paying.AGENT, ago: int = 0
    ) -> None:
        def verb() -> None:
            there = self.mandate.sponsor()
            if standing is not None:
                signed = World.clock.at - timedelta(days=ago)
                declare(STAFF, self.mandate, signed, standing=standing, paying=paying, registration="1")
            elif there is not None:
                sponsors.withdraw(actor=STAFF, sponsor=there, at=World.clock.at)

        self.attempt(verb)

    @rule()
    def clear_what_holds(self) -> None:
        def verb() -> None:
            for held in clearing.holds(self.campaign, World.clock.at):
                grounds = "Vu, et remboursé sur pièces."
                clearing.clear(
                    actor=STAFF, campaign=self.campaign, rule=held.rule, grounds=grounds, at=World.clock.at
                )  # fmt: skip
                self.oracle.clear(held.rule)

        self.attempt(verb)

    @rule(days=st.sampled_from((-1, 0, 60)))
    def move_the_end(self, days: int) -> None:
        day = World.clock.at.date() + timedelta(days=days)
        self.attempt(lambda: mandates.move_end(actor=STAFF, mandate=self.mandate, ends_on=day, grounds="walk"))

    @rule(trusted=st.booleans())
    def judge_the_provider(self, *, trusted: bool) -> None:
        verb = providers.vet_provider if trusted else providers.suspend_provider
        self.attempt(lambda: verb(actor=STAFF, provider=Provider.objects.get(), on=TODAY, grounds="walk"))

    @rule(enabled=st.booleans())
    def switch_the_route(self, *, enabled: bool) -> None:
        _switch(self.ask, enabled=enabled)
        # A sender without a route opens no line, and there would be nothing to wait for.
        self.enabled = enabled

    @rule(who=people)
    def oppose(self, who: int) -> None:
        number = self.numbers[who]
        self.ask(lambda: oppose(actor=STAFF, number=number, channel=Entry.Channel.STAFF, on=TODAY))
        self.oracle.opposed.add(number)

    @rule(who=people, restricted=st.booleans())
    def restrict_or_release(self, *, who: int, restricted: bool) -> None:
        number, verb = self.numbers[who], contacts.restrict if restricted else contacts.release
        self.ask(lambda: verb(actor=STAFF, mandate=self.mandate, number=number))
        (self.oracle.restricted.add if restricted else self.oracle.restricted.discard)(number)

    @rule(kind=st.sampled_from((CONSENT, CONSENT, INVITE)))
    def sign_how_people_are_written_to_first(self, *, kind: ContactPolicy.Kind) -> None:
        if self.attempt(lambda: World.play.house.follow(self.mandate, kind)):
            self.oracle.invite_first = kind == INVITE

    @rule(who=people, agreed=st.booleans())
    def answer_an_invitation(self, *, who: int, agreed: bool) -> None:
        number = self.numbers[who]
        self.ask(lambda: answered(self.mandate, World.play.house.route, number, agreed=agreed))
        (self.oracle.agreed if agreed else self.oracle.declined).add(number)
        (self.oracle.declined if agreed else self.oracle.agreed).discard(number)

    @rule(age=st.sampled_from((17, 18)))
    def correct_the_ages_in_reunion(self, *, age: int) -> None:
        young = [number for number, one in self.oracle.people.items() if one.place == "reunion"]
        with psycopg.connect(World.database, autocommit=True) as connection:
            connection.execute(AGES, {"age": age, "mandate": self.mandate.pk})
        (self.oracle.minors.update if age < 18 else self.oracle.minors.difference_update)(young)

    @rule(name=st.sampled_from(("Alix Durand", "Camille Autre")))
    def call_the_candidate_otherwise(self, name: str) -> None:
        candidate = self.mandate.candidate
        self.attempt(
            lambda: mandates.correct_candidate(actor=STAFF, candidate=candidate, name=name, aliases=(), party="")
        )  # fmt: skip

    @rule()
    def send(self) -> None:
        if self.enabled:
            World.runner.run(World.play.send(World.clock))

    @rule(moment=st.integers(1, 6))
    def send_and_be_killed_on_the_way(self, moment: int) -> None:
        async def cut() -> None:
            before = len(self.oracle.written)
            async with World.play.sender(World.clock) as sender:
                idle = asyncio.create_task(sender.idle())
                await until(lambda: idle.done() or len(self.oracle.written) >= before + moment)
                idle.cancel()

        if self.enabled:
            World.runner.run(cut())

    def teardown(self) -> None:
        """Keep what was found, and leave the house as the next walk expects it."""
        if not hasattr(self, "oracle"):
            return
        found = World.runner.run(World.play.balance(self.campaign))
        World.handed_over += found.handed_over
        World.seen += self.oracle.against
        World.oracle = None
        self.attempt(lambda: campaigns.stop(actor=STAFF, campaign=self.campaign, at=World.clock.at, grounds="walk"))
        self.judge_the_provider(trusted=True)
        self.call_the_candidate_otherwise(name="Alix Durand")
        _switch(self.ask, enabled=True)
        assert self.oracle.against == []
        assert found.closes


def _switch(call: Callable[[Callable[[], Any]], Any], *, enabled: bool) -> None:
    route = World.play.house.route
    call(route.refresh_from_db)
    if enabled:
        call(lambda: subprocessors.enable_route(actor=STAFF, route=route, on=TODAY))
    else:
        call(lambda: subprocessors.disable_route(actor=STAFF, route=route, grounds="walk"))


@pytest.fixture
def world(database: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Open the carrier and the house, and let the oracle see what is written to the socket, second tries too."""
    quick(monkeypatch)
    monkeypatch.setattr(process, "QUIET", 0.2)
    monkeypatch.setattr(process, "HOUSEKEEPING", 0.2)
    usual = Session.submit_now

    def submit_now(self: Session, submissions: list[Submission]) -> None:
        if World.oracle:
            World.oracle.see(submissions, World.clock.at)
        usual(self, submissions)

    monkeypatch.setattr(Session, "submit_now", submit_now)
    World.database, World.seen, World.handed_over = database, [], 0
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        World.runner = runner
        World.play = runner.run(stack.enter_async_context(scene(database, window=10)))
        yield World
        runner.run(stack.aclose())


WALKS = settings(
    max_examples=60, stateful_step_count=14, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.mark.timeout(900)
def test_no_walk_hands_over_a_message_for_which_some_rule_says_no(world: type[World]) -> None:
    run_state_machine_as_test(Walk, settings=WALKS)
    assert world.seen == []
    assert world.handed_over > 0


async def nobody(*_: object) -> dict[int, str]:
    """Leave nobody out for what they answered."""
    return {}


def test_the_oracle_objects_when_the_gate_is_taken_away(world: type[World], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "validity", lambda *_: timedelta(hours=20))
    monkeypatch.setattr(rules, "person", lambda *_: "")
    monkeypatch.setattr(invited, "left_out", nobody)
    walk = Walk()
    walk.begin(election=ELECTION, latest=LATEST[0])
    walk.sign_and_start()
    walk.correct_the_ages_in_reunion(age=17)
    walk.restrict_or_release(who=0, restricted=True)
    walk.sign_how_people_are_written_to_first(kind=INVITE)
    walk.answer_an_invitation(who=1, agreed=False)
    for kind in (Instruction.Kind.CAMPAIGNS, Instruction.Kind.ASSESSMENT):
        walk.withdraw_what_was_signed(kind=kind, again=False)
    walk.declare_or_take_back(standing=Sponsor.Standing.OTHER)
    walk.change_the_text_behind_the_programs_back(text=TEXTS[2])
    walk.put_the_clock(edge=datetime(2027, 4, 17, 10, tzinfo=NOON.tzinfo), offset=timedelta())
    walk.send()
    with pytest.raises(AssertionError):
        walk.teardown()
    found = {why.split(": ")[1].split(" ")[0] for why in world.seen}
    assert found >= {"CN-02", "EL-01", "EL-16", "EL-21", "CN-01", "GD-08", "GD-09", "GD-12", "RP-03", "SM-04"}
