"""The ledger searched, proved and verified from the console."""

import json
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from tests.web.clients import Signed
from tests.web.console.registers.conftest import Reader

from selfcontact.accounts.models import Role
from selfcontact.ledger import checking, heads, tasks
from selfcontact.ledger.actions import record, sequence
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.models import Entry
from selfcontact.ledger.proof import Proof, verify_proof
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import SystemClock
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Candidate, Mandate
from selfcontact.vault import open_vault
from selfcontact.web.console import ledger_words

Staff = Callable[..., Signed]


@pytest.fixture
def auditor(staff: Staff) -> Reader:
    return Reader(staff(Role.AUDITOR))


@pytest.fixture
def mandate(database: str) -> Mandate:
    candidate = mandates.add_candidate(actor=SYSTEM, reference="durand", name="Alix Durand")
    return mandates.open_mandate(
        actor=SYSTEM,
        reference="m-2027",
        candidate=candidate,
        election="presidentielle-2027",
        area=["dep:35"],
        opens_on=date(2026, 11, 1),
        ends_on=date(2027, 6, 30),
    )


def note(mandate: Mandate | None = None, action: Action = Action.CAMPAIGN_EDITED) -> Entry:
    with transaction.atomic():
        where = mandate.pk if mandate else None
        return record(actor=SYSTEM, action=action, mandate_id=where, object_id=uuid4(), details={"grounds": "essai"})


def test_an_empty_ledger_says_what_will_be_written_first(auditor: Reader) -> None:
    assert "Rien encore" in auditor.get("/ledger/")


def test_entries_are_found_by_mandate_action_actor_time_and_object(auditor: Reader, mandate: Mandate) -> None:
    entry = note(mandate, Action.CAMPAIGN_PAUSED)
    found = read(Question(action=Action.CAMPAIGN_PAUSED)).lines[0]
    assert found.leaf
    for asked in (
        "mandate=m-2027&action=campaign:paused",
        f"actor={SYSTEM.uid}&action=campaign:paused",
        "since=2020-01-01&action=campaign:paused",
        f"about={found.leaf.object_id}",
    ):
        assert str(entry.uid) in auditor.client.get(f"/ledger/?{asked}").content.decode(), asked
    for asked in ("until=2020-01-01", f"about={uuid4()}", "action=backup:restored"):
        assert "Aucune écriture ne répond" in auditor.get(f"/ledger/?{asked}"), asked


def test_a_search_that_makes_no_sense_is_answered_with_a_sentence(auditor: Reader) -> None:
    note()
    page = auditor.get("/ledger/?since=hier&mandate=inconnu")
    assert "Campagne modifiée" not in page.split("Chercher", 2)[-1].split("Aucune écriture")[1]


def test_pages_continue_from_the_last_entry_and_lose_none(auditor: Reader) -> None:
    entries = [note() for _ in range(70)]
    first = auditor.client.get("/ledger/?action=campaign:edited").content.decode()
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = auditor.client.get(f"/ledger/{older}").content.decode()
    shown = [str(one.uid) for one in entries if str(one.uid) in first + second]
    assert len(shown) == 70
    assert not [one for one in shown if one in first and one in second]
    assert auditor.client.get("/ledger/?before=nowhere").status_code == 409


def test_an_entry_shows_its_details_and_its_proof_verifies_with_the_public_key_alone(
    auditor: Reader, mandate: Mandate
) -> None:
    entry = note(mandate)
    page = auditor.get(f"/ledger/entries/{entry.uid}/")
    assert "essai" in page
    assert "pas encore" in page
    assert auditor.client.get(f"/ledger/entries/{entry.uid}/proof/").status_code == 409
    sequence()
    assert "Télécharger la preuve" in auditor.get(f"/ledger/entries/{entry.uid}/")
    answer = auditor.client.get(f"/ledger/entries/{entry.uid}/proof/")
    assert "attachment" in answer["Content-Disposition"]
    proof = Proof.parse(answer.content.decode())
    assert proof.leaf == bytes(entry.leaf)
    verify_proof(proof, heads.verifier())
    auditor.get(f"/ledger/entries/{uuid4()}/", status=404)
    auditor.get(f"/ledger/entries/{uuid4()}/proof/", status=404)


def test_an_entry_whose_keys_are_destroyed_says_so(auditor: Reader, mandate: Mandate) -> None:
    entry = note(mandate)
    open_vault().keys.destroy(mandate.pk, clock=SystemClock())
    page = auditor.get(f"/ledger/entries/{entry.uid}/")
    assert "Détails détruits avec la clé du mandat." in page
    assert "essai" not in page


def test_the_newest_head_is_downloaded_once_there_is_one(auditor: Reader) -> None:
    assert auditor.client.get("/ledger/checkpoint/").status_code == 302
    note()
    sequence()
    answer = auditor.client.get("/ledger/checkpoint/")
    head = heads.newest()
    assert head
    assert answer.content.decode() == head.note
    assert "attachment" in answer["Content-Disposition"]


def test_one_click_verifies_everything_and_the_ledger_keeps_what_was_found(auditor: Reader) -> None:
    note()
    sequence()
    assert "Tout concorde" in auditor.post("/ledger/verification/run/")
    line = read(Question(action=Action.LEDGER_VERIFIED)).lines[0]
    assert line.details["problems"] == []
    assert line.actor == auditor.client.user.actor()


def test_a_changed_entry_is_said_where_it_is(auditor: Reader) -> None:
    note()
    sequence()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_entry SET leaf = set_byte(leaf, 20, get_byte(leaf, 20) # 1) WHERE index = 0")
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
    page = auditor.post("/ledger/verification/run/")
    assert "ne concorde plus" in page
    assert "L’écriture 0 a été modifiée." in page


def test_a_large_ledger_is_left_to_the_worker_whose_result_is_shown(
    auditor: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    note()
    sequence()
    monkeypatch.setattr(checking, "SMALL", 0)
    assert "La vérification est demandée" in auditor.post("/ledger/verification/run/")
    auditor.post("/ledger/verification/run/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s", [checking.CHECK])
        jobs = cursor.fetchall()
    assert len(jobs) == 1
    tasks.verify(**json.loads(jobs[0][0]))
    assert "tout concorde" in auditor.get("/ledger/verification/")


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.APPROVER])
def test_who_may_not_verify_reads_the_results_without_a_button(staff: Staff, role: Role) -> None:
    client = staff(role)
    assert "Vérifier maintenant" not in client.get("/ledger/verification/").content.decode()
    assert client.post("/ledger/verification/run/").status_code == 404


def test_every_page_asks_under_fifteen_questions(auditor: Reader, mandate: Mandate) -> None:
    entry = note(mandate)
    for _ in range(60):
        note(mandate)
    sequence()
    assert Candidate.objects.count() == 1
    assert isinstance(entry.uid, UUID)
    for address in ("/ledger/", "/ledger/?mandate=m-2027", f"/ledger/entries/{entry.uid}/", "/ledger/verification/"):
        assert auditor.queries(address) < 15, address


def test_every_action_has_words_for_the_staff() -> None:
    assert set(ledger_words.ACTIONS) == set(Action)
