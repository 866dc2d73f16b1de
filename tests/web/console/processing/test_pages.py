"""The pages of the record: who may see them, what they give, under the rights of the console's process."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from tests.processing.world import OWNER, House
from tests.web.clients import Signed

from selfcontact.accounts.models import Role
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action

AsConsole = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def client(staff: Callable[..., Signed]) -> Signed:
    """Give the client of a data protection officer, beside a house with a mandate."""
    House()
    return staff(Role.DPO)


def test_the_page_shows_the_record_and_what_it_lacks(client: Signed, as_console: AsConsole) -> None:
    with as_console():
        page = client.get("/processing/").content.decode()
    for fact in ("Camille Démo", OWNER, "SELFCONTACT_COMPANY_ADDRESS", "Chiffrement des contacts"):
        assert fact in page


def test_each_document_is_given_as_a_file_that_the_ledger_knows(client: Signed, as_console: AsConsole) -> None:
    with as_console():
        record = client.post("/processing/record/", {"record-form": "csv", "record-mandate": ""})
        pia = client.post("/processing/assessment/", {"assessment-form": "json", "assessment-mandate": "mandat-demo"})
    assert "attachment" in record["Content-Disposition"]
    assert "Camille Démo" in record.content.decode("utf-8-sig")
    assert json.loads(pia.content)["pia"]["name"].endswith("mandat-demo")
    drawn = {str(Action.PROCESSING_RECORD_DRAWN), str(Action.IMPACT_ASSESSMENT_DRAWN)}
    assert set(Entry.objects.filter(action__in=drawn).values_list("action", flat=True)) == drawn


def test_a_form_that_there_is_not_is_refused_on_the_page(client: Signed) -> None:
    answer = client.post("/processing/record/", {"record-form": "docx"})
    assert answer.status_code == 422
    assert Entry.objects.filter(action=str(Action.PROCESSING_RECORD_DRAWN)).count() == 0


def test_an_operator_sees_nothing_of_it(staff: Callable[..., Signed]) -> None:
    assert staff(Role.OPERATOR).get("/processing/").status_code == 404
