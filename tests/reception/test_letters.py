"""Rung 3: a code in a letter to the address on file, typed on the site or read out to somebody of the house."""

import re

import pytest
from django.db import connection
from tests.identity.world import NUMBER, Browser
from tests.intake.world import Register
from tests.reception.world import CLOCK, hold, messages, request_of, tend

from selfcontact.contacts.finding import everywhere
from selfcontact.identity import letters as codes
from selfcontact.identity.models import Code
from selfcontact.identity.public import Purpose, TicketState
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Means
from selfcontact.reception import letters
from selfcontact.requests.models import Request, Rung, State


@pytest.fixture
def made(register: Register, database: str, browser: Browser) -> Request:
    """Give a request of somebody whom we hold, who gets no message any more."""
    hold(database, register.mandate)
    uid = browser.drop(where="ailleurs@example.org")
    tend()
    messages()
    return request_of(uid)


def write(request: Request) -> str:
    """Write the letter and return the code in it."""
    (held,) = everywhere(NUMBER)
    letter = notices.opened(letters.write(actor=SYSTEM, request=request, held=held, at=CLOCK.now()))
    found = re.search(rf"\b[{codes.ALPHABET}]{{5}} [{codes.ALPHABET}]{{5}}\b", letter.text)
    assert found
    return found[0]


def test_the_letter_goes_to_the_address_on_file_whatever_was_typed(made: Request) -> None:
    write(made)
    (notice,) = notices.waiting(Means.POST)
    letter = notices.opened(notice)
    assert letter.to.splitlines() == ["Zoé Durand", "1 rue de la Paix", "35000 Rennes"]


def test_its_code_proves_a_ticket_with_the_reference_in_any_browser(made: Request) -> None:
    code, browser = write(made), Browser()
    uid = browser.drop(Purpose.ASK, reference=made.reference, number="")
    assert not browser.try_code(uid, code)
    tend()
    assert browser.try_code(uid, code.lower())
    tend()
    made.refresh_from_db()
    assert (made.state, made.rung) == (State.VERIFIED, Rung.LETTER)
    assert browser.state(uid) == TicketState.READY
    assert not browser.try_code(browser.drop(Purpose.ASK, reference=made.reference), code)


def test_its_code_proves_nothing_without_the_reference(made: Request) -> None:
    code, browser = write(made), Browser()
    uids = [browser.drop(), browser.drop(Purpose.ASK, reference="d-0000000000")]
    tend()
    assert not any(browser.try_code(uid, code) for uid in uids)
    assert Code.objects.get(form="letter").attempts == 0


def test_five_wrong_ones_end_it_whatever_tickets_they_are_typed_on(made: Request) -> None:
    code = write(made)
    for _ in range(5):
        browser = Browser()
        uid = browser.drop(Purpose.ASK, reference=made.reference, number="")
        tend()
        assert not browser.try_code(uid, "BCDFG HJKMN")
    assert not browser.try_code(uid, code)
    assert not letters.prove(actor=SYSTEM, request=made, typed=code, at=CLOCK.now())


def test_it_is_good_for_thirty_days(made: Request) -> None:
    code = write(made)
    _older("29 days 23 hours")
    browser = Browser()
    uid = browser.drop(Purpose.ASK, reference=made.reference, number="")
    tend()
    _older("2 hours")
    assert not browser.try_code(uid, code)
    _older("-2 hours")
    assert browser.try_code(uid, code)


def test_somebody_of_the_house_takes_it_by_telephone_and_each_try_counts(made: Request) -> None:
    code = write(made)
    assert not letters.prove(actor=SYSTEM, request=made, typed="BCDFG HJKMN", at=CLOCK.now())
    assert Code.objects.get(form="letter").attempts == 1
    assert letters.prove(actor=SYSTEM, request=made, typed=code, at=CLOCK.now())
    made.refresh_from_db()
    assert (made.state, made.rung) == (State.VERIFIED, Rung.LETTER)
    assert not letters.prove(actor=SYSTEM, request=made, typed=code, at=CLOCK.now())
    with pytest.raises(UserError, match="plus de preuve"):
        write(made)


def test_a_second_letter_ends_the_first(made: Request) -> None:
    first, second = write(made), write(made)
    assert not letters.prove(actor=SYSTEM, request=made, typed=first, at=CLOCK.now())
    assert letters.prove(actor=SYSTEM, request=made, typed=second, at=CLOCK.now())


def test_the_code_stands_in_no_table_in_clear(made: Request) -> None:
    code = write(made).replace(" ", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM identity_code c UNION ALL SELECT n::text FROM notices_notice n")
        rows = " ".join(row for (row,) in cursor.fetchall())
    assert code not in rows
    assert code.encode().hex() not in rows


def _older(by: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_code SET expires_at = expires_at - %s::interval WHERE form = 'letter'", [by])
