"""The processor's record of processing, as the registers and the settings make it (GDPR art. 30(2))."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from tests.processing.world import NOW, OWNER, House
from typer.testing import CliRunner

from selfcontact.cli.processing import processing
from selfcontact.ledger import actions as ledger
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Mandate
from selfcontact.processing.actions import DRAWINGS, Paper, draw
from selfcontact.processing.controllers import Activity
from selfcontact.processing.gaps import gaps
from selfcontact.processing.measures import State
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Subprocessor


def test_a_mandate_is_a_controller_with_its_contact_its_instructions_and_what_is_done_for_it(house: House) -> None:
    (one,) = house.record().controllers
    assert (one.name, one.mandate, one.election) == ("Camille Démo", "mandat-demo", "presidentielle-2027")
    assert one.contacts == [OWNER]
    assert len(one.instructions) == 3
    assert one.activities == [Activity.RIGHTS]


def test_an_instruction_taken_back_is_no_longer_shown(house: House) -> None:
    first = house.cast.mandate.instructions.order_by("pk")[0]
    mandates.withdraw_instruction(actor=SYSTEM, instruction=first, at=NOW)
    assert first.reference not in dict(house.record().controllers[0].instructions)


def test_a_subprocessor_is_shown_with_its_country_its_review_and_what_passes_through_it(house: House) -> None:
    (one,) = house.record().recipients
    assert (one.country, one.within_union, one.standing) == ("FR", True, "valid")
    assert one.ways == [house.cast.route.reference]
    subprocessors.suspend(actor=SYSTEM, subprocessor=Subprocessor.objects.get(), on=date(2027, 1, 15), grounds="essai")
    assert house.record().recipients[0].standing == "suspended"


@pytest.mark.parametrize(
    ("settings", "code", "state"),
    [
        ({"HTTPS": True}, "tls-pages", State.ON),
        ({"HTTPS": False}, "tls-pages", State.OFF),
        ({"MAILBOX_HOST": ""}, "tls-mailbox", State.NONE),
        ({"MAILBOX_HOST": "imap.example", "MAILBOX_SECURITY": "none"}, "tls-mailbox", State.OFF),
        ({"MAILBOX_HOST": "imap.example", "MAILBOX_SECURITY": "tls"}, "tls-mailbox", State.ON),
        ({"KEY_SNAPSHOT_DAYS": 2}, "destruction", State.OFF),
        ({"CLOCK_START": NOW}, "production", State.OFF),
    ],
)
def test_a_measure_is_on_only_when_the_setting_makes_it_so(
    house: House, settings: dict[str, object], code: str, state: State
) -> None:
    with override_settings(**settings):
        assert {one.code: one.state for one in house.record().measures}[code] == state


def test_the_ledger_counts_as_a_measure_once_a_head_is_signed(house: House) -> None:
    def found() -> State:
        return {one.code: one.state for one in house.record().measures}["ledger"]

    assert found() == State.OFF
    ledger.sequence()
    assert found() == State.ON
    assert house.record().ledger_size > 0


def test_the_periods_are_those_of_the_settings(house: House) -> None:
    with override_settings(OPPOSITION_YEARS=7, UPLOAD_HOURS=5):
        said = {one.what.en: one.until.en for one in house.record().periods}
    assert said["Opposition list (keyed fingerprints)"].startswith("7 years")
    assert said["Uploaded file that nobody confirms"] == "5 hours"


def test_what_the_record_lacks_is_said_with_its_remedy(house: House) -> None:
    house.cast.candidate.team.all().delete()
    with override_settings(COMPANY_ADDRESS="", MAILBOX_HOST="imap.example", MAILBOX_SUBPROCESSOR=""):
        missing = {remedy: what.en for what, remedy in gaps(house.record())}
    assert missing["SELFCONTACT_COMPANY_ADDRESS"] == "The address of the house."
    assert "nobody to write to" in missing["selfcontact user invite --seat owner"]
    assert any("imap.example" in what for what in missing.values())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("paper", "form"), [(paper, form) for paper in Paper for form in DRAWINGS[paper]])
def test_the_ledger_has_the_hash_of_each_document_that_was_drawn(
    house: House, paper: Paper, form: str, language: str
) -> None:
    made = draw(actor=SYSTEM, paper=paper, form=form, language=language, at=NOW, mandate=house.cast.mandate)
    assert made.name.endswith(f"-mandat-demo-2027-01-15.{form}")
    tag = {Paper.RECORD: Action.PROCESSING_RECORD_DRAWN, Paper.ASSESSMENT: Action.IMPACT_ASSESSMENT_DRAWN}[paper]
    assert Entry.objects.filter(action=str(tag)).count() == 1


def test_of_one_mandate_the_record_names_no_other_controller(house: House) -> None:
    other = mandates.add_candidate(actor=SYSTEM, reference="autre", name="Dominique Autre")
    mandates.open_mandate(
        actor=SYSTEM,
        reference="mandat-autre",
        candidate=other,
        election="presidentielle-2027",
        area=["FR"],
        opens_on=date(2026, 11, 1),
        ends_on=date(2027, 6, 30),
    )
    whole = draw(actor=SYSTEM, paper=Paper.RECORD, form="csv", language="fr", at=NOW).content.decode("utf-8-sig")
    part = draw(
        actor=SYSTEM,
        paper=Paper.RECORD,
        form="csv",
        language="fr",
        at=NOW,
        mandate=Mandate.objects.get(reference="mandat-demo"),
    ).content.decode("utf-8-sig")
    assert "Dominique Autre" in whole
    assert "Dominique Autre" not in part
    assert "Camille Démo" in part


def test_no_cell_of_the_table_is_a_formula(house: House) -> None:
    mandates.correct_candidate(actor=SYSTEM, candidate=house.cast.candidate, name="=1+1", aliases=[], party="")
    made = draw(actor=SYSTEM, paper=Paper.RECORD, form="csv", language="fr", at=NOW)
    cells = [cell for row in csv.reader(io.StringIO(made.content.decode("utf-8-sig")), delimiter=";") for cell in row]
    assert "'=1+1" in cells
    assert not any(cell.startswith("=") for cell in cells)


@pytest.fixture
def say(house: House) -> Callable[..., Any]:
    """Run a command and return what it says."""

    def run(*words: str) -> Any:
        answer = CliRunner().invoke(processing, [*words, "--json"])
        if isinstance(answer.exception, UserError):
            raise answer.exception
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.output)

    return run


def test_the_command_line_writes_each_document_once_for_its_owner_alone(
    say: Callable[..., Any], tmp_path: Path
) -> None:
    for words in (("record", "r.ods"), ("record", "r.html"), ("assessment", "a.json"), ("assessment", "a.odt")):
        to = tmp_path / words[1]
        assert say(words[0], "--to", str(to))["bytes"] == to.stat().st_size
        assert to.stat().st_mode & 0o077 == 0
        with pytest.raises(UserError) as refused:
            say(words[0], "--to", str(to))
        assert refused.value.code == "file_not_written"
    assert {"missing", "remedy"} == set(say("gaps")[0])


def test_a_form_that_there_is_not_writes_nothing(say: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        say("record", "--to", str(tmp_path / "r.docx"))
    assert refused.value.code == "paper_form"
    assert not (tmp_path / "r.docx").exists()
