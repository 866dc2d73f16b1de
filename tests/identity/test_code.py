"""Codes: five tries in all, ten minutes, one ticket, one browser, once. Attack 5 of the privacy note, section 6."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from tests.identity.world import Browser, issued

from selfcontact.identity import actions, keys
from selfcontact.identity.models import Code, Ticket
from selfcontact.identity.public import TicketState
from selfcontact.lib.actor import SYSTEM

S = TicketState
GUESSES, HANDS = 5_000, 16
GUESS = "SELECT selfcontact_try_code(%s, %s, 'sms', %s)"


def test_the_code_of_the_message_proves_the_ticket(browser: Browser) -> None:
    uid = browser.drop()
    assert browser.state(uid) == S.WAITING
    assert browser.try_code(uid, issued(uid))
    assert browser.state(uid) == S.PROVEN


@pytest.mark.parametrize("gap", [" ", "-", ".", "\u00a0"])
def test_a_code_may_be_typed_as_people_type(browser: Browser, gap: str) -> None:
    uid = browser.drop()
    code = issued(uid)
    assert browser.try_code(uid, f" {code[:4]}{gap}{code[4:]} ")


def test_five_thousand_guesses_at_once_are_five_guesses(browser: Browser, database: str) -> None:
    uid = browser.drop()
    code, digest = issued(uid), keys.browser_digest(browser.secret)
    guesses = [keys.message_digest(uid, digest, f"{(int(code) + n) % 10**8:08d}") for n in range(1, GUESSES + 1)]
    start = Barrier(HANDS)

    def guess(hand: int) -> Counter[bool]:
        with psycopg.connect(database, autocommit=True) as own:
            start.wait()
            return Counter(_guess(own, uid, digest, tried) for tried in guesses[hand::HANDS])

    with ThreadPoolExecutor(HANDS) as pool:
        told = sum(pool.map(guess, range(HANDS)), Counter[bool]())
    assert told == {False: GUESSES}
    assert Code.objects.get().attempts == 5
    # The right one comes too late.
    assert not browser.try_code(uid, code)
    assert browser.state(uid) == S.WAITING


def test_the_right_code_typed_many_times_at_once_counts_once(browser: Browser, database: str) -> None:
    uid = browser.drop()
    code, digest = issued(uid), keys.browser_digest(browser.secret)
    right = keys.message_digest(uid, digest, code)
    start = Barrier(8)

    def type_it(_: int) -> bool:
        with psycopg.connect(database, autocommit=True) as own:
            start.wait()
            return _guess(own, uid, digest, right)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(type_it, range(8))) == 1


def test_after_five_wrong_ones_the_right_one_fails(browser: Browser) -> None:
    uid = browser.drop()
    code = issued(uid)
    for n in range(1, 6):
        assert not browser.try_code(uid, f"{(int(code) + n) % 10**8:08d}")
    assert not browser.try_code(uid, code)
    assert browser.state(uid) == S.WAITING


def test_after_four_wrong_ones_the_right_one_still_proves(browser: Browser) -> None:
    uid = browser.drop()
    code = issued(uid)
    for n in range(1, 5):
        assert not browser.try_code(uid, f"{(int(code) + n) % 10**8:08d}")
    assert browser.try_code(uid, code)


def test_the_code_of_one_ticket_is_none_of_another(browser: Browser) -> None:
    first, second = browser.drop(), browser.drop()
    code, own = issued(first), issued(second)
    assert code == own or not browser.try_code(second, code)
    assert browser.state(second) == S.WAITING
    assert browser.try_code(second, own)


def test_another_browser_does_not_prove_with_the_right_code(browser: Browser) -> None:
    uid, stranger = browser.drop(), Browser()
    code = issued(uid)
    assert not stranger.try_code(uid, code)
    assert Code.objects.get().attempts == 0
    assert browser.try_code(uid, code)


@pytest.mark.parametrize("nothing", ["", "0", "00000000", " ", "None", "null", "\x00", "٣٣٣٣٣٣٣٣", "8" * 5000])
def test_nothing_proves_a_ticket_that_got_no_code(browser: Browser, nothing: str) -> None:
    uid = browser.drop()
    assert not browser.try_code(uid, nothing)
    assert browser.state(uid) == S.WAITING


@pytest.mark.parametrize("nothing", ["", "0", " ", "None"])
def test_nothing_is_no_code(browser: Browser, nothing: str) -> None:
    uid = browser.drop()
    issued(uid)
    assert not browser.try_code(uid, nothing)


def test_no_ticket_is_proven_by_a_missing_digest(browser: Browser) -> None:
    uid = browser.drop()
    issued(uid)
    with connection.cursor() as cursor:
        for form, digest in (("sms", None), (None, None), ("letter", None), ("sms", b"")):
            cursor.execute(
                "SELECT selfcontact_try_code(%s, %s, %s, %s)",
                [uid, keys.browser_digest(browser.secret), form, digest],
            )
            assert cursor.fetchone()[0] is False


def test_a_used_code_is_good_for_nothing(browser: Browser) -> None:
    uid = browser.drop()
    code = issued(uid)
    assert browser.try_code(uid, code)
    assert not browser.try_code(uid, code)
    assert not browser.try_code(browser.drop(), code)


def test_after_ten_minutes_a_code_is_too_old(browser: Browser) -> None:
    uid = browser.drop()
    code = issued(uid)
    _older(uid, "10 minutes 1 second")
    assert not browser.try_code(uid, code)


def test_before_ten_minutes_are_over_a_code_is_good(browser: Browser) -> None:
    uid = browser.drop()
    code = issued(uid)
    _older(uid, "9 minutes 30 seconds")
    assert browser.try_code(uid, code)


def test_one_ticket_never_gets_a_second_code(browser: Browser) -> None:
    uid = browser.drop()
    issued(uid)
    assert actions.issue(actor=SYSTEM, ticket=Ticket.objects.get(pk=uid), number=33639980001) == ""
    assert Code.objects.count() == 1


def test_a_dump_without_the_key_of_the_digests_finds_no_code(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    uid = browser.drop()
    code = issued(uid)
    stored = bytes(Code.objects.get().digest)
    assert stored == keys.message_digest(uid, keys.browser_digest(browser.secret), code)
    monkeypatch.setattr(keys, "_key", lambda: b"what a thief of the database has")
    assert stored != keys.message_digest(uid, keys.browser_digest(browser.secret), code)


def test_once_it_has_left_a_code_stands_nowhere(browser: Browser) -> None:
    issued(browser.drop())
    assert Code.objects.get().sealed is None


def _guess(own: psycopg.Connection[tuple[object, ...]], uid: UUID, digest: bytes, tried: bytes) -> bool:
    row = own.execute(GUESS, [uid, digest, tried]).fetchone()
    return bool(row and row[0])


def _older(ticket: UUID, by: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_code SET created_at = created_at - %s::interval, expires_at = expires_at - %s::interval"
            " WHERE ticket_id = %s",
            [by, by, ticket],
        )
