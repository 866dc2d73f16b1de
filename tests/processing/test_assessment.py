"""The impact assessment, in the form that the CNIL's PIA tool imports."""

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from tests.processing.world import NOW, House

from selfcontact.lib.actor import SYSTEM
from selfcontact.mandates import actions as mandates
from selfcontact.processing import assessment, pia
from selfcontact.processing.measures import State

DATA = Path(__file__).parent / "data"
KINDS: dict[str, type | tuple[type, ...]] = {"string": str, "number": int, "boolean": bool, "object": dict, "date": str}


def rows(name: str) -> list[dict[str, str]]:
    """Return a table taken from the tool's source."""
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def filled(house: House) -> dict[str, Any]:
    """Give the file for the tool, read back."""
    made: dict[str, Any] = json.loads(pia.as_json(assessment.fill(house.record(), "fr")))
    return made


def test_the_file_has_the_parts_that_the_tool_reads_and_no_other(filled: dict[str, Any]) -> None:
    assert list(filled) == ["pia", "answers", "measures", "evaluations", "comments"]
    assert all(isinstance(filled[name], list) for name in ("answers", "measures", "evaluations", "comments"))


def test_every_field_that_the_tool_reads_is_there_in_its_kind(filled: dict[str, Any]) -> None:
    objects = {"pia": [filled["pia"]], "answer": filled["answers"], "measure": filled["measures"]}
    for row in rows("pia_fields.csv"):
        kind, empty = row["kind"].removesuffix("?"), row["kind"].endswith("?")
        for one in objects[row["object"]]:
            value = one[row["field"]]
            assert (value is None and empty) or isinstance(value, KINDS[kind]), (row, value)
            if kind == "date":
                assert datetime.fromisoformat(str(value)) == NOW


def test_every_question_of_the_tool_is_answered_once_as_its_kind_wants(filled: dict[str, Any]) -> None:
    asked = {int(row["question"]): row["kind"] for row in rows("pia_questions.csv")}
    answered = [one["reference_to"] for one in filled["answers"]]
    assert sorted(answered) == sorted(asked)
    titles = {one["title"] for one in filled["measures"]}
    for one in filled["answers"]:
        data, kind = one["data"], asked[one["reference_to"]]
        assert set(data) == {"text", "gauge", "list"}
        assert bool(data["list"]) == (kind in ("list", "measures"))
        assert bool(data["text"]) == (kind in ("text", "gauge"))
        # Nobody has estimated anything yet.
        assert data["gauge"] == (0 if kind == "gauge" else None)
        if kind == "measures":
            assert set(data["list"]) <= titles


def test_nothing_is_validated_in_the_name_of_anybody(filled: dict[str, Any]) -> None:
    head = filled["pia"]
    assert (head["status"], head["progress"], head["is_example"]) == (0, 0, 0)
    assert not any(head[name] for name in ("author_name", "evaluator_name", "validator_name", "dpo_opinion"))


def test_a_measure_that_is_off_is_told_and_counted_on_against_no_risk(house: House) -> None:
    with override_settings(HTTPS=False):
        made = json.loads(pia.as_json(assessment.fill(house.record(), "en")))
    (off,) = [one for one in made["measures"] if one["title"] == "Pages under TLS"]
    assert off["content"].startswith("<p>Off.")
    counted = {title for one in made["answers"] if one["reference_to"] == 324 for title in one["data"]["list"]}
    assert "Encryption of contacts" in counted
    assert "Pages under TLS" not in counted
    assert "Pages under TLS" in next(a["data"]["text"] for a in made["answers"] if a["reference_to"] == 326)


def test_what_a_candidate_is_called_is_no_markup_in_the_tool(house: House) -> None:
    mandates.correct_candidate(actor=SYSTEM, candidate=house.cast.candidate, name="<img src=x>", aliases=[], party="")
    said = json.loads(pia.as_json(assessment.fill(house.record(), "fr")))
    texts = [one["data"]["text"] or "" for one in said["answers"]]
    assert any("&lt;img src=x&gt;" in text for text in texts)
    assert not any("<img" in text for text in texts)


def test_few_people_are_not_counted(house: House) -> None:
    assert "moins de 11" in assessment.fill(house.record(), "fr").answers[0].text


def test_every_measure_named_against_a_risk_exists(house: House) -> None:
    known = {one.code for one in house.record().measures}
    named = {code for risk in assessment._texts()["risk"] for code in risk["measures"]}
    assert named <= known
    assert State.ON in {one.state for one in house.record().measures}
