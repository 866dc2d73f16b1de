"""The DPO's desk: the queue, a request opened by hand, its clock, what comes next; the auditor sees no person."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.policies.world import publish
from tests.requests.world import DAY, PERSON, RECEIVED, deeds, receive, verified
from tests.web.clients import Signed
from tests.web.console.conftest import AtTime
from tests.web.console.registers.conftest import Reader, text

from selfcontact.accounts.models import Role
from selfcontact.lib.clock import ShiftedClock
from selfcontact.requests import actions, contents, execution
from selfcontact.requests.models import Kind, Means, Request, Rung, State
from selfcontact.web.console.requests.deeds import USUAL

Staff = Callable[..., Signed]
#: Every way in which the person could come back.
SPELLED = re.compile(r"(?:0|33)\W?6\W?39\W?98\W?00\W?01|Lefèvre|rue de la Paix|D’où vient")
OPENED = {
    "kinds": ["access", "erasure"],
    "door": "post",
    "received_at": "2027-03-15T23:59",
    "number": "06 39 98 00 01",
    "name": "Zoé Lefèvre",
    "address": "1 rue de la Paix",
    "text": "D’où vient mon numéro ?",
}


@pytest.fixture
def dpo(staff: Staff) -> Reader:
    return Reader(staff(Role.DPO))


def page(found: Request, *rest: str) -> str:
    return "/".join(("", "requests", found.reference, *rest, ""))


def test_a_letter_is_opened_by_hand_and_its_clock_starts_when_it_arrived(
    dpo: Reader, at_time: AtTime, as_console: Callable[[], object]
) -> None:
    with at_time(RECEIVED + 3 * DAY), as_console():  # type: ignore[attr-defined]
        said = text(dpo.client.post("/requests/new/", OPENED, follow=True))
        queue = dpo.get("/requests/")
    made = Request.objects.get()
    assert made.reference in said
    assert "15 avril 2027" in said
    assert "accès, effacement" in queue
    assert "dans les temps" in queue
    assert not SPELLED.search(said + queue)
    person = contents.unseal(made)
    assert person
    assert (person.number, person.name) == (33639980001, "Zoé Lefèvre")


def test_what_is_refused_does_not_repeat_the_number(dpo: Reader, at_time: AtTime) -> None:
    with at_time(RECEIVED - 30 * DAY):
        said = dpo.client.post("/requests/new/", OPENED).content.decode()
    assert "dans l’avenir" in said
    assert "06 39 98 00 01" not in said
    assert not Request.objects.exists()


def test_the_person_is_read_once_with_a_reason_by_the_dpo_alone(dpo: Reader, staff: Staff) -> None:
    made = receive()
    assert not SPELLED.search(dpo.get(page(made)) + dpo.get(page(made, "read")))
    assert "obligatoire" in dpo.refused(page(made, "read"), reason="")
    answer = dpo.client.post(page(made, "read"), {"reason": "préparer la réponse"})
    assert all(value in text(answer) for value in ("Zoé Lefèvre", "+33639980001", "D’où vient mon numéro"))
    assert deeds(made.uid) == ["request:received", "request:disclosed"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR])
def test_nobody_but_the_dpo_opens_reads_or_decides(staff: Staff, role: Role, database: str) -> None:
    made, client = receive(), staff(role)
    for rest in ("read", *USUAL, "lift"):
        assert client.get(page(made, rest)).status_code == 404
        assert client.post(page(made, rest), {"reason": "x"}).status_code == 404
    assert client.get("/requests/new/").status_code == 404
    seen = 200 if role == Role.AUDITOR else 404
    assert [client.get(where).status_code for where in ("/requests/", "/requests/ended/", page(made))] == [seen] * 3
    assert deeds(made.uid) == ["request:received"]


def test_the_auditor_sees_the_queue_and_the_clock_without_the_person_and_without_a_button(staff: Staff) -> None:
    made, auditor = receive(), Reader(staff(Role.AUDITOR))
    said = auditor.get("/requests/") + auditor.get(page(made))
    assert "15 avril 2027" in said
    assert not SPELLED.search(said)
    assert not any(words in said for words in ("Ouvrir une demande", "Accuser réception", "Lire ce que"))


def test_a_request_goes_from_its_page_to_its_end_with_two_people(dpo: Reader, staff: Staff, at_time: AtTime) -> None:
    made = receive()
    with at_time(RECEIVED + DAY):
        dpo.post(page(made, "acknowledge"))
        assert "délai est arrêté" in dpo.post(page(made, "ask"), reason="numéro masqué")
        dpo.post(page(made, "answered"), came="yes")
        assert "échelon 2" in dpo.refused(page(made, "verify"), rung="1")
        dpo.post(page(made, "verify"), rung="2")
        dpo.post(page(made, "decide"), ground="")
        assert "Une autre personne" in dpo.refused(page(made, "confirm"))
        deputy = Reader(staff(Role.DPO, Role.AUDITOR))
        assert "Aucune réponse n’est préparée" in deputy.refused(page(made, "confirm"))
        dpo.post(f"/answers/{made.reference}/prepare/", language="fr")
        deputy.client.post(f"/answers/{made.reference}/read/", {"reason": "relecture"})
        deputy.post(page(made, "confirm"))
        dpo.post(page(made, "deliver"), means="archive")
        dpo.post(page(made, "close"))
        assert made.reference not in dpo.get("/requests/")
        assert made.reference in dpo.get("/requests/ended/")
    made.refresh_from_db()
    assert made.state == State.CLOSED


def test_a_deed_that_does_not_apply_is_refused_in_a_sentence_and_one_that_does_not_exist_is_not_found(
    dpo: Reader, database: str
) -> None:
    made = receive()
    assert "ne s’applique pas" in dpo.refused(page(made, "close"))
    assert dpo.client.get(page(made, "whatever")).status_code == 404
    assert dpo.client.get("/requests/d-0000000000/").status_code == 404


def test_the_page_explains_every_computation_of_the_deadline(dpo: Reader) -> None:
    made = receive(at=datetime.fromisoformat("2027-02-26T10:00+01:00"))
    at = made.received_at + DAY
    actions.ask_identity(actor=dpo.client.user.actor(), request=made, reason="doute", at=at)
    actions.identity_answered(actor=dpo.client.user.actor(), request=made, at=at + 4 * DAY)
    said = dpo.get(page(made))
    # 26 March and three whole days: Easter Monday is passed over. Without the pause it would have been the 26th.
    assert "29 mars 2027 (jour férié)" in said
    assert "Réponse due le 30 mars 2027" in said
    assert "Sans compter d’arrêt, ce serait le 26 mars 2027" in said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (10, ""),
        (16, "la moitié du délai est passée"),
        (24, "les trois quarts du délai sont passés"),
        (27, "plus que 4 jours"),
        (32, "le délai est passé"),
    ],
)
def test_the_first_page_of_the_dpo_says_when_the_month_is_passing(
    dpo: Reader, at_time: AtTime, days: int, said: str
) -> None:
    made = receive()
    with at_time(RECEIVED + timedelta(days=days)):
        home = dpo.get("/")
    assert (made.reference in home) == bool(said)
    assert said in home


def test_a_question_that_nobody_answers_is_not_forgotten(dpo: Reader, at_time: AtTime) -> None:
    made = receive()
    actions.ask_identity(actor=dpo.client.user.actor(), request=made, reason="doute", at=RECEIVED + DAY)
    with at_time(RECEIVED + 15 * DAY):
        assert made.reference not in dpo.get("/")
    with at_time(RECEIVED + 16 * DAY):
        assert "attend depuis 15 jours" in dpo.get("/")


def test_what_was_answered_presses_no_more(dpo: Reader, at_time: AtTime) -> None:
    made = verified(Kind.OBJECTION)
    actor = dpo.client.user.actor()
    actions.decide(actor=actor, request=made, ground=None, at=RECEIVED)
    execution.execute(actor=actor, request=made, clock=ShiftedClock(RECEIVED))
    actions.deliver(actor=actor, request=made, means=Means.POST, at=RECEIVED)
    with at_time(RECEIVED + 60 * DAY):
        assert made.reference not in dpo.get("/")
        assert made.reference in dpo.get("/requests/")


def test_a_page_asks_the_database_little_however_many_requests_there_are(dpo: Reader) -> None:
    made = [receive() for _ in range(60)]
    assert dpo.queries("/requests/") < 15
    assert dpo.queries(page(made[0])) < 15


def test_a_purged_request_keeps_its_dates_and_says_that_the_person_is_forgotten(dpo: Reader) -> None:
    made = receive(person=PERSON, at=timezone.now() - 2 * DAY)
    actor = dpo.client.user.actor()
    actions.withdraw(actor=actor, request=made, rung=Rung.NONE, at=timezone.now())
    dpo.post(page(made, "purge"))
    assert "Lire ce que" not in dpo.get(page(made))
    assert "oubliée" in text(dpo.client.post(page(made, "read"), {"reason": "contrôle"}))


def test_the_page_of_a_request_leads_to_the_policy_that_the_person_had_before_them(dpo: Reader) -> None:
    publish(on=RECEIVED.date(), at=RECEIVED)
    with_it, without = receive(policy=1), receive()
    assert "Politique sous les yeux de la personne" in dpo.get(page(with_it))
    assert 'href="/policies/1/"' in dpo.client.get(page(with_it)).content.decode()
    assert "Politique sous les yeux" not in dpo.get(page(without))
