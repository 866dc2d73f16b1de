"""Letters, texts, figures and the register from a terminal."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from tests.notices.world import CODE, NOW, write
from tests.requests.world import receive
from typer import Typer
from typer.testing import CliRunner

from selfcontact.cli.desk import desk
from selfcontact.cli.notices import notice, template
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.notices import actions
from selfcontact.notices.models import Kind, Means


def run(app: Typer, *words: str) -> Any:
    done = CliRunner().invoke(app, [*words, "--json"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout.splitlines()[-1])


def test_waiting_letters_are_printed_into_a_private_file_then_said_to_be_posted(database: str, tmp_path: Path) -> None:
    made, other = write(), write(means=Means.MAIL)
    out = tmp_path / "lettres.pdf"
    assert [one["uid"] for one in run(notice, "list")] == [str(made.uid), str(other.uid)]
    assert run(notice, "print", "--out", str(out))["letters"] == 1
    assert out.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with pytest.raises(UserError) as refused:
        run(notice, "print", "--out", str(out))
    assert refused.value.code == "file_not_written"
    assert run(notice, "posted", str(made.uid), "--proof", "LR 1")["sent_at"]
    with pytest.raises(UserError) as refused:
        run(notice, "print", "--out", str(tmp_path / "autre.pdf"))
    assert refused.value.code == "no_letter"
    with pytest.raises(UserError):
        run(notice, "posted", str(other.uid))
    assert len(run(notice, "list", "--all")) == 2


def test_the_words_are_shown_with_a_reason_and_never_a_code(database: str) -> None:
    made = write(Kind.IDENTITY_LETTER)
    assert "text" not in run(notice, "show", str(made.uid))
    said = run(notice, "show", str(made.uid), "--reason", "la personne appelle")
    assert "Zoé" in said["to"]
    assert CODE not in json.dumps(said)
    actions.forget(actor=SYSTEM, subject_uid=made.subject_uid)
    with pytest.raises(UserError):
        run(notice, "show", str(made.uid), "--reason", "encore")


def test_a_text_is_seen_then_published_from_a_file(database: str, tmp_path: Path) -> None:
    path = tmp_path / "texte.txt"
    path.write_text("Reçue\n\n$reference $rights $received_on $due_on\n", "utf-8")
    seen = run(template, "edit", "acknowledged", "fr", str(path), "--preview")
    assert seen["text"].startswith("d-0123456789 accès")
    assert run(template, "show", "acknowledged", "fr")["version"] == 1
    assert run(template, "edit", "acknowledged", "fr", str(path), "--note", "Court.")["version"] == 2
    assert run(template, "show", "acknowledged", "fr", "--version", "1")["version"] == 1
    assert len(run(template, "list")) == 2 * len(Kind)
    with pytest.raises(UserError) as refused:
        run(template, "show", "acknowledged", "fr", "--version", "9")
    assert refused.value.code == "unknown_template"


def test_the_figures_and_the_register_come_out(database: str, tmp_path: Path) -> None:
    made = receive(at=NOW)
    assert run(desk, "figures")["by_right"] == {"access": 1}
    out = tmp_path / "registre.csv"
    said = run(desk, "export", str(out), "--format", "csv", "--reason", "contrôle")
    assert said["requests"] == 1
    assert made.reference in out.read_text("utf-8-sig")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
