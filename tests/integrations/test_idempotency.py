"""A call under a key happens once, whatever the network does."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from selfcontact.accounts.models import Role, User
from selfcontact.integrations import actions, idempotency
from selfcontact.integrations.idempotency import Answer, KeyBusyError, KeyReusedError
from selfcontact.integrations.models import ApiToken
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.mandates.actions import add_candidate
from selfcontact.mandates.models import Candidate

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ASKED = idempotency.fingerprint("POST", "/api/v1/campaigns", b"{}")


@pytest.fixture
def token(database: str) -> ApiToken:
    owner = User.objects.create_user("zoe@example.org", roles=[str(Role.OPERATOR)])
    return actions.issue_token(actor=SYSTEM, owner=owner, name="tests", words=["campaigns:write"], days=9, at=NOW).token


def add() -> Answer:
    """Do something that can be counted, and that could be done twice."""
    add_candidate(actor=SYSTEM, reference=f"candidate-{Candidate.objects.count()}", name="Alix Durand")
    return Answer(status=201, body='{"done":true}', location="/there")


def test_the_same_call_is_answered_the_same_and_not_repeated(token: ApiToken) -> None:
    first = idempotency.once(token, "a", ASKED, NOW, add)
    second = idempotency.once(token, "a", ASKED, NOW + timedelta(hours=23), add)
    assert (second.status, second.body, second.location) == (first.status, first.body, first.location)
    assert (first.replayed, second.replayed) == (False, True)
    assert Candidate.objects.count() == 1


def test_another_call_under_the_same_key_is_refused(token: ApiToken) -> None:
    idempotency.once(token, "a", ASKED, NOW, add)
    with pytest.raises(KeyReusedError):
        idempotency.once(token, "a", idempotency.fingerprint("POST", "/api/v1/campaigns", b"[]"), NOW, add)
    assert Candidate.objects.count() == 1


def test_a_call_that_was_refused_may_be_asked_again(token: ApiToken) -> None:
    def refuse() -> Answer:
        add()
        raise UserError("no", fr="Non.", en="No.")

    with pytest.raises(UserError):
        idempotency.once(token, "a", ASKED, NOW, refuse)
    assert Candidate.objects.count() == 0
    assert not idempotency.once(token, "a", ASKED, NOW, add).replayed


def test_a_key_is_forgotten_after_a_day(token: ApiToken) -> None:
    idempotency.once(token, "a", ASKED, NOW, add)
    later = NOW + idempotency.KEPT
    assert not idempotency.once(token, "a", ASKED, later, add).replayed
    assert idempotency.forget(later) == 0
    assert idempotency.forget(later + idempotency.KEPT) == 1


def test_of_two_at_the_same_time_one_is_done_and_the_other_told_to_wait(token: ApiToken) -> None:
    inside, done = threading.Event(), threading.Event()
    answers: list[Answer] = []

    def slow() -> Answer:
        inside.set()
        assert done.wait(30)
        return add()

    def first() -> None:
        try:
            answers.append(idempotency.once(token, "a", ASKED, NOW, slow))
        finally:
            connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    try:
        assert inside.wait(30)
        with pytest.raises(KeyBusyError):
            idempotency.once(token, "a", ASKED, NOW, add)
    finally:
        done.set()
        thread.join()
    assert idempotency.once(token, "a", ASKED, NOW, add).replayed
    assert len(answers) == Candidate.objects.count() == 1
