"""The command line of the ledger."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner

from selfcontact.cli.ledger import app
from selfcontact.ledger import heads, tasks
from selfcontact.ledger.actions import sequence
from selfcontact.ledger.checkpoint_file import CheckpointFile
from selfcontact.ledger.proof import Proof, verify_proof
from selfcontact.ledger.proving import prove
from selfcontact.lib.errors import UserError

Note = Callable[..., UUID]
runner = CliRunner()


def test_every_entry_is_proved_by_uid_and_by_index(note: Note) -> None:
    uids = [note() for _ in range(7)]
    sequence()
    for index, uid in enumerate(uids):
        assert prove(uid) == prove(index)
        assert verify_proof(Proof.parse(prove(uid).text()), heads.verifier()).size == 7


def test_an_unknown_or_pending_entry_has_no_proof(note: Note) -> None:
    pending = note()
    for entry, code in ((pending, "entry_pending"), (uuid4(), "entry_unknown"), (3, "entry_unknown")):
        with pytest.raises(UserError) as refused:
            prove(entry)
        assert refused.value.code == code


def test_verify_exits_with_0_then_1_when_something_was_changed(note: Note, tamper: Callable[[str], None]) -> None:
    note()
    sequence()
    sound = runner.invoke(app, ["verify", "--json"])
    assert (sound.exit_code, json.loads(sound.output)["ok"]) == (0, True)
    tamper("DELETE FROM ledger_entry")
    changed = runner.invoke(app, ["verify", "--json"])
    assert changed.exit_code == 1
    assert json.loads(changed.output)["problems"][0]["code"] == "tail_removed"
    assert runner.invoke(app, ["verify"]).exit_code == 1


def test_a_proof_written_to_a_file_is_checked_with_the_key_alone(note: Note, tmp_path: Path) -> None:
    uid, file = note(), tmp_path / "entry.tlog-proof"
    signed = runner.invoke(app, ["checkpoint", "--json"])
    assert json.loads(signed.output)["integrated"] == 1
    assert runner.invoke(app, ["prove", str(uid), "--output", str(file)]).exit_code == 0
    checked = runner.invoke(app, ["check-proof", str(file), "--key", str(heads.verifier()), "--json"])
    assert json.loads(checked.output)["ok"] is True
    file.write_text(file.read_text().replace("index 0", "index 1"))
    refused = runner.invoke(app, ["check-proof", str(file), "--key", str(heads.verifier())])
    assert isinstance(refused.exception, UserError)


def test_the_last_entries_are_shown_without_their_details(note: Note) -> None:
    note()
    shown = runner.invoke(app, ["show", "--json"])
    (row,) = json.loads(shown.output)
    assert (row["action"], row["index"]) == ("campaign:edited", None)
    assert "detail" not in shown.output


def test_a_checkpoint_is_printed_as_a_signed_note(note: Note) -> None:
    note()
    assert runner.invoke(app, ["checkpoint"]).output.startswith(f"{heads.origin()}\n1\n")


def test_a_head_kept_elsewhere_betrays_a_rewritten_history(
    note: Note, tmp_path: Path, tamper: Callable[[str], None]
) -> None:
    note()
    file = tmp_path / "head"
    file.write_text(runner.invoke(app, ["checkpoint"]).output)
    note()
    sequence()
    assert runner.invoke(app, ["check-head", str(file)]).exit_code == 0
    # Everything is rewritten: entries, heads, and the file outside the database.
    tamper("DELETE FROM ledger_checkpoint; DELETE FROM ledger_detail; DELETE FROM ledger_entry")
    CheckpointFile().path.unlink()
    note()
    sequence()
    assert runner.invoke(app, ["verify"]).exit_code == 0
    assert runner.invoke(app, ["check-head", str(file)]).exit_code == 1


def test_the_head_of_a_stranger_is_refused(note: Note, tmp_path: Path) -> None:
    note()
    file = tmp_path / "head"
    file.write_text(runner.invoke(app, ["checkpoint"]).output.replace(heads.origin(), "other.example/ledger"))
    refused = runner.invoke(app, ["check-head", str(file)])
    assert isinstance(refused.exception, UserError)


def test_the_task_of_the_worker_integrates_what_is_pending(note: Note) -> None:
    note()
    tasks.sequence(timestamp=0)
    assert prove(0).index == 0
