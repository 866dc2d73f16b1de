"""The process that waits for mails, the command that tries the box, and what is found of a person afterwards."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest
from tests.mailbox.servers import DPO, PATIENCE, PERSON, MailServer, until, write_certificate
from tests.mailbox.world import CLOCK, WRITTEN, carry, take_in, written

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.lib.needles import Needles
from selfcontact.mailbox import box, process
from selfcontact.mailbox.models import Direction, Mail
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Subprocessor


@contextmanager
def reading() -> Iterator[None]:
    """Run the process of the mailbox in this one."""
    from django.db import connections

    stopped = threading.Event()

    def run() -> None:
        process.keep_trying("read", lambda: process.read(CLOCK, stopped), stopped)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(30)
        assert not thread.is_alive()


def taken() -> int:
    return Mail.objects.filter(direction=Direction.IN).count()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(process, "LONGEST_PAUSE", 0.5)


def test_idle_wakes_the_reader_long_before_it_would_look_by_itself(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.MAILBOX_POLL_SECONDS", 1200)
    waits = threading.Event()
    plain = box.Box.wait

    def wait(self: box.Box, seconds: float, stopped: Callable[[], bool]) -> None:
        waits.set()
        plain(self, seconds, stopped)

    monkeypatch.setattr(box.Box, "wait", wait)
    with reading():
        assert waits.wait(30)
        server.post(written("D’où vient mon numéro ?"))
        until(lambda: taken() == 1)
    assert server.box(DPO) == []


@pytest.mark.parametrize("asked_meanwhile", [False, True])
def test_a_mail_that_comes_just_before_the_wait_ends_it(server: MailServer, *, asked_meanwhile: bool) -> None:
    looks = count()
    with box.opened(CLOCK.now()) as opened:
        assert opened.waiting() == []
        server.post_and_wait(written("Entre-temps"))
        if asked_meanwhile:
            opened.alive()
        opened.wait(PATIENCE, lambda: next(looks) < 0)
        assert next(looks) < PATIENCE, "it waited to the end"
        assert len(opened.waiting()) == 1


def test_a_server_that_speaks_of_mails_in_every_answer_is_waited_for_all_the_same(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box.Listener, "heard", lambda _self: True)
    looks = count()
    with box.opened(CLOCK.now()) as opened:
        for _ in range(2):
            assert opened.waiting() == []
            opened.wait(1, lambda: next(looks) < 0)
    assert next(looks) == 1


def test_without_idle_the_box_is_looked_at_again_and_again(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.MAILBOX_POLL_SECONDS", 1)
    monkeypatch.setattr(box.Box, "idles", False)
    with reading():
        for count in (1, 2):
            server.post(written(f"Message {count}"))
            until(lambda count=count: taken() == count)  # type: ignore[misc]


def test_a_server_that_restarts_is_found_again(server: MailServer) -> None:
    with reading():
        server.post(written("Avant"))
        until(lambda: taken() == 1)
        server.stop_one("dovecot")
        server.post(written("Pendant"))
        server.start_one("dovecot")
        until(lambda: taken() == 2)


def test_reading_stops_as_soon_as_the_review_of_the_host_is_over(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.MAILBOX_POLL_SECONDS", 1)
    refused = threading.Event()
    monkeypatch.setattr(process.log, "warning", lambda *_said, **what: refused.set() if "code" in what else None)
    with reading():
        server.post(written("Avant"))
        until(lambda: taken() == 1)
        subprocessors.suspend(
            actor=SYSTEM, subprocessor=Subprocessor.objects.get(), on=CLOCK.now().date(), grounds="essai"
        )
        assert refused.wait(30)
        server.post_and_wait(written("Après"))
    assert (taken(), len(server.box(DPO))) == (1, 1)


def refusal(server: MailServer) -> str:
    """Return the code with which the box refuses to be opened."""
    del server
    with pytest.raises(UserError) as refused, box.opened(CLOCK.now()):
        pass
    assert PERSON not in refused.value.fr
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("MAILBOX_PASSWORD", "faux", "mailbox_password"),
        ("MAILBOX_FOLDER", "Ailleurs", "mailbox_folder"),
        ("MAILBOX_PORT", 1, "mailbox_unreachable"),
        ("MAILBOX_CA_FILE", "", "mailbox_certificate"),
        ("MAILBOX_CA_FILE", "/nowhere", "mailbox_ca_file"),
        ("MAILBOX_SUBPROCESSOR", "", "mailbox_not_vetted"),
    ],
)
def test_what_is_wrong_with_the_box_is_said_in_a_sentence(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, name: str, value: object, code: str
) -> None:
    monkeypatch.setattr(f"django.conf.settings.{name}", value)
    assert refusal(server) == code


def test_a_certificate_that_nobody_vouches_for_is_refused(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_certificate(tmp_path / "other.pem", tmp_path / "other.key")
    monkeypatch.setattr("django.conf.settings.MAILBOX_CA_FILE", str(tmp_path / "other.pem"))
    assert refusal(server) == "mailbox_certificate"


def test_another_machine_is_reached_under_tls_only_and_in_a_rehearsal_not_at_all(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.MAILBOX_HOST", "mail.example.org")
    monkeypatch.setattr("django.conf.settings.MAILBOX_SECURITY", "none")
    assert refusal(server) == "mailbox_in_clear"
    monkeypatch.setattr("django.conf.settings.CLOCK_START", CLOCK.now())
    assert refusal(server) == "mailbox_rehearsal"


@pytest.mark.parametrize("days", [60, -400])
def test_a_review_that_has_run_out_or_is_yet_to_come_closes_the_box(server: MailServer, days: int) -> None:
    with pytest.raises(UserError, match="examen"), box.opened(CLOCK.now() + timedelta(days=days)):
        pass


def test_nothing_of_a_mail_is_found_in_clear_in_the_database_or_the_logs(
    server: MailServer, owner: psycopg.Connection[tuple[object, ...]], capfd: pytest.CaptureFixture[str]
) -> None:
    raw = written(
        f"STOP. Mon numéro est {WRITTEN}, phrase-canari.",
        subject="Objet-canari",
        sender="Zoé Canarilefevre <canari.adresse@people.example>",
        attachments={"canari-piece.txt": b"octets-canari " * 50},
    )
    server.post_and_wait(raw, sender="canari.adresse@people.example")
    take_in()
    carry()
    needles = Needles(
        numbers=[33639980123],
        words=["phrase-canari", "Objet-canari", "Canarilefevre", "canari.adresse", "canari-piece", "octets-canari"],
    )
    assert needles.count(raw) > 0
    rows = everything(owner)
    assert b"mail:taken" in rows or len(rows) > 10_000
    assert needles.count(rows) == 0
    assert needles.count("".join(capfd.readouterr()).encode()) == 0


def everything(owner: psycopg.Connection[tuple[object, ...]]) -> bytes:
    """Return every row of every table as text."""
    names = owner.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    rows: list[bytes] = []
    for (name,) in names.fetchall():
        with owner.cursor().copy(f"COPY (SELECT one::text FROM {name} AS one) TO STDOUT") as copy:
            rows += [bytes(part) for part in copy]
    return b"".join(rows)
