"""Anyone reports a message on its notice, without saying who they are; the DPO answers, in time."""

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from tests.campaigns.sending_world import NOON, STAFF, House, People
from tests.database.refusals import signed_in
from typer.testing import CliRunner

from selfcontact.cli.transparency import transparency
from selfcontact.ledger.models import Entry
from selfcontact.lib.errors import UserError
from selfcontact.transparency import reports
from selfcontact.transparency.address import address, code_of
from selfcontact.transparency.models import Report

LAST_MONTH = NOON + timedelta(days=10)
REPLY = "La ligne 4 a été corrigée ; la version 2 est publiée."


@pytest.fixture
def code(house: House) -> str:
    """Give the code of a notice."""
    return code_of(house.campaign(house.mandate(People(count=3))).uid)


def test_a_report_leads_to_a_receipt_and_the_receipt_to_the_reply(code: str, public: None) -> None:
    path = address(code).removeprefix(settings.FACE_URLS["public"])
    assert f'href="{path}report/"' in Client().get(path).content.decode()
    assert Client().get(f"{path}report/").status_code == 200
    sent = Client().post(f"{path}report/", {"ground": "line", "line": "4"})
    made = Report.objects.get()
    assert sent["Location"] == f"/n/reports/{made.uid}/"
    assert "Pas encore décidé" in Client().get(sent["Location"]).content.decode()
    reports.decide(actor=STAFF, uid=made.uid, verdict=Report.Verdict.UPHELD, reply=REPLY, at=NOON)
    page = Client().get(sent["Location"]).content.decode()
    assert REPLY in page
    assert "Fondé" in page


def test_a_report_without_a_ground_or_of_no_notice_is_not_taken_in(code: str, public: None) -> None:
    assert Client().post(f"/n/{code}/report/", {"line": "17"}).status_code == 200
    assert Client().post("/n/0000000000/report/", {"ground": "content"}).status_code == 404
    assert Client().get(f"/n/reports/{uuid4()}/").status_code == 404
    with pytest.raises(UserError, match="seize lignes"):
        reports.report(code=code, ground=Report.Ground.LINE, line=17, at=NOON)
    assert not Report.objects.exists()


def test_the_flood_of_one_network_is_refused(code: str, public: None) -> None:
    sent = [Client().post(f"/n/{code}/report/", {"ground": "content"}) for _ in range(settings.WEB_POSTS_PER_HOUR + 1)]
    assert [sent[0].status_code, sent[-1].status_code] == [302, 429]


def test_a_report_has_no_place_for_a_person() -> None:
    assert {field.name for field in Report._meta.get_fields()} == {
        "uid", "code", "ground", "line", "received_at", "due_at", "decided_at", "verdict", "reply",
    }  # fmt: skip


def test_the_deadline_follows_the_election_of_the_notice(code: str) -> None:
    early = reports.report(code=code, ground=Report.Ground.CONTENT, line=None, at=NOON - timedelta(days=300))
    assert early.due_at - early.received_at == timedelta(days=15)
    late = reports.report(code=code, ground=Report.Ground.CONTENT, line=None, at=LAST_MONTH)
    assert late.due_at - late.received_at == timedelta(hours=48)


def _decide(uid: UUID, reply: str = REPLY, at: datetime = NOON) -> Report:
    return reports.decide(actor=STAFF, uid=uid, verdict=Report.Verdict.UNFOUNDED, reply=reply, at=at)


def test_a_decision_is_made_once_with_a_reply_and_stands_in_the_ledger(code: str) -> None:
    made = reports.report(code=code, ground=Report.Ground.CONTENT, line=None, at=NOON)
    with pytest.raises(UserError, match="une réponse de 20"):
        _decide(made.uid, reply="non")
    _decide(made.uid, at=made.due_at + timedelta(seconds=1))
    with pytest.raises(UserError, match="déjà décidé"):
        _decide(made.uid)
    with pytest.raises(UserError, match="Aucun signalement"):
        _decide(uuid4())
    actions = Entry.objects.filter(object_id=made.uid).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["ad:reported", "ad:report-decided"]


def test_the_database_refuses_a_decision_without_a_reply(code: str) -> None:
    made = reports.report(code=code, ground=Report.Ground.CONTENT, line=None, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(uid=made.uid).update(verdict="upheld", decided_at=NOON)


def test_the_console_decides_and_changes_nothing_else_of_a_report(code: str, database: str) -> None:
    reports.report(code=code, ground=Report.Ground.CONTENT, line=None, at=NOON)
    with signed_in(database, "console") as connection, pytest.raises(Exception, match="permission denied"):
        connection.execute("UPDATE transparency_report SET due_at = due_at + interval '1 year'")


def test_the_commands_take_in_list_and_decide(code: str) -> None:
    taken = CliRunner().invoke(transparency, ["report", code, "--ground", "silence", "--json"])
    assert taken.exit_code == 0, taken.output
    uid = json.loads(taken.stdout)["report"]
    assert uid in CliRunner().invoke(transparency, ["reports", "--json"]).stdout
    decided = CliRunner().invoke(transparency, ["decide", uid, "--verdict", "upheld", "--reply", REPLY, "--json"])
    assert json.loads(decided.stdout)["verdict"] == "upheld"
