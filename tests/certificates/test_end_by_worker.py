"""Ending a mandate from the console: it begins there and the worker does the rest, each under its database role."""

from collections.abc import Callable
from datetime import date

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg.conninfo import make_conninfo
from tests.campaigns.sending_world import House, People

from selfcontact.certificates import document, tasks
from selfcontact.certificates.actions import request_end
from selfcontact.certificates.models import Certificate
from selfcontact.database import partitions
from selfcontact.ledger import heads
from selfcontact.ledger.history import Question, read
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.mandates import actions
from selfcontact.mandates.models import Mandate
from selfcontact.settings import database_settings
from selfcontact.vault import KeysDestroyedError, open_vault

Become = Callable[[str], None]
Owner = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def become(database: str, monkeypatch: pytest.MonkeyPatch) -> Become:
    """Return a function that makes this process a console, a worker…: its role in the database and in the settings."""

    def change(role: str) -> None:
        connections.close_all()
        url = make_conninfo(database, options=f"-c role=selfcontact_{role}")
        connections["default"].settings_dict.update(database_settings(url))
        monkeypatch.setattr(settings, "ROLE", role)

    return change


def opened(reference: str = "m-1") -> Mandate:
    candidate = actions.add_candidate(actor=SYSTEM, reference=f"c-{reference}", name="Camille Démo")
    return actions.open_mandate(
        actor=SYSTEM,
        reference=reference,
        candidate=candidate,
        election="presidentielle-2027",
        area=["FR"],
        opens_on=date(2026, 11, 1),
        ends_on=date(2027, 6, 30),
    )


def run_the_jobs() -> None:
    """Do what is queued, as the worker would."""
    for job in ProcrastinateJob.objects.filter(task_name="certificates-finish-end", status="todo"):
        tasks.finish_end(**job.args)


def test_the_console_begins_the_end_and_the_worker_finishes_it(become: Become, owner: Owner) -> None:
    become("console")
    mandate, other = opened("m-1"), opened("m-2")
    request_end(actor=SYSTEM, mandate=mandate, grounds="fin du contrat")
    assert mandate.state == Mandate.State.ENDING
    assert not Certificate.objects.exists()
    become("worker")
    run_the_jobs()
    mandate.refresh_from_db()
    text = mandate.certificates.get().document
    assert document.verify(text, trusted=heads.verifier(), mandate="m-1").mandate == "m-1"
    assert mandate.state == Mandate.State.ENDED
    with pytest.raises(KeysDestroyedError):
        open_vault().keys.open(mandate.pk)
    left = owner.execute("SELECT count(*) FROM pg_class WHERE relname ~ %s", [f"_m{mandate.pk}$"]).fetchone()
    kept = owner.execute("SELECT count(*) > 0 FROM pg_class WHERE relname ~ %s", [f"_m{other.pk}$"]).fetchone()
    assert (left, kept) == ((0,), (True,))


def test_asking_again_queues_nothing_twice_and_changes_nothing_after_the_end(become: Become) -> None:
    become("console")
    mandate = opened()
    request_end(actor=SYSTEM, mandate=mandate, grounds="fin")
    request_end(actor=SYSTEM, mandate=mandate, grounds="fin")
    assert ProcrastinateJob.objects.count() == 1
    become("worker")
    run_the_jobs()
    ProcrastinateJob.objects.all().delete()
    mandate.refresh_from_db()
    become("console")
    request_end(actor=SYSTEM, mandate=mandate, grounds="fin")
    assert not ProcrastinateJob.objects.exists()
    assert mandate.state == Mandate.State.ENDED


def test_an_end_that_the_worker_tried_twice_leaves_one_certificate(become: Become) -> None:
    become("console")
    mandate = opened()
    request_end(actor=SYSTEM, mandate=mandate, grounds="fin")
    become("worker")
    run_the_jobs()
    tasks.finish_end(mandate_id=mandate.pk, actor_kind="system", actor_uid=str(SYSTEM.uid), grounds="fin")
    assert Certificate.objects.count() == 1


def test_after_the_end_the_history_shows_who_ended_it_and_hides_what_it_held(become: Become) -> None:
    become("console")
    mandate = opened()
    request_end(actor=SYSTEM, mandate=mandate, grounds="fin")
    become("worker")
    run_the_jobs()
    become("console")
    lines = read(Question(mandate_id=mandate.pk)).lines
    assert [str(line.leaf.action) for line in lines if line.leaf] == [
        "mandate:ended",
        "certificate:issued",
        "mandate:data-dropped",
        "mandate:keys-destroyed",
        "mandate:ending",
        "mandate:opened",
    ]
    assert lines[-1].readable == "destroyed"


def test_a_keeper_gives_up_on_tables_that_stay_busy_instead_of_making_everyone_wait(
    database: str, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "ATTEMPTS", 2)
    monkeypatch.setattr(partitions, "PAUSE", 0)
    mandate = opened()
    with psycopg.connect(database) as reader, psycopg.connect(database, autocommit=True) as keeper:
        reader.execute("SELECT count(*) FROM contacts_contact")
        keeper.execute("SET ROLE selfcontact_worker")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            partitions.drop_mandate_as_keeper(keeper, mandate.pk)
        reader.rollback()
        partitions.drop_mandate_as_keeper(keeper, mandate.pk)
    left = owner.execute("SELECT count(*) FROM pg_class WHERE relname ~ %s", [f"_m{mandate.pk}$"]).fetchone()
    assert left == (0,)


def test_the_console_may_not_sign_a_head_of_the_ledger(become: Become) -> None:
    from django.db.utils import ProgrammingError

    from selfcontact.ledger.actions import sequence

    become("console")
    opened()
    with pytest.raises(ProgrammingError, match="permission denied"):
        sequence()


def test_a_mandate_with_a_running_campaign_does_not_begin_to_end(database: str) -> None:
    house = House(database, port=1)
    mandate = house.mandate(People(count=1))
    house.campaign(mandate)
    with pytest.raises(UserError, match="arrêtez-la"):
        request_end(actor=SYSTEM, mandate=mandate, grounds="fin")
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.LIVE
    assert not ProcrastinateJob.objects.exists()
