"""The answer from a terminal: JSON for programs, the person shown only with a reason, the passphrase once."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.answers.world import NOW, granted, second_candidate
from tests.intake.world import Register
from tests.requests.world import DPO, verified
from typer.testing import CliRunner

from selfcontact.answers import actions, document
from selfcontact.cli.requests import request as app
from selfcontact.requests import actions as requests
from selfcontact.requests.models import Kind, Rung


def run(*words: str) -> Any:
    done = CliRunner().invoke(app, ["answer", *words, "--json"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout[done.stdout.index("{") :])


def test_an_answer_goes_from_the_terminal_to_its_archive(register: Register, tmp_path: Path) -> None:
    second_candidate(register)
    made = verified(Kind.ACCESS)
    assert run("prepare", made.reference)["state"] == "prepared"
    assert run("show", made.reference, "--reason", "relecture")["contacts"][0]["data"]["surname"] == "Durand"
    assert "Durand" not in str(run("status", made.reference))
    assert run("leave-out", made.reference, "contacts.1", "--reason", "autre titulaire")["left_out"] == 1
    actions.prepare(actor=DPO, request=made, at=NOW)
    other = granted(Kind.ACCESS)
    written = run("archive", other.reference, "--output", str(tmp_path / "a.zip"))
    assert len(written["passphrase"]) == 24
    assert (tmp_path / "a.zip").read_bytes()[:2] == b"PK"
    assert run("publish", granted(Kind.ACCESS).reference)["state"] == "published"
    assert run("end") == {"destroyed": 0, "closed": 0}
    requests.withdraw(actor=DPO, request=made, rung=Rung.CODE_AND_FACTS, at=NOW)
    assert run("end") == {"destroyed": 1, "closed": 0}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_answer_is_read_in_sentences(register: Register, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFCONTACT_LANGUAGE", language)
    second_candidate(register)
    made = verified(Kind.ACCESS)
    actions.prepare(actor=DPO, request=made, at=NOW)
    said = CliRunner().invoke(app, ["answer", "show", made.reference, "--reason", "x"]).stdout
    said = " ".join(said.split())
    assert ("autorité de contrôle" in said) == (language == "fr")
    assert "Dominique Invention" in said


def test_the_schema_is_given_as_it_is_published() -> None:
    printed = CliRunner().invoke(app, ["answer", "schema"]).stdout
    assert json.loads(printed) == json.loads(document.schema())
