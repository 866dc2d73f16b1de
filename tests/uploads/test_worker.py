"""Loads by the real worker, a process of its own under its own role; it may be killed at any time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from procrastinate.contrib.django import app
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests.intake.test_loading import contacts, tables
from tests.intake.world import TODAY, People
from tests.uploads.world import NOON, STAFF, Depot, on_disk

from selfcontact.intake.models import Refusal
from selfcontact.uploads import actions
from selfcontact.uploads.choices import Choices
from selfcontact.uploads.models import Upload

PATIENCE = 250
#: Ten thousand numbers, so that the other lines are refused.
MANY, NUMBERS = 30_000, 10_000
HALFWAY = """
SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = %s::regclass),
       EXISTS (SELECT FROM pg_class WHERE starts_with(relname, %s) AND relkind = 'r' AND pg_relation_size(oid) > 0)
"""
SWEEP = "selfcontact.uploads.tasks.sweep"
#: Real processes start three times: on a busy machine that takes its time.
pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "worker.log"


@pytest.fixture
def login(database: str) -> str:
    """Let the worker's role log in by itself, as on an installation, and return its address."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ALTER ROLE selfcontact_worker LOGIN")
    return make_conninfo(database, user="selfcontact_worker")


@contextmanager
def worker(log: Path, login: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker as the person who runs the server does; it knows no other account than its own."""
    environment = {**os.environ, "DATABASE_URL": login, "SELFCONTACT_CLOCK_START": NOON.isoformat()}
    with (
        log.open("ab") as stream,
        subprocess.Popen(
            [sys.executable, "-m", "selfcontact", "worker"], stdout=stream, stderr=stream, env=environment
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()


def many(people: People) -> str:
    return people.text([people.row(MOBILE=f"0{639_980_000 + number % NUMBERS}") for number in range(MANY)])


def until(upload: Upload, come: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not come():
        assert time.monotonic() < deadline, (upload.state, upload.failure)
        time.sleep(0.02)
        upload.refresh_from_db()


@contextmanager
def halfway(depot: Depot, database: str) -> Iterator[Callable[[Upload], bool]]:
    """Hold every load in its middle, however fast it is: contacts are written, what is refused waits.

    Give the question whether an upload has come there.
    """
    mandate = depot.register.mandate.pk
    refusals, place = f"intake_refusal_m{mandate}", f"contacts_contact_m{mandate}_d"
    with psycopg.connect(database) as gate, psycopg.connect(database, autocommit=True) as other:
        gate.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.Identifier(refusals)))

        def come(upload: Upload) -> bool:
            found = other.execute(HALFWAY, [refusals, place]).fetchone()
            return found == (True, True) and upload.reading_since is not None

        yield come


def over(upload: Upload) -> Callable[[], bool]:
    return lambda: not upload.open


def test_a_worker_under_its_own_role_leaves_nothing_of_a_cancelled_load_and_brings_the_next_one_to_its_end(
    depot: Depot, people: People, log: Path, database: str, login: str
) -> None:
    cancelled, loaded = depot.confirmed(many(people)), depot.received(many(people))
    with worker(log, login):
        with halfway(depot, database) as come:
            until(cancelled, lambda: come(cancelled))
            actions.cancel(actor=STAFF, upload=cancelled)
            assert (cancelled.state, len(on_disk())) == ("cancelled", 1)
        until(cancelled, lambda: tables() == [])
        assert (contacts(depot.register), Refusal.objects.count()) == (0, 0)
        actions.confirm(actor=STAFF, upload=loaded, choices=Choices(), on=TODAY, at=NOON)
        until(loaded, over(loaded))
    assert (loaded.state, loaded.failure, loaded.lines) == ("done", {}, MANY)
    assert (depot.delivery(cancelled).state, depot.delivery(loaded).accepted) == ("cancelled", NUMBERS)
    assert on_disk() == []
    assert [word for word in ("063998", "Durand", "Zoé") if word in log.read_text()] == []


def test_what_a_killed_worker_was_loading_is_swept_and_loaded_by_the_next_one(
    depot: Depot, people: People, log: Path, database: str, login: str
) -> None:
    upload = depot.confirmed(many(people))
    with halfway(depot, database) as come, worker(log, login) as first:
        until(upload, lambda: come(upload))
        first.send_signal(signal.SIGKILL)
        first.wait()
        upload.refresh_from_db()
        assert (upload.state, len(tables()), len(on_disk())) == ("loading", 1, 1)
        assert contacts(depot.register) == 0
    app.configure_task(SWEEP).defer(timestamp=0)
    with worker(log, login):
        until(upload, over(upload))
    assert (upload.state, upload.attempts, upload.lines) == ("done", 2, MANY)
    assert (contacts(depot.register), Refusal.objects.count()) == (NUMBERS, MANY - NUMBERS)
    assert (len(tables()), on_disk()) == (1, [])
