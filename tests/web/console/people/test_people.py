"""One person, for the DPO who says why: shown once, recorded, and an alarm when it becomes a habit."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from structlog.testing import capture_logs
from tests.campaigns.sending_world import House, People
from tests.web.clients import Signed
from tests.web.console.registers.conftest import Reader, text

from selfcontact.accounts.models import Role
from selfcontact.contacts import watching
from selfcontact.contacts.models import Contact
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.mandates.models import Mandate
from selfcontact.opposition import actions as opposition

NUMBER = 33639980001
TYPED = "06 39 98 00 01"
ASKED = {"number": TYPED, "reason": "demande d’accès"}
#: Every way in which the number could come back.
SPELLED = re.compile(r"(?:0|33)\W?6\W?39\W?98\W?00\W?01")
Lowered = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def world(database: str) -> House:
    return House(database=database, port=1)


@pytest.fixture
def dpo(staff: Callable[..., Signed]) -> Reader:
    return Reader(staff(Role.DPO))


@pytest.fixture
def mandates(world: House) -> list[Mandate]:
    """Give two mandates that hold the same number, and one that does not."""
    found = [world.mandate(People(count=2, first=NUMBER)) for _ in range(2)]
    return [*found, world.mandate(People(count=2, first=NUMBER + 50))]


def looks(action: Action = Action.CONTACT_DISCLOSED) -> int:
    return Entry.objects.filter(action=action).count()


def test_what_each_live_mandate_holds_is_shown_once_without_the_number_and_recorded(
    dpo: Reader, mandates: list[Mandate], as_console: Lowered
) -> None:
    with as_console(), capture_logs() as logs:
        answer = dpo.client.post("/persons/", ASKED)
    page = text(answer)
    assert page.count("Exemple") == 2
    assert f"Mandat {mandates[0].reference}, Alix Durand" in page
    assert f"Mandat {mandates[1].reference}, Alix Durand" in page
    assert mandates[2].reference not in page
    assert not SPELLED.search(answer.content.decode())
    assert not SPELLED.search(str(logs))
    assert "no-store" in answer["Cache-Control"]
    line = read(Question(action=Action.CONTACT_DISCLOSED)).lines[0]
    assert line.actor == dpo.client.user.actor()
    assert line.details["reason"] == "demande d’accès"
    assert not SPELLED.search(str(line))
    assert "Exemple" not in dpo.get("/persons/")


def test_without_a_reason_or_a_number_nobody_is_looked_up(dpo: Reader, mandates: list[Mandate]) -> None:
    for given in ({"number": TYPED, "reason": ""}, {"number": "12", "reason": "accès"}):
        answer = dpo.client.post("/persons/", given)
        assert "field--bad" in answer.content.decode()
        assert not SPELLED.search(answer.content.decode())
        assert "Exemple" not in text(answer)
    assert looks() == 0


def test_a_number_that_nobody_holds_is_answered_and_recorded_too(dpo: Reader, mandates: list[Mandate]) -> None:
    answer = dpo.client.post("/persons/", {**ASKED, "number": "06 39 98 09 99"})
    assert "Aucun mandat en cours ne contient ce numéro" in text(answer)
    assert looks() == 1


@pytest.mark.parametrize("role", [one for one in Role if one != Role.DPO])
def test_no_other_role_finds_the_page(staff: Callable[..., Signed], role: Role) -> None:
    client = staff(role)
    assert client.get("/persons/").status_code == 404
    assert client.post("/persons/", ASKED).status_code == 404
    assert looks() == 0


def test_the_sixth_look_within_an_hour_raises_one_alarm_that_the_watchers_see(
    dpo: Reader, staff: Callable[..., Signed]
) -> None:
    for _ in range(watching.IN_AN_HOUR):
        dpo.client.post("/persons/", ASKED)
    assert looks(Action.DISCLOSURES_REPEATED) == 0
    with capture_logs() as logs:
        dpo.client.post("/persons/", ASKED)
        dpo.client.post("/persons/", ASKED)
    assert looks(Action.DISCLOSURES_REPEATED) == 1
    (said,) = [one for one in logs if one["event"] == "disclosure_alarm"]
    assert said["actor"] == str(dpo.client.user.uid)
    assert not SPELLED.search(str(logs))
    for role, seen in ((Role.AUDITOR, True), (Role.ADMINISTRATOR, True), (Role.OPERATOR, False)):
        mine = Reader(staff(role)).get("/").partition("Pour d’autres rôles")[0]
        assert ("Consultations répétées de personnes par dpo@selfcontact.example" in mine) is seen, role


def test_more_than_twenty_in_a_day_raise_it_as_well(
    dpo: Reader, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "IN_AN_HOUR", 1000)
    for _ in range(watching.IN_A_DAY):
        dpo.client.post("/persons/", ASKED)
    assert looks(Action.DISCLOSURES_REPEATED) == 0
    dpo.client.post("/persons/", ASKED)
    details = read(Question(action=Action.DISCLOSURES_REPEATED)).lines[0].details
    assert details["in_a_day"] == watching.IN_A_DAY + 1


def contact(mandate: Mandate) -> int:
    prints = Contact.objects.filter(mandate_id=mandate.pk).order_by("id")
    return int(prints.values_list("id", flat=True)[0])


def test_a_person_is_set_aside_and_put_back_under_the_rights_of_the_console(
    dpo: Reader, mandates: list[Mandate], as_console: Lowered
) -> None:
    here = f"/persons/{mandates[0].reference}/{contact(mandates[0])}"
    with as_console():
        assert "Mettre de côté" in dpo.get(f"{here}/restrict/")
        assert "La personne est mise de côté." in dpo.post(f"{here}/restrict/")
        assert Contact.objects.filter(restricted=True).count() == 1
        assert "mise de côté" in text(dpo.client.post("/persons/", ASKED))
        assert "La mise de côté est finie." in dpo.post(f"{here}/release/")
    assert Contact.objects.filter(restricted=True).count() == 0
    assert looks(Action.CONTACT_RESTRICTED) == looks(Action.CONTACT_RELEASED) == 1


def test_a_person_is_erased_from_one_mandate_under_the_rights_of_the_console(
    dpo: Reader, mandates: list[Mandate], as_console: Lowered
) -> None:
    here = f"/persons/{mandates[0].reference}/{contact(mandates[0])}/erase/"
    with as_console():
        assert "On ne revient pas en arrière" in dpo.get(here)
        assert "La personne est effacée" in dpo.post(here)
    assert Contact.objects.filter(mandate_id=mandates[0].pk).count() == 1
    assert Contact.objects.filter(mandate_id=mandates[1].pk).count() == 2
    assert opposition.listed(number=NUMBER, candidate_id=mandates[0].candidate_id) == ["erasure"]
    dpo.get(here, status=404)


def test_a_contact_of_another_mandate_or_of_an_ended_one_is_not_found(dpo: Reader, mandates: list[Mandate]) -> None:
    of_first = contact(mandates[0])
    dpo.get(f"/persons/{mandates[1].reference}/{of_first}/erase/", status=404)
    dpo.get(f"/persons/inconnu/{of_first}/erase/", status=404)
    dpo.get(f"/persons/{mandates[0].reference}/{10**30}/erase/", status=404)
    Mandate.objects.filter(pk=mandates[0].pk).update(state=Mandate.State.ENDED, ended_at=timezone.now())
    dpo.get(f"/persons/{mandates[0].reference}/{of_first}/erase/", status=404)


def test_the_page_asks_under_fifteen_questions(dpo: Reader) -> None:
    assert dpo.queries("/persons/") < 15


def test_an_answer_asks_as_many_questions_for_nine_mandates_as_for_three(
    dpo: Reader, world: House, mandates: list[Mandate]
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            dpo.client.post("/persons/", ASKED)
        # The ledger gets an entry for each mandate in which somebody was opened, of two statements.
        apart = ("SAVEPOINT", "RELEASE", "SELECT nextval('ledger_entry", "WITH entry AS (INSERT")
        return sum(not one["sql"].strip().startswith(apart) for one in captured.captured_queries)

    asked()
    few = asked()
    for _ in range(6):
        world.mandate(People(count=2, first=NUMBER))
    assert asked() == few
