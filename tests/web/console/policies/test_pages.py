"""The staff reads every version; the DPO and the administrator publish the next one, for ever."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from tests.policies.world import FIRST, NOW, SECOND, publish
from tests.web.clients import Signed

from selfcontact.accounts.models import Role
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.policies.models import Version

Staff = Callable[..., Signed]
PUBLISH = "/policies/publish/"
READERS = [Role.OPERATOR, Role.APPROVER, Role.AUDITOR]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CLOCK_START", NOW)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)


def send(client: Signed, **changed: str) -> HttpResponseBase:
    values = {"french": FIRST, "english": "", "note": "Première.", "in_force_on": "2027-03-09", "sure": "on"}
    return client.post(PUBLISH, values | changed)


@pytest.mark.parametrize("role", [Role.DPO, Role.ADMINISTRATOR])
def test_who_answers_for_the_policy_publishes_it_under_their_own_pseudonym(staff: Staff, role: Role) -> None:
    client = staff(role)
    answer = send(client)
    assert answer.status_code == 302
    assert answer["Location"] == "/policies/1/"
    (line,) = read(Question(action=Action.POLICY_PUBLISHED)).lines
    assert line.actor is not None
    assert line.actor.uid == client.user.uid


@pytest.mark.parametrize("role", READERS)
def test_the_others_read_and_do_not_publish(staff: Staff, role: Role) -> None:
    publish()
    publish(SECOND)
    client = staff(role)
    assert "un an" in client.get("/policies/1/").content.decode()
    assert "[ajouté :" in client.get("/policies/1/2/").content.decode()
    assert PUBLISH not in client.get("/policies/").content.decode()
    assert send(client).status_code == 404
    assert Version.objects.count() == 2


def test_the_first_form_starts_from_the_text_shipped_and_the_next_from_the_present_one(staff: Staff) -> None:
    client = staff(Role.DPO)
    assert "POLITIQUE DE CONFIDENTIALITE DE SELFCONTACT" in client.get(PUBLISH).content.decode()
    publish()
    said = client.get(PUBLISH).content.decode()
    assert "Nous gardons vos données un an." in said
    assert "SELFCONTACT" not in said.split("<textarea")[1]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sure": ""}, "obligatoire"),
        ({"note": " "}, "obligatoire"),
        ({"in_force_on": "2027-03-01"}, "Une nouvelle version ne peut pas entrer en vigueur avant le 2027-03-09."),
        ({"french": FIRST}, "Ce texte est déjà celui de la version 1."),
    ],
)
def test_what_may_not_be_published_comes_back_with_its_reason(staff: Staff, changed: dict[str, str], told: str) -> None:
    publish()
    answer = send(staff(Role.DPO), **{"french": SECOND, **changed})
    assert answer.status_code == 200
    assert told in getattr(answer, "content", b"").decode()
    assert Version.objects.count() == 1


@pytest.mark.parametrize("path", ["/policies/9/", "/policies/1/9/"])
def test_a_version_that_was_never_published_is_not_found(staff: Staff, path: str) -> None:
    publish()
    assert staff(Role.AUDITOR).get(path).status_code == 404


def test_an_empty_list_says_what_is_missing_and_who_can_mend_it(staff: Staff) -> None:
    assert PUBLISH in staff(Role.DPO).get("/policies/").content.decode()
    assert "Aucune version publiée" in staff(Role.AUDITOR).get("/policies/").content.decode()
