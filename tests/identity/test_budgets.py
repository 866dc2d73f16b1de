"""How many codes leave: attack 6 of the privacy note, section 6 (pumping, bombing one victim)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from tests.identity.world import NUMBER, Browser

from selfcontact.identity import actions, budgets, outgoing
from selfcontact.identity.models import Code, Ticket
from selfcontact.ledger.leaf import Leaf
from selfcontact.ledger.models import Entry
from selfcontact.lib.actor import SYSTEM


def ask(browser: Browser, number: int = NUMBER) -> str:
    """Drop a ticket and ask for a code; return why none leaves."""
    ticket = Ticket.objects.get(pk=browser.drop(number=str(number)))
    return actions.issue(actor=SYSTEM, ticket=ticket, number=number)


def older(days: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_code SET created_at = created_at - %s * interval '1 day'", [days])


def deeds() -> list[str]:
    return [Leaf.decode(bytes(entry.leaf)).action for entry in Entry.objects.order_by("id")]


def test_a_number_gets_three_codes_in_a_day_whatever_browser_asks(browser: Browser) -> None:
    assert [ask(each) for each in (browser, browser, Browser(), Browser())] == ["", "", "", "day"]
    assert len(outgoing.claim(synthetic=True)) == 3
    assert ask(browser, NUMBER + 1) == ""
    older(1.01)
    assert ask(browser) == ""


def test_a_number_gets_ten_codes_in_a_week(browser: Browser) -> None:
    for _ in range(3):
        assert [ask(browser) for _ in range(3)] == [""] * 3
        older(1.01)
    assert [ask(browser), ask(browser)] == ["", "week"]
    older(4)
    assert ask(browser) == ""


def test_beyond_the_codes_of_a_day_none_leaves_and_the_ledger_says_so_once(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CODES_PER_DAY", 4)
    assert [ask(browser, NUMBER + n) for n in range(6)] == ["", "", "", "", "breaker", "breaker"]
    assert Code.objects.count() == 4
    assert (deeds().count("codes:halted"), deeds().count("code:withheld")) == (1, 2)
    older(1.01)
    assert ask(browser, NUMBER + 5) == ""


def test_a_rotated_key_forgets_no_budget(browser: Browser) -> None:
    assert [ask(browser) for _ in range(3)] == [""] * 3
    from selfcontact.vault import open_vault

    open_vault().keys.create(None, 2)
    assert ask(browser) == "day"


def test_a_ticket_shows_its_browser_nothing_of_a_budget(browser: Browser) -> None:
    for _ in range(3):
        ask(browser)
    ticket = Ticket.objects.get(pk=browser.drop())
    before = browser.state(ticket.uid)
    assert actions.issue(actor=SYSTEM, ticket=ticket, number=NUMBER) == "day"
    assert browser.state(ticket.uid) == before
    assert browser.parcel(ticket.uid) is None


def test_no_table_says_to_which_number_a_code_went(browser: Browser) -> None:
    ask(browser)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM identity_code c")
        (row,) = cursor.fetchone()
    assert str(NUMBER)[2:] not in row


def test_what_no_sender_took_is_forgotten_once_it_is_too_old(browser: Browser) -> None:
    ask(browser)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_code SET expires_at = statement_timestamp()")
    assert outgoing.claim(synthetic=True) == []
    actions.purge(actor=SYSTEM)
    assert Code.objects.get().sealed is None


def alone(verb: Callable[[], str]) -> str:
    """Call a verb over a connection of this thread's own."""
    try:
        return verb()
    finally:
        connection.close()


def test_a_code_that_waits_for_its_ticket_holds_up_no_other(
    browser: Browser, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    ticket = Ticket.objects.get(pk=browser.drop())
    with ThreadPoolExecutor(1) as other:
        with owner.transaction():
            owner.execute("SELECT FROM identity_ticket WHERE uid = %s FOR UPDATE", [ticket.pk])
            code = other.submit(alone, lambda: actions.issue(actor=SYSTEM, ticket=ticket, number=NUMBER))
            while owner.execute("SELECT FROM pg_locks WHERE NOT granted").fetchone() is None:
                assert not code.done()
            assert owner.execute("SELECT pg_try_advisory_xact_lock(%s)", [budgets.TURN]).fetchone() == (True,)
        assert code.result() == ""
