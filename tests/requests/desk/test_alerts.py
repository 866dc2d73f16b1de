"""The DPO is written to once for each request and step, with the reference and the day alone."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import override_settings
from tests.requests.world import DAY, DPO, RECEIVED, deeds, receive, verified

from selfcontact.lib.actor import SYSTEM
from selfcontact.requests import actions, tasks
from selfcontact.requests.desk.alerts import alert
from selfcontact.requests.models import Ground, Kind


@pytest.fixture(autouse=True)
def outbox(database: str) -> Iterator[None]:
    mail.outbox = []
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


def at(days: int) -> int:
    return alert(actor=SYSTEM, at=RECEIVED + days * DAY)


def test_each_step_is_told_once_as_the_month_passes() -> None:
    made = receive()
    counts = [at(day) for day in range(40)]
    assert sum(counts) == 4
    assert [day for day, count in enumerate(counts) if count] == [16, 24, 26, 32]
    said = [one.subject.removeprefix(f"Demande {made.reference} : ") for one in mail.outbox]
    assert said == [
        "la moitié du délai est passée",
        "les trois quarts du délai sont passés",
        "il reste cinq jours ou moins",
        "le délai est passé",
    ]
    assert deeds(made.uid).count("request:alerted") == 4


def test_a_mail_has_the_reference_and_the_day_and_nothing_of_the_person() -> None:
    made = receive()
    at(16)
    (sent,) = mail.outbox
    whole = f"{sent.subject}\n{sent.body}"
    assert made.reference in whole
    assert "15 avril 2027" in whole
    assert sent.to == ["dpo@selfcontact.com"]
    assert not re.search(r"Zoé|Lefèvre|Paix|39980001|numéro", whole)


def test_a_paused_or_answered_request_is_silent_and_an_extension_begins_anew() -> None:
    paused, done, longer = receive(), verified(Kind.RECTIFICATION), receive()
    actions.ask_identity(actor=DPO, request=paused, reason="doute", at=RECEIVED + DAY)
    actions.decide(actor=DPO, request=done, ground=Ground.EXCESSIVE, at=RECEIVED)
    assert at(27) == 2
    actions.extend(actor=DPO, request=longer, reason="complexe", at=RECEIVED + 28 * DAY)
    assert at(29) == 0
    assert [one.subject for one in mail.outbox if longer.reference in one.subject][-1].endswith("cinq jours ou moins")
    assert at(50) == 2


def test_a_request_found_late_is_told_its_present_step_alone() -> None:
    receive()
    assert (at(60), at(60)) == (1, 0)


def test_two_workers_write_once() -> None:
    receive()

    def one() -> int:
        try:
            return at(16)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: one(), range(4))) == 1
    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_leave_is_tried_again() -> None:
    made = receive()
    with (
        override_settings(EMAIL_BACKEND="tests.requests.desk.test_alerts.Broken"),
        pytest.raises(OSError, match="down"),
    ):
        at(16)
    assert "request:alerted" not in deeds(made.uid)
    assert at(16) == 1


class Broken:
    """A server that is down."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def send_messages(self, _: object) -> int:
        raise OSError("down")


def test_the_worker_does_it_by_itself() -> None:
    receive()
    with override_settings(CLOCK_START=RECEIVED + 17 * DAY):
        tasks.warn(0)
    assert len(mail.outbox) == 1
