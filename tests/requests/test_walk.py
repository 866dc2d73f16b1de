"""Random orders of events through the table: nothing is forgotten, no deadline moves by itself, no answer is early."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.requests.world import DEPUTY, DPO, RECEIVED, deeds, receive

from selfcontact.compliance.deadline import day_of
from selfcontact.contacts.correcting import Values
from selfcontact.lib.clock import ShiftedClock
from selfcontact.lib.errors import UserError
from selfcontact.requests import actions, execution, queue, restriction, sorting, statements, states
from selfcontact.requests.models import (
    Complaint,
    Correction,
    DeathProof,
    Directive,
    Ground,
    Kind,
    Means,
    Request,
    Rung,
    State,
)

ENDED = {State.CLOSED, State.WITHDRAWN, State.PURGED}
KINDS = st.sets(st.sampled_from(Kind), min_size=1, max_size=2)
ACTORS = st.sampled_from((DPO, DEPUTY))
RUNGS = st.sampled_from((*Rung, Rung.CODE_AND_FACTS, Rung.LETTER))
GROUNDS = st.none() | st.none() | st.sampled_from(Ground)
#: Nine times in ten something that the table admits; the rest is what must be refused.
SENSIBLE = st.sampled_from((True,) * 9 + (False,))
#: Rare in a walk, or it would end soon.
RARE = st.sampled_from((True,) + (False,) * 5)


class Walk(RuleBasedStateMachine):
    """A few requests of one person, two people of the house, and whatever comes next."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = RECEIVED
        self.keys: list[int] = []
        self.clocks: dict[int, list[object]] = {}
        self.proofs: set[int] = set()
        self.done: dict[int, int] = {}
        self.draw: Callable[[st.SearchStrategy[Any]], Any]

    def all(self) -> list[Request]:
        return list(Request.objects.filter(pk__in=self.keys).order_by("pk"))

    def one_of_them(self) -> Request:
        found: Request = self.draw(st.sampled_from(self.all()))
        return found

    @initialize(kinds=st.lists(KINDS, min_size=2, max_size=3))
    def begin(self, kinds: list[set[Kind]]) -> None:
        for asked in kinds:
            made = receive(*asked, at=self.now)
            self.keys.append(made.pk)
            self.clocks[made.pk], self.done[made.pk] = list(made.clock), 1

    @rule(hours=st.integers(1, 24 * 12))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        self.draw = data.draw
        one = self.one_of_them()
        name = self._name(one)
        before = {other.pk: other for other in self.all()}
        try:
            DEEDS[name][1](self, one)
        except UserError:
            assert [other.version for other in self.all()] == [other.version for other in before.values()]
            return
        self.done[one.pk] += 1
        event(f"done: {name}")
        for other in self.all():
            if other.pk in before and other.pk != one.pk:
                assert vars_of(other) == vars_of(before[other.pk])
        self._check(name, before[one.pk], Request.objects.get(pk=one.pk))

    def part(self, one: Request) -> dict[Kind, Ground]:
        """Return some of what is asked to be refused alone: most often nothing."""
        if not self.draw(RARE):
            return {}
        kinds = st.sampled_from([*map(Kind, one.kinds), *Kind])
        return dict(self.draw(st.dictionaries(kinds, st.sampled_from(Ground), max_size=2)))

    def shown(self) -> statements.Shown:
        return statements.Shown(
            paper=DeathProof.Paper.DEATH_CERTIFICATE,
            dated_on=self.now.date(),
            capacity=self.draw(st.sampled_from(DeathProof.Capacity)),
            scope=self.draw(st.sampled_from(DeathProof.Scope)),
        )

    def reopen(self, one: Request) -> None:
        made = sorting.reopen(actor=DPO, request=one, reason="x", received_at=self.now, at=self.now)
        assert (made.state, made.rung, made.verified_at) == (State.RECEIVED, Rung.NONE, None)
        assert (made.received_at, made.reopens_id) == (self.now, one.pk)
        self.keys.append(made.pk)
        self.clocks[made.pk], self.done[made.pk] = list(made.clock), 1

    def _name(self, one: Request) -> str:
        possible = [name for name, (verbs, _) in DEEDS.items() if any(states.possible(v, one.state) for v in verbs)]
        if not self.draw(RARE):
            possible = [name for name in possible if name not in {"withdraw", "sort", "death", "reopen"}]
        sensible = possible and self.draw(SENSIBLE)
        name: str = self.draw(st.sampled_from(possible if sensible else sorted(DEEDS)))
        return name

    def _check(self, name: str, before: Request, after: Request) -> None:
        """Compare one step with what it may do."""
        if name == "verify":
            self.proofs.add(after.pk)
            assert after.rung >= states.needed(after.kinds)
        if name not in {"answer", "extend"}:
            assert (after.due_on, after.clock) == (before.due_on, before.clock)
        if name == "extend":
            assert day_of(self.now) <= before.due_on
            assert [computed["cause"] for computed in after.clock].count("extension") == 1
        if name in {"correct", "complaint", "directive", "death", "second", "announce", "release", "reopen"}:
            assert (after.state, after.rung, after.kinds) == (before.state, before.rung, before.kinds)
        if name == "sort":
            assert after.state == before.state
            assert after.verified_at is None or after.rung >= states.needed(after.kinds)
        if name == "link":
            assert (after.state, after.rung, after.verified_at) == (before.state, before.rung, before.verified_at)
        if name == "withdraw":
            assert before.delivered_at is None
        if name == "confirm":
            assert before.proposed_by is not None

    @invariant()
    def nothing_is_forgotten(self) -> None:
        waiting = set(queue.open_requests().values_list("pk", flat=True))
        for one in self.all():
            assert (one.pk in waiting) == (one.state not in ENDED)
            assert one.state != State.CLOSED or one.delivered_at

    @invariant()
    def no_deadline_moves_by_itself(self) -> None:
        for one in self.all():
            past = self.clocks[one.pk]
            assert one.clock[: len(past)] == past
            ends = [date.fromisoformat(computed["due_on"]) for computed in one.clock]
            assert ends == sorted(ends)
            assert ends[-1] == one.due_on
            assert (one.asked_at is not None) == (one.state == State.IDENTITY_ASKED)
            self.clocks[one.pk] = list(one.clock)

    @invariant()
    def no_answer_leaves_unverified(self) -> None:
        for one in self.all():
            assert (one.verified_at is not None) == (one.pk in self.proofs)
            if one.delivered_at:
                assert one.verified_at or one.ground == Ground.UNIDENTIFIED
            if one.state in {State.GRANTED, State.EXECUTED}:
                assert one.verified_at
            if one.executed_at or (one.delivered_at and not one.ground):
                assert one.decided_at
            if one.refused and one.decided_at:
                assert set(one.refused) < set(one.kinds)
                assert one.proposed_by is not None
            assert Kind.OBJECTION not in one.refused

    @invariant()
    def what_is_stated_has_no_effect_before_it_is_carried_out(self) -> None:
        for one in self.all():
            stated = Directive.objects.filter(request=one, in_force_at__isnull=False).exists()
            applied = Correction.objects.filter(request=one, applied_at__isnull=False).exists()
            assert not (stated or applied) or one.executed_at

    @invariant()
    def the_ledger_tells_every_step(self) -> None:
        for one in self.all():
            assert len(deeds(one.uid)) == self.done[one.pk]


Deed = Callable[[Walk, Request], object]
#: What may come next, and under which names the table knows it.
DEEDS: dict[str, tuple[tuple[str, ...], Deed]] = {
    "acknowledge": (("acknowledge",), lambda w, one: actions.acknowledge(actor=DPO, request=one, at=w.now)),
    "ask": (("ask_identity",), lambda w, one: actions.ask_identity(actor=DPO, request=one, reason="x", at=w.now)),
    "answer": (
        ("identity_answered",),
        lambda w, one: actions.identity_answered(actor=DPO, request=one, at=w.now, came=w.draw(st.booleans())),
    ),
    "verify": (
        ("verify",),
        lambda w, one: actions.verify(actor=DPO, request=one, rung=w.draw(RUNGS), at=w.now),
    ),
    "extend": (("extend",), lambda w, one: actions.extend(actor=DPO, request=one, reason="x", at=w.now)),
    "link": (
        ("link_duplicate",),
        lambda w, one: actions.link_duplicate(actor=DPO, request=one, original=w.one_of_them()),
    ),
    "decide": (
        ("grant", "propose", "propose_unidentified"),
        lambda w, one: actions.decide(
            actor=w.draw(ACTORS), request=one, ground=w.draw(GROUNDS), refused=w.part(one), at=w.now
        ),
    ),
    "confirm": (
        ("confirm_grant", "confirm_refusal"),
        lambda w, one: actions.confirm(actor=w.draw(ACTORS), request=one, at=w.now),
    ),
    "send_back": (("send_back",), lambda _, one: actions.send_back(actor=DPO, request=one, reason="x")),
    "execute": (
        ("execute",),
        lambda w, one: execution.execute(actor=DPO, request=one, clock=ShiftedClock(w.now)),
    ),
    "deliver": (
        ("deliver",),
        lambda w, one: actions.deliver(actor=DPO, request=one, means=Means.POST, at=w.now),
    ),
    "close": (("close",), lambda w, one: actions.close(actor=DPO, request=one, at=w.now)),
    "withdraw": (
        ("withdraw",),
        lambda w, one: actions.withdraw(actor=DPO, request=one, rung=w.draw(st.sampled_from(Rung)), at=w.now),
    ),
    "purge": (("purge",), lambda _, one: actions.purge(actor=DPO, request=one)),
    "sort": (
        ("sort",),
        lambda w, one: sorting.sort(actor=DPO, request=one, kinds=w.draw(KINDS), reason="x"),
    ),
    "reopen": (("reopen",), lambda w, one: w.reopen(one)),
    "correct": (
        ("state",),
        lambda w, one: statements.state_correction(actor=DPO, request=one, values=Values(surname="Martin"), at=w.now),
    ),
    "complaint": (
        ("state",),
        lambda w, one: statements.note_complaint(
            actor=DPO,
            request=one,
            category=w.draw(st.sampled_from(Complaint.Category)),
            upheld=w.draw(st.booleans()),
            reason="x",
            at=w.now,
        ),
    ),
    "directive": (
        ("state",),
        lambda w, one: statements.state_directive(
            actor=DPO, request=one, wish=w.draw(st.sampled_from(Directive.Wish)), at=w.now
        ),
    ),
    "death": (
        ("state",),
        lambda w, one: statements.show_death(actor=w.draw(ACTORS), request=one, shown=w.shown(), at=w.now),
    ),
    "second": (("state",), lambda w, one: statements.confirm_death(actor=w.draw(ACTORS), request=one, at=w.now)),
    "announce": (
        ("announce_release",),
        lambda w, one: restriction.announce(actor=DPO, request=one, on=day_of(w.now), reason="x", at=w.now),
    ),
    "release": (
        ("release",),
        lambda w, one: restriction.release(actor=DPO, request=one, clock=ShiftedClock(w.now)),
    ),
}


def vars_of(request: Request) -> dict[str, object]:
    """Return everything that is stored of a request."""
    return {field.name: getattr(request, field.attname) for field in Request._meta.concrete_fields}


def test_random_orders_of_events_forget_nobody_move_no_deadline_and_answer_nobody_unverified(database: str) -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=25,
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def reachable(state: State) -> set[State]:
    """Return the states that some order of verbs leads to."""
    found, waiting = {state}, [state]
    while waiting:
        here = waiting.pop()
        for sources, target in states.TRANSITIONS.values():
            if here in sources and target not in found:
                found.add(target)
                waiting.append(target)
    return found


@pytest.mark.parametrize("state", sorted(states.OPEN))
def test_from_every_open_state_an_answer_can_be_reached(state: State) -> None:
    assert {State.DELIVERED, State.CLOSED, State.PURGED} <= reachable(state)


def test_a_request_ends_by_an_answer_or_by_the_person_only() -> None:
    ending = {
        verb for verb, (sources, target) in states.TRANSITIONS.items() if target in ENDED and sources & states.OPEN
    }
    assert ending == {"close", "withdraw"}
    assert states.TRANSITIONS["close"][0] == {State.DELIVERED}
    into = {verb for verb, (_, target) in states.TRANSITIONS.items() if target == State.DELIVERED}
    assert into == {"deliver"}


def test_every_state_but_the_last_has_a_way_out_and_every_one_but_the_first_a_way_in() -> None:
    assert reachable(State.RECEIVED) == set(State)
    outs = {state for sources, _ in states.TRANSITIONS.values() for state in sources}
    assert set(State) - outs == {State.PURGED}
