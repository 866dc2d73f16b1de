"""What is done and confirmed ends by itself; what somebody still owes an answer does not."""

from dataclasses import replace

import pytest
from tests.intake.world import Register
from tests.requests.world import DPO, PERSON, RECEIVED, deeds, verified

from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import ShiftedClock
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Kind as Said
from selfcontact.notices.models import Means
from selfcontact.requests import actions, closing, execution
from selfcontact.requests.models import Kind, Request, State

CLOCK = ShiftedClock(RECEIVED)


def executed(*kinds: Kind, address: str) -> Request:
    made = verified(*kinds, person=replace(PERSON, address=address))
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED)
    execution.execute(actor=DPO, request=made, clock=CLOCK)
    return made


def tended(request: Request) -> str:
    """Return its state after the worker's second."""
    closing.tend(actor=SYSTEM, at=RECEIVED)
    request.refresh_from_db()
    return request.state


def leave(request: Request) -> None:
    """Have all that was written to the person leave."""
    for one in notices.of(request.uid).filter(sent_at=None):
        notices.sent(actor=SYSTEM, notice=one, proof="250 OK", at=RECEIVED)


@pytest.mark.parametrize(
    ("address", "means"), [("zoe@people.example", "confirmation"), ("1 rue de la Paix, 35000 Rennes", "post")]
)
def test_an_objection_ends_once_its_confirmation_has_left_and_not_before(
    register: Register, address: str, means: str
) -> None:
    made = executed(Kind.OBJECTION, address=address)
    assert tended(made) == State.EXECUTED
    leave(made)
    assert tended(made) == State.CLOSED
    assert made.delivered_at
    assert deeds(made.uid)[-2:] == ["request:delivered", "request:closed"]
    (line,) = read(Question(action=Action.REQUEST_DELIVERED)).lines
    assert line.details["means"] == means


def test_whoever_gave_no_address_reads_it_on_the_page_and_nothing_waits(register: Register) -> None:
    made = executed(Kind.OBJECTION, address="")
    assert tended(made) == State.CLOSED


def test_a_confirmation_that_could_not_leave_waits_for_somebody(register: Register) -> None:
    made = executed(Kind.OBJECTION, address="zoe@people.example")
    for one in notices.of(made.uid):
        notices.failed(actor=SYSTEM, notice=one, reason="550", at=RECEIVED)
    assert tended(made) == State.EXECUTED


@pytest.mark.parametrize("kinds", [[Kind.ERASURE], [Kind.RESTRICTION], [Kind.OBJECTION, Kind.ERASURE]])
def test_what_somebody_prepares_an_answer_of_does_not_end_before_it(register: Register, kinds: list[Kind]) -> None:
    made = executed(*kinds, address="")
    assert tended(made) == State.EXECUTED


@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.COMPLAINT])
def test_what_somebody_answers_does_not_end_by_itself(register: Register, kind: Kind) -> None:
    made = verified(kind, Kind.OBJECTION, person=replace(PERSON, address=""))
    Request.objects.filter(pk=made.pk).update(state=State.EXECUTED)
    notices.write(
        actor=SYSTEM, subject_uid=made.uid, kind=Said.DONE, recipient="person", language="fr",
        means=Means.PAGE, to="", facts={"reference": made.reference, "rights": "x", "effects": "y"}, at=RECEIVED,
    )  # fmt: skip
    assert tended(made) == State.EXECUTED
