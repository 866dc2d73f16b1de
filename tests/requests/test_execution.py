"""What was granted is carried out in every live mandate, at once; what must be kept waits, and is not forgotten."""

import pytest
from tests.intake.world import People, Register
from tests.requests.world import DPO, NUMBER, RECEIVED, deeds, receive, verified

from selfcontact.contacts import actions as contacts
from selfcontact.contacts.models import Contact
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import ShiftedClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.actions import listed
from selfcontact.requests import actions, execution
from selfcontact.requests.contents import Person
from selfcontact.requests.execution import Executed
from selfcontact.requests.models import Kind, Means, Request, Rung, State
from selfcontact.requests.restriction import Keeper

CLOCK = ShiftedClock(RECEIVED)


@pytest.fixture
def second(register: Register, people: People) -> Mandate:
    """Give a second mandate; both hold the number, and another."""
    made = register.open_mandate("second")
    register.load(people.text(people.many(3)))
    register.load(people.text(people.many(3)), mandate=made)
    return made


def granted(*kinds: Kind) -> Request:
    made = verified(*kinds)
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED)
    return made


def held() -> int:
    return len(contacts.find(actor=SYSTEM, number=NUMBER, reason="contrôle"))


def test_an_erasure_reaches_every_live_mandate_and_nobody_else(second: Mandate, register: Register) -> None:
    made = granted(Kind.ERASURE)
    with pytest.raises(UserError, match="pas exécutée"):
        actions.deliver(actor=DPO, request=made, means=Means.POST, at=RECEIVED)
    assert execution.execute(actor=DPO, request=made, clock=CLOCK) == Executed(erased=2)
    assert (held(), Contact.objects.count()) == (0, 4)
    assert listed(number=NUMBER, candidate_id=register.candidate.pk) == ["erasure"]
    assert deeds(made.uid)[-1] == "request:executed"
    actions.deliver(actor=DPO, request=made, means=Means.POST, at=RECEIVED)
    assert made.state == State.DELIVERED


def test_an_objection_is_on_the_list_everywhere_and_a_restriction_sets_aside(second: Mandate) -> None:
    made = granted(Kind.OBJECTION, Kind.RESTRICTION)
    assert execution.execute(actor=DPO, request=made, clock=CLOCK) == Executed(restricted=2)
    assert listed(number=NUMBER) == ["opposition"]
    assert Contact.objects.filter(restricted=True).count() == 2


def test_a_new_file_does_not_put_back_in_use_whom_a_restriction_set_aside(
    second: Mandate, register: Register, people: People
) -> None:
    keeper, made = Keeper(), granted(Kind.RESTRICTION)
    execution.execute(actor=DPO, request=made, clock=CLOCK)
    assert keeper.tend(actor=SYSTEM, at=RECEIVED) == 0
    register.load(people.text(people.many(3)), mandate=register.open_mandate("third"))
    assert Contact.objects.filter(restricted=True).count() == 2
    assert keeper.tend(actor=SYSTEM, at=RECEIVED) == 1
    assert Contact.objects.filter(restricted=True).count() == 3
    assert keeper.tend(actor=SYSTEM, at=RECEIVED) == 0
    assert made.restrictions.count() == 3


def test_nothing_is_carried_out_before_it_is_granted(second: Mandate) -> None:
    made = verified(Kind.ERASURE)
    with pytest.raises(UserError, match="ne s’applique pas"):
        execution.execute(actor=DPO, request=made, clock=CLOCK)
    assert held() == 2


def test_a_hold_keeps_one_mandate_s_and_its_end_does_the_erasure_that_waited(
    second: Mandate, register: Register
) -> None:
    made = granted(Kind.ERASURE)
    kept = execution.hold(actor=DPO, request=made, mandate=second, reason="litige en cours", at=RECEIVED)
    assert execution.execute(actor=DPO, request=made, clock=CLOCK) == Executed(erased=1, held=1)
    assert held() == 1
    actions.deliver(actor=DPO, request=made, means=Means.POST, at=RECEIVED)
    actions.close(actor=DPO, request=made, at=RECEIVED)
    with pytest.raises(UserError, match="conservation"):
        actions.purge(actor=DPO, request=made)
    assert actions.purge_due(actor=DPO, at=RECEIVED + 2 * actions.KEPT) == 0
    assert execution.lift(actor=DPO, hold=kept, reason="jugement rendu", clock=CLOCK) == 1
    assert held() == 0
    actions.purge(actor=DPO, request=made)


def test_a_hold_of_one_request_stands_against_another_of_the_same_number(second: Mandate) -> None:
    execution.hold(actor=DPO, request=receive(), mandate=second, reason="litige", at=RECEIVED)
    assert execution.execute(actor=DPO, request=granted(Kind.ERASURE), clock=CLOCK) == Executed(erased=1, held=1)


def test_a_request_without_a_number_is_not_carried_out_by_guessing(database: str) -> None:
    made = receive(Kind.ERASURE, person=Person(name="Zoé Lefèvre", address="1 rue de la Paix"))
    actions.verify(actor=DPO, request=made, rung=Rung.LETTER, at=RECEIVED)
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED)
    with pytest.raises(UserError) as refusal:
        execution.execute(actor=DPO, request=made, clock=CLOCK)
    assert refusal.value.code == "request_number"
    assert made.state == State.GRANTED
