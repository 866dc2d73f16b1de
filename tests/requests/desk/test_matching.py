"""Whose request it is: by the number, or by a name and a postcode; opened by the machine, counted, never too many."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.world import Register
from tests.notices.world import told
from tests.requests.desk.conftest import Put
from tests.requests.world import DPO, NUMBER, receive

from selfcontact.contacts import nearby
from selfcontact.ledger.models import Entry
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.requests.contents import Person
from selfcontact.requests.desk import matching
from selfcontact.requests.desk.matching import Clues, Matches
from selfcontact.requests.desk.naming import Named, folded, postcode_in
from selfcontact.requests.models import Kind, Request

WHY = "préparer la réponse"
LETTER = Person(name="Mme LEFEVRE Zoe", address="1 rue de la Paix, 35000 Rennes", text="Bonjour")


def by_name(request: Request, **clues: object) -> Matches:
    return matching.by_name(actor=DPO, request=request, clues=Clues(**clues), reason=WHY)  # type: ignore[arg-type]


def test_a_number_is_found_in_every_live_mandate_and_the_name_is_compared(second: Mandate) -> None:
    found = matching.by_number(actor=DPO, request=receive(), reason=WHY)
    assert (found.opened, found.mandates) == (2, 2)
    assert [one.same_name for one in found.found] == [True, True]
    other = receive(person=Person(number=NUMBER, name="Camille Martin", address="x"))
    assert [one.same_name for one in matching.by_number(actor=DPO, request=other, reason=WHY).found] == [False, False]


@pytest.mark.parametrize(
    "written", ["Zoé Lefèvre", "LEFEVRE ZOE", "z. lefevre", "Lefèvre, Z", "Mme Zoe LEFÈVRE", "Zoé-Anne Lefèvre"]
)
def test_a_letter_without_a_number_finds_its_writer_however_the_name_is_written(second: Mandate, written: str) -> None:
    made = receive(person=Person(name=written, address=LETTER.address))
    found = by_name(made)
    assert {one.found.payload.e164 for one in found.found} == {NUMBER}
    assert (found.opened, found.mandates, len(found.found)) == (4, 2, 2)


@pytest.mark.parametrize("written", ["Jean-Marie Le Fèvre-Dupont", "LEFEVRE DUPONT J", "le fevre dupont jean marie"])
def test_a_compound_name_is_found_with_and_without_its_hyphens(second: Mandate, written: str) -> None:
    found = by_name(receive(person=Person(name=written, address=LETTER.address)))
    assert {one.found.payload.e164 for one in found.found} == {NUMBER + 1}


@pytest.mark.parametrize("written", ["Anne Lefèvre", "Zoé Lefebvre", "Zoé Dupont"])
def test_another_name_finds_nobody_and_says_how_many_were_opened(second: Mandate, written: str) -> None:
    found = by_name(receive(person=Person(name=written, address=LETTER.address)))
    assert (found.opened, found.found) == (4, [])


def test_only_the_postcode_that_was_given_is_opened(second: Mandate) -> None:
    found = by_name(receive(person=LETTER), postcode="29200")
    assert (found.opened, {one.found.payload.e164 for one in found.found}) == (2, {NUMBER + 2})


def test_an_age_narrows_what_is_opened(second: Mandate) -> None:
    found = by_name(receive(person=LETTER), name="J Le Fèvre Dupont", age=60)
    assert (found.opened, len(found.found)) == (2, 2)


def test_the_ledger_has_who_looked_why_and_how_many_were_opened_and_nobody_s_name(second: Mandate) -> None:
    made = receive(person=LETTER)
    found = by_name(made)
    action, details = told(made.uid)[-1]
    assert action == "request:matched"
    assert (details["by"], details["reason"], details["opened"], details["mandates"]) == ("name", WHY, 4, 2)
    assert details["contacts"] == [[one.found.mandate_id, one.found.id] for one in found.found]
    assert "lef" not in repr(details).casefold()


def test_nothing_is_looked_for_without_a_reason(second: Mandate) -> None:
    made = receive()
    for look in (
        partial(matching.by_number, actor=DPO, request=made, reason=" "),
        partial(matching.by_name, actor=DPO, request=made, clues=Clues(), reason=""),
    ):
        with pytest.raises(UserError) as refused:
            look()
        assert refused.value.code == "request_reason"
    assert [action for action, _ in told(made.uid)] == ["request:received"]


def test_too_many_are_not_opened_at_all(second: Mandate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "MOST_OPENED", 3)

    def never(*_: object) -> object:
        raise AssertionError("opened")

    monkeypatch.setattr(nearby, "unpack", never)
    made = receive(person=LETTER)
    with pytest.raises(UserError) as refused:
        by_name(made)
    assert refused.value.code == "match_too_wide"
    assert [action for action, _ in told(made.uid)] == ["request:received"]


def test_a_name_that_everybody_has_shows_nobody(second: Mandate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "MOST_FOUND", 1)
    with pytest.raises(UserError) as refused:
        by_name(receive(person=LETTER))
    assert refused.value.code == "match_too_many"


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Person(name="Lefèvre", address=LETTER.address), "match_clues"),
        (Person(name="Zoé Lefèvre", address="rue de la Paix"), "match_clues"),
        (Person(name="Zoé Lefèvre", address="99999 Nulle-Part"), "match_postcode"),
    ],
)
def test_too_little_is_asked_for_in_a_sentence(second: Mandate, person: Person, code: str) -> None:
    with pytest.raises(UserError) as refused:
        by_name(receive(person=person))
    assert refused.value.code == code


def test_a_mandate_that_ended_is_not_looked_into(second: Mandate) -> None:
    Mandate.objects.filter(pk=second.pk).update(state=Mandate.State.ENDED)
    assert by_name(receive(person=LETTER)).mandates == 1
    assert matching.by_number(actor=DPO, request=receive(), reason=WHY).mandates == 1


def test_whoever_looks_again_and_again_raises_the_alarm(second: Mandate) -> None:
    made = receive(person=LETTER)
    for _ in range(6):
        by_name(made)
    assert Entry.objects.filter(action="disclosures:repeated").count() == 1


def test_a_person_of_a_divided_city_is_found_under_the_postcode_of_the_part(register: Register, put: Put) -> None:
    put(register.mandate, ("Lefèvre", "Zoé", NUMBER, 40, "75012", "75112"))
    assert len(by_name(receive(Kind.ACCESS, person=LETTER), postcode="75012").found) == 1


WORDS = st.lists(st.text("abcdeéèçïœ", min_size=1, max_size=8), min_size=1, max_size=3)


@given(WORDS, WORDS)
def test_a_person_fits_their_own_name_in_any_case_order_and_punctuation(last: list[str], first: list[str]) -> None:
    surname, first_name = "-".join(last), " ".join(first)
    for written in (f"{first_name} {surname.upper()}", f"{surname} {first_name[0]}", f"M. {surname}, {first_name}"):
        named = Named.of(written)
        assert named.fits(surname, first_name) or not set(folded(written)) >= set(folded(surname))


def test_the_postcode_of_an_address_is_its_last_and_no_longer_number_is_one() -> None:
    assert postcode_in("12345 rue X, 35000 Rennes") == "35000"
    assert postcode_in("+33639980001") == ""
