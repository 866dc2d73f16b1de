"""Attack 7: a second request of the same number, to skip the verification, or to block or end the first."""

from dataclasses import replace

import pytest
from tests.requests.world import DAY, DPO, PERSON, RECEIVED, receive, verified

from selfcontact.lib.clock import ShiftedClock
from selfcontact.lib.errors import UserError
from selfcontact.requests import actions, execution, queue, sorting
from selfcontact.requests.models import Ground, Kind, Means, Request, Rung, State

#: The attacker knows the number, and wants the answer elsewhere.
THIEF = replace(PERSON, name="Autre", address="voleur@exemple.example", text="Envoyez tout ici.")


def refused(made: Request) -> str:
    with pytest.raises(UserError) as refusal:
        actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED + DAY)
    return refusal.value.code


def test_attack_7_a_second_request_inherits_no_verification_however_it_is_tied_to_the_first(database: str) -> None:
    genuine = verified(Kind.ACCESS)
    copy = receive(Kind.ACCESS, person=THIEF, at=RECEIVED + DAY)
    actions.link_duplicate(actor=DPO, request=copy, original=genuine)
    assert refused(copy) == "request_state"
    sorting.sort(actor=DPO, request=copy, kinds=[Kind.PORTABILITY], reason="autre droit")
    assert (copy.state, copy.rung, copy.verified_at) == (State.RECEIVED, Rung.NONE, None)
    assert refused(copy) == "request_state"
    with pytest.raises(UserError):
        actions.deliver(actor=DPO, request=copy, means=Means.ARCHIVE, at=RECEIVED + DAY)


def test_attack_7_what_comes_back_after_its_end_is_verified_anew(database: str) -> None:
    genuine = verified(Kind.OBJECTION)
    actions.withdraw(actor=DPO, request=genuine, rung=Rung.CODE_AND_FACTS, at=RECEIVED + DAY)
    made = sorting.reopen(
        actor=DPO, request=genuine, reason="faits nouveaux", received_at=RECEIVED + 2 * DAY, at=RECEIVED + 2 * DAY
    )
    assert (made.verified_at, made.reopens, made.received_at) == (None, genuine, RECEIVED + 2 * DAY)
    assert made.due_on > genuine.due_on
    genuine.refresh_from_db()
    assert genuine.state == State.WITHDRAWN


def test_attack_7_a_second_request_neither_blocks_nor_ends_the_first(database: str) -> None:
    genuine = verified(Kind.ERASURE)
    due = genuine.due_on
    for step in range(3):
        copy = receive(Kind.ERASURE, person=THIEF, at=RECEIVED + DAY)
        if step:
            actions.link_duplicate(actor=DPO, request=copy, original=genuine)
        actions.withdraw(actor=DPO, request=copy, rung=Rung.NONE, at=RECEIVED + DAY)
    genuine.refresh_from_db()
    assert (genuine.state, genuine.due_on) == (State.VERIFIED, due)
    assert genuine in queue.open_requests()
    actions.decide(actor=DPO, request=genuine, ground=None, at=RECEIVED + DAY)
    execution.execute(actor=DPO, request=genuine, clock=ShiftedClock(RECEIVED + DAY))
    actions.deliver(actor=DPO, request=genuine, means=Means.POST, at=RECEIVED + DAY)
    assert genuine.state == State.DELIVERED


def test_attack_7_the_first_is_not_refused_because_a_second_was(database: str) -> None:
    genuine, copy = verified(Kind.ERASURE), receive(Kind.ERASURE, person=THIEF, at=RECEIVED + DAY)
    actions.acknowledge(actor=DPO, request=copy, at=RECEIVED + DAY)
    actions.decide(actor=DPO, request=copy, ground=Ground.UNIDENTIFIED, at=RECEIVED + DAY)
    genuine.refresh_from_db()
    assert (genuine.state, genuine.ground) == (State.VERIFIED, "")
