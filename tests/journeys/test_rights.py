"""The eight rights, each from a person's own words to its effect in the data, the ledger and the answer they read.

Half are asked by mail, through real servers, and half on the public site, in a real browser. The desk is this process.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.journeys.house import PROVIDER, SECOND, furnished
from tests.journeys.people import PEOPLE, RIGHT_NAME
from tests.journeys.rights import DPO, World, held, standing, words
from tests.requests.world import deeds
from tests.web.house import eventually

from selfcontact.contacts.correcting import Values
from selfcontact.demo.story import SECOND_TEXT
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Kind as Said
from selfcontact.opposition.models import Entry
from selfcontact.requests import actions as requests
from selfcontact.requests import sorting, statements
from selfcontact.requests.models import Complaint, Directive, Door, Kind, Rung, State
from selfcontact.vault import open_vault

pytestmark = pytest.mark.timeout(600)
FIRST = "Camille Démo"


@pytest.fixture(scope="module")
def world(
    fresh: Callable[[Path], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Share one house: each person has a number of their own."""
    with furnished(fresh, tmp_path_factory.mktemp("rights")) as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_in_clear(world: World) -> Iterator[None]:
    """After each right: nobody's name, street or number stands in a table or a file of the house."""
    yield
    assert world.found_in_clear() == []


def test_access_asked_by_mail_is_proven_on_the_site_and_read_there_with_every_candidate_source_and_message(
    world: World,
) -> None:
    who = PEOPLE["access"]
    request, message = world.write(who, "Mes données", f"D’où vient mon numéro {who.national} ?")
    letter = world.letter(who.mail, "reçu")
    assert letter["In-Reply-To"] == message
    assert (request.door, request.kinds) == (Door.MAIL, ["access"])
    world.ask_identity(request)
    world.letter(who.mail, "qui êtes-vous")
    with world.visit() as page:
        world.resume(page, who, request)
        world.answer(request)
        world.letter(who.mail, "est prête")
        told = world.read_answer(page, who, request)
    for fact in (FIRST, SECOND, "Fichiers Démo", "F-2026-1", who.surname, who.street, "vient à votre rencontre"):
        assert fact in told
    assert deeds(request.uid) == [
        "request:received", "request:acknowledged", "request:identity-asked", "request:identity-answered",
        "request:verified", "request:proposed", "request:granted", "request:delivered",
    ]  # fmt: skip
    assert len(held(who)) == 2


def test_an_objection_by_mail_is_carried_out_as_it_is_read_and_the_mail_that_answers_says_so(world: World) -> None:
    who = PEOPLE["objection"]
    request, message = world.write(who, "STOP", f"Ne m’envoyez plus rien au {who.national}.")
    letter = world.letter(who.mail, "c’est fait")
    assert letter["In-Reply-To"] == message
    assert "plus de message" in words(letter)
    entry = Entry.objects.get(tag=bytes(open_vault().suppression().tag(who.number)))
    assert (entry.kind, entry.channel, entry.candidate) == ("opposition", "mail", None)
    standing(request.reference, State.CLOSED)
    assert deeds(request.uid) == [
        "request:received", "request:verified", "request:granted", "request:executed", "request:delivered",
        "request:closed",
    ]  # fmt: skip


def test_erasure_asked_by_mail_empties_both_mandates_tells_the_provider_and_is_read_on_the_site(world: World) -> None:
    who = PEOPLE["erasure"]
    request, _ = world.write(who, "RGPD", f"Effacez mes données. Mon numéro : {who.national}.")
    assert len(held(who)) == 2
    world.ask_identity(request)
    world.letter(who.mail, "qui êtes-vous")
    with world.visit() as page:
        world.resume(page, who, request)
        world.answer(request)
        assert "sont effacées de tous les mandats" in words(world.letter(who.mail, "c’est fait"))
        world.letter(who.mail, "est prête")
        assert "vos données ont été effacées : 2 fiche(s)" in world.read_answer(page, who, request)
    assert held(who) == []
    tags = Entry.objects.filter(tag=bytes(open_vault().suppression().tag(who.number)))
    assert {entry.kind for entry in tags} == {"erasure"}
    told = notices.of(request.uid).filter(kind=Said.ERASED_RECIPIENT)
    assert {one.recipient.partition(":")[0] for one in told} == {"provider", "subprocessor"}
    assert "livraison-" in words(world.letter(PROVIDER, request.reference))
    assert deeds(request.uid)[-4:] == ["request:verified", "request:granted", "request:executed", "request:delivered"]


def test_directives_left_by_mail_outlive_the_person_and_are_carried_out_for_the_heirs_on_proof(world: World) -> None:
    who = PEOPLE["directives"]
    request, _ = world.write(who, "Après ma mort", f"Après ma mort, effacez tout ce qui est au {who.national}.")
    sorting.sort(actor=DPO, request=request, kinds=[Kind.DIRECTIVES], reason="pour après la mort, non maintenant")
    world.ask_identity(request)
    with world.visit() as page:
        world.resume(page, who, request)
        wish = Directive.Wish.ERASE
        directive = statements.state_directive(actor=DPO, request=request, wish=wish, at=world.now())
        world.answer(request)
        assert "que nous effacions" in words(world.letter(who.mail, "directives"))
        told = world.read_answer(page, who, request)
    assert "c’est inscrit ou fait" in told
    assert "request:stated" in deeds(request.uid)
    assert len(held(who)) == 2, "the person lives"
    heirs = world.heirs(who)
    directive.refresh_from_db()
    assert directive.carried_out_by == heirs
    assert held(who) == []
    assert deeds(heirs.uid)[-5:] == [
        "request:death-shown", "request:death-confirmed", "request:proposed", "request:granted", "request:executed",
    ]  # fmt: skip


def test_portability_asked_on_the_site_gives_files_that_a_machine_reads(world: World) -> None:
    who = PEOPLE["portability"]
    with world.visit() as page:
        request = world.asked_and_proven(page, "take-away", who, who.facts)
        assert (request.door, request.kinds) == (Door.WEB, ["portability"])
        world.answer(request)
        world.read_answer(page, who, request)
        files = {ending: world.download(page, ending) for ending in ("portable.json", "portable.csv")}
    people = json.loads(files["portable.json"])["people"]
    assert {one["controller"] for one in people} == {FIRST, SECOND}
    assert {(one["surname"].casefold(), one["number"]) for one in people} == {
        (who.surname.casefold(), f"+{who.number}")
    }
    lines = io.StringIO(files["portable.csv"].decode("utf-8-sig"))
    assert any(who.street in cell for row in csv.reader(lines, delimiter=";") for cell in row)
    assert deeds(request.uid) == [
        "request:received", "request:verified", "request:proposed", "request:granted", "request:delivered",
    ]  # fmt: skip


def test_rectification_asked_on_the_site_corrects_both_mandates_and_tells_who_had_the_wrong_name(world: World) -> None:
    who = PEOPLE["rectification"]
    with world.visit() as page:
        request = world.asked_and_proven(page, "correct", who, {**who.facts, "text": f"Mon nom s’écrit {RIGHT_NAME}."})
        values = Values(surname=RIGHT_NAME)
        statements.state_correction(actor=DPO, request=request, values=values, at=world.now())
        world.answer(request)
        told = world.read_answer(page, who, request)
    assert "vos données ont été corrigées (nom) : 2 fiche(s)" in told
    assert [one.payload.surname for one in held(who)] == [RIGHT_NAME, RIGHT_NAME]
    letter = words(world.letter(PROVIDER, request.reference))
    assert "nom" in letter
    assert RIGHT_NAME not in letter
    assert deeds(request.uid) == [
        "request:received", "request:verified", "request:stated", "request:granted", "request:executed",
        "request:delivered",
    ]  # fmt: skip


def test_restriction_asked_on_the_site_keeps_the_data_and_the_next_campaign_passes_them_over(world: World) -> None:
    who, other = PEOPLE["restriction"], PEOPLE["complaint"]
    with world.visit() as page:
        request = world.asked_and_proven(page, "freeze", who, {"number": who.national})
        world.answer(request)
        assert "vos données ont été mises de côté : 2 fiche(s)" in world.read_answer(page, who, request)
    assert [one.restricted for one in held(who)] == [True, True]
    world.campaign("seconde", SECOND_TEXT)
    eventually(lambda: any("programme" in text for text in world.texts(other)), "the second campaign reached nobody")
    assert not any("programme" in text for text in world.texts(who))
    assert deeds(request.uid) == [
        "request:received", "request:verified", "request:granted", "request:executed", "request:delivered",
    ]  # fmt: skip


def test_a_complaint_on_the_site_is_answered_by_mail_with_the_authority_s_address_and_put_on_record(
    world: World,
) -> None:
    who = PEOPLE["complaint"]
    with world.visit() as page:
        told = {"text": f"Trois messages au {who.national}.", "where": who.mail}
        request = standing(world.ask(page, "complain", told), State.RECEIVED)
        assert "cnil.fr" in page.content()
    requests.verify(actor=DPO, request=request, rung=Rung.NONE, at=world.now())
    category = Complaint.Category.HOURS
    statements.note_complaint(
        actor=DPO, request=request, category=category, upheld=True, reason="trois messages", at=world.now()
    )
    assert "CNIL" in words(world.letter(who.mail, "réclamation"))
    assert Complaint.objects.get(request=request).upheld
    assert deeds(request.uid) == ["request:received", "request:verified", "request:stated"]
