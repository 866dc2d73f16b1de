"""A person is found in every live mandate, set aside, and erased for good."""

import pytest
from tests.intake.world import People, Register

from selfcontact.contacts import actions
from selfcontact.contacts.models import Contact
from selfcontact.contacts.payload import Payload, pack, unpack
from selfcontact.intake.payload import SEPARATOR
from selfcontact.ledger.models import Entry as LedgerEntry
from selfcontact.lib.actor import SYSTEM

NUMBER = 33639980001


def test_a_person_is_found_in_every_live_mandate_and_the_look_is_recorded(register: Register, people: People) -> None:
    second = register.open_mandate("second")
    register.load(people.text(people.many(3)))
    register.load(people.text(people.many(2, first=1)), mandate=second)
    before = LedgerEntry.objects.count()
    found = actions.find(actor=SYSTEM, number=NUMBER, reason="demande d’accès")
    assert [one.mandate_id for one in found] == [register.mandate.pk, second.pk]
    assert found[0].payload.surname == "Durand"
    assert "Durand" not in repr(found)
    # The look, and once for each mandate that contacts of it were opened.
    assert LedgerEntry.objects.count() == before + 3


def test_an_erased_person_is_gone_and_no_new_file_brings_them_back(register: Register, people: People) -> None:
    register.load(people.text(people.many(3)))
    assert actions.erase(actor=SYSTEM, mandate=register.mandate, number=NUMBER) == 1
    assert actions.erase(actor=SYSTEM, mandate=register.mandate, number=NUMBER) == 0
    assert actions.find(actor=SYSTEM, number=NUMBER, reason="contrôle") == []
    again = register.load(people.text(people.many(4)))
    assert again.refused == {"duplicate_in_mandate": 2, "erased": 1}


def test_a_restricted_person_stays_set_aside_until_released(register: Register, people: People) -> None:
    register.load(people.text(people.many(2)))
    restricted = Contact.objects.filter(mandate_id=register.mandate.pk, restricted=True)
    assert actions.restrict(actor=SYSTEM, mandate=register.mandate, number=NUMBER) == 1
    assert restricted.count() == 1
    assert actions.release(actor=SYSTEM, mandate=register.mandate, number=NUMBER) == 1
    assert restricted.count() == 0


def test_a_payload_comes_back_as_it_was_sealed_and_prints_nothing() -> None:
    person = Payload(surname="Lefèvre", first_name="Zoé", address="Bât C\n1 rue", e164=NUMBER)
    assert unpack(pack(person)) == person
    assert "Lefèvre" not in repr(person)


def test_a_field_that_holds_the_separator_cannot_shift_the_others() -> None:
    person = Payload(surname=f"A{SEPARATOR}B", first_name="", address="", e164=NUMBER)
    assert unpack(pack(person)).e164 == NUMBER


def test_what_is_no_contact_is_not_read_as_one() -> None:
    with pytest.raises(ValueError, match="unpack"):
        unpack(b"Durand")
