"""What each mandate holds of a request's number, in counts."""

from tests.requests.world import DPO, RECEIVED, receive, verified

from selfcontact.contacts import actions as contacts
from selfcontact.lib.clock import ShiftedClock
from selfcontact.mandates.models import Mandate
from selfcontact.requests import actions, execution
from selfcontact.requests.contents import Person
from selfcontact.requests.desk import holdings
from selfcontact.requests.models import Kind, Rung

CLOCK = ShiftedClock(RECEIVED)


def test_each_mandate_says_how_many_it_has_and_how_many_are_set_aside(second: Mandate) -> None:
    contacts.restrict(actor=DPO, mandate=second, number=33639980001)
    found = {one.mandate.reference: (one.contacts, one.restricted) for one in holdings.of(receive())}
    assert found.pop("second") == (1, 1)
    assert list(found.values()) == [(1, 0)]


def test_what_was_erased_and_what_is_held_stay_visible(second: Mandate) -> None:
    made = verified(Kind.ERASURE)
    execution.hold(actor=DPO, request=made, mandate=second, reason="litige", at=RECEIVED)
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED)
    execution.execute(actor=DPO, request=made, clock=CLOCK)
    found = {one.mandate.reference: one for one in holdings.of(made)}
    kept = found.pop("second")
    assert (kept.contacts, kept.held) == (1, True)
    (gone,) = found.values()
    assert (gone.contacts, gone.erased, gone.held) == (0, True, False)


def test_an_opposition_everywhere_shows_in_each_mandate(second: Mandate) -> None:
    made = receive(Kind.OBJECTION)
    actions.verify(actor=DPO, request=made, rung=Rung.NONE, at=RECEIVED)
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED)
    execution.execute(actor=DPO, request=made, clock=CLOCK)
    assert [one.opposed for one in holdings.of(made)] == [True, True]


def test_without_a_number_nothing_is_looked_for(second: Mandate) -> None:
    assert holdings.of(receive(person=Person(name="Zoé Lefèvre", address="35000 Rennes"))) == []
