"""Where each process finds the database."""

import os
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from selfcontact.cli import run
from selfcontact.database import connect
from selfcontact.lib.errors import UserError


def test_without_a_server_each_process_logs_in_to_the_embedded_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SELFCONTACT_HOME", str(tmp_path))
    assert conninfo_to_dict(connect.address("worker"))["user"] == "selfcontact_worker"
    assert conninfo_to_dict(connect.address())["user"] == "selfcontact"


def test_on_a_server_a_process_takes_its_role_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner:secret@db.example/x?options=-c%20jit%3Doff")
    parts = conninfo_to_dict(connect.address("sender"))
    assert parts["options"] == "-c jit=off -c role=selfcontact_sender"
    assert parts["user"] == "owner"


def test_a_process_may_have_a_login_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db.example/x")
    monkeypatch.setenv("DATABASE_URL_SENDER", "postgresql://sender@db.example/x")
    assert connect.address("sender") == "postgresql://sender@db.example/x"


def test_a_server_that_does_not_answer_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner:Canari@127.0.0.1:9/x?connect_timeout=2")
    with pytest.raises(UserError) as refused:
        connect.url()
    assert refused.value.code == "database_unreachable"
    assert "Canari" not in refused.value.text("en") + refused.value.text("fr")


def test_a_server_that_is_too_old_is_refused(server_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", server_url + " application_name=too_old")
    monkeypatch.setattr(connect, "OLDEST", 99)
    with pytest.raises(UserError, match="il faut 99"):
        connect.ensure()


def test_a_connection_is_of_its_role(database: str) -> None:
    assert database
    with connect.connect("portal") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("selfcontact_portal",)


@pytest.mark.parametrize("role", ["worker", "console"])
def test_the_processes_that_give_and_do_jobs_reach_the_queue(database: str, role: str) -> None:
    assert database
    with connect.connect(role) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'nothing', '{}')"
        )
        assert connection.execute("SELECT count(*) FROM procrastinate_events").fetchone() == (1,)


@pytest.mark.parametrize("role", ["portal", "public", "sender", "voice"])
def test_the_other_processes_do_not_see_the_queue(database: str, role: str) -> None:
    assert database
    with connect.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT count(*) FROM procrastinate_jobs")


@pytest.mark.parametrize("face", ["portal", "public"])
@pytest.mark.parametrize(("own", "told"), [("", True), ("postgresql://portal@localhost/x", False)])
def test_a_face_for_strangers_says_when_it_borrows_the_account_of_the_whole_database(
    face: str, own: str, *, told: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@localhost/x")
    monkeypatch.delenv(f"DATABASE_URL_{face.upper()}", raising=False)
    if own:
        monkeypatch.setenv(f"DATABASE_URL_{face.upper()}", own)
    monkeypatch.setattr(os, "execv", lambda *_: None)
    run.web(face)
    assert (f"DATABASE_URL_{face.upper()}" in capsys.readouterr().err) is told
