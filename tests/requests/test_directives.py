"""What somebody wants after death is kept beyond every mandate, and carried out for who proves it to two people."""

import pytest
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, House, People
from tests.requests.world import DAY, DEPUTY, DPO, receive, verified

from selfcontact.certificates.actions import end_mandate
from selfcontact.contacts import finding
from selfcontact.contacts.models import Contact
from selfcontact.lib.clock import ShiftedClock
from selfcontact.lib.errors import UserError
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Notice
from selfcontact.opposition.actions import listed
from selfcontact.requests import actions, directives, execution, statements
from selfcontact.requests.contents import Person
from selfcontact.requests.models import DeathProof, Directive, Kind, Means, Request, Rung
from selfcontact.requests.statements import Named, Shown

NUMBER = FIRST_NUMBER + 1
CLOCK = ShiftedClock(NOON)
Wish, Capacity, Scope = Directive.Wish, DeathProof.Capacity, DeathProof.Scope
FRIEND = Named(name="Sacha Confiance", address="3 rue du Port, Brest")
AUTHOR = Person(number=NUMBER, name="Camille Exemple", address="1 rue du Test, Rennes")


@pytest.fixture
def house(database: str) -> House:
    return House(database, 1)


def wishes(wish: Directive.Wish, named: Named | None = None) -> Request:
    """Let the living person, verified, put a directive in force."""
    made = verified(Kind.DIRECTIVES, person=AUTHOR)
    statements.state_directive(actor=DPO, request=made, wish=wish, named=named, at=NOON)
    actions.decide(actor=DPO, request=made, ground=None, at=NOON)
    execution.execute(actor=DPO, request=made, clock=CLOCK)
    actions.deliver(actor=DPO, request=made, means=Means.POST, at=NOON)
    return made


def mourns(capacity: DeathProof.Capacity, scope: DeathProof.Scope = Scope.DEATH, *, proven: bool = True) -> Request:
    """Let somebody come after the death, with papers that two people saw, and be granted by two."""
    made = receive(Kind.DIRECTIVES, person=Person(number=NUMBER, name="Dominique", address="9 quai Neuf, Nantes"))
    actions.verify(actor=DPO, request=made, rung=Rung.MANDATE, at=NOON)
    shown = Shown(
        paper=DeathProof.Paper.DEATH_CERTIFICATE, dated_on=(NOON - DAY).date(), capacity=capacity, scope=scope
    )
    statements.show_death(actor=DPO, request=made, shown=shown, at=NOON)
    with pytest.raises(UserError, match="autre personne"):
        statements.confirm_death(actor=DPO, request=made, at=NOON)
    if proven:
        statements.confirm_death(actor=DEPUTY, request=made, at=NOON)
    actions.decide(actor=DPO, request=made, ground=None, at=NOON)
    actions.confirm(actor=DEPUTY, request=made, at=NOON)
    return made


def carried_out(made: Request) -> str:
    return execution.execute(actor=DPO, request=made, clock=CLOCK).directive


def code(made: Request) -> str:
    with pytest.raises(UserError) as refusal:
        carried_out(made)
    return refusal.value.code


def test_a_wish_to_be_erased_outlives_a_mandate_and_is_carried_out_in_those_that_live_then(house: House) -> None:
    first = house.mandate(People(count=2))
    wishes(Wish.ERASE)
    assert Contact.objects.count() == 2
    end_mandate(actor=DPO, mandate=first, grounds="fin", clock=CLOCK)
    house.mandate(People(count=2))
    assert carried_out(mourns(Capacity.HEIR)) == "carried-out-erase"
    assert finding.everywhere(NUMBER) == []
    assert Contact.objects.count() == 1
    assert not directives.in_force(NUMBER).exists()


def test_a_wish_to_keep_sets_everything_aside(house: House) -> None:
    house.mandate(People(count=2))
    wishes(Wish.KEEP)
    made = mourns(Capacity.HEIR)
    assert carried_out(made) == "carried-out-keep"
    assert [one.restricted for one in finding.everywhere(NUMBER)] == [True]
    assert made.restrictions.count() == 1


def test_what_goes_to_somebody_named_goes_to_no_heir(house: House) -> None:
    made = wishes(Wish.HAND, FRIEND)
    (written,) = notices.of(made.uid)
    assert "la personne que vous avez nommée" in notices.opened(Notice.objects.get(pk=written.pk)).text
    assert code(mourns(Capacity.HEIR)) == "directive_others"
    came = mourns(Capacity.NAMED)
    assert carried_out(came) == "carried-out-hand"
    named = statements.named_in(made.directive)
    assert named == FRIEND
    assert "Sacha" not in repr(named) + str(Directive.objects.values())
    actions.deliver(actor=DPO, request=came, means=Means.POST, at=NOON)
    actions.close(actor=DPO, request=came, at=NOON)
    actions.purge(actor=DPO, request=came)
    made.directive.refresh_from_db()
    assert statements.named_in(made.directive) is None


def test_the_last_wish_holds_and_what_is_taken_back_is_forgotten(database: str) -> None:
    first, second = wishes(Wish.HAND, FRIEND), wishes(Wish.ERASE)
    assert [one.request for one in directives.in_force(NUMBER)] == [second]
    assert Directive.objects.get(request=first).sealed is None
    wishes(Wish.REVOKE)
    assert not directives.in_force(NUMBER).exists()
    assert code(mourns(Capacity.NAMED)) == "directive_none"


def test_without_a_directive_heirs_get_what_their_scope_allows_and_nothing_else(house: House) -> None:
    house.mandate(People(count=2))
    assert carried_out(mourns(Capacity.HEIR, Scope.ESTATE)) == "estate"
    assert ([one.restricted for one in finding.everywhere(NUMBER)], listed(number=NUMBER)) == ([False], [])
    assert carried_out(mourns(Capacity.HEIR, Scope.DEATH)) == "death"
    assert [one.restricted for one in finding.everywhere(NUMBER)] == [True]
    assert listed(number=NUMBER) == ["opposition"]


def test_one_person_s_eyes_on_a_paper_carry_nothing_out(house: House) -> None:
    house.mandate(People(count=2))
    wishes(Wish.ERASE)
    assert code(mourns(Capacity.HEIR, proven=False)) == "death_unproven"
    assert len(finding.everywhere(NUMBER)) == 1


def test_nobody_is_named_for_nothing_and_nothing_is_handed_to_nobody(database: str) -> None:
    made = verified(Kind.DIRECTIVES, person=AUTHOR)
    for wish, named in ((Wish.HAND, None), (Wish.HAND, Named(name="Sacha")), (Wish.ERASE, FRIEND)):
        with pytest.raises(UserError, match="nom et l’adresse"):
            statements.state_directive(actor=DPO, request=made, wish=wish, named=named, at=NOON)
