"""Whoever gave no address reads on the public site, with a fresh code, what the others are sent."""

import pytest
from tests.identity.world import NUMBER, Browser
from tests.reception.world import NOW, deeds, prove, request_of, tend

from selfcontact.identity.models import Purpose
from selfcontact.ledger.leaf import JSON
from selfcontact.lib.actor import SYSTEM
from selfcontact.notices import actions as notices
from selfcontact.reception import news
from selfcontact.requests import actions
from selfcontact.requests.models import Request

REASON = "Votre demande touche quatre mandats."


@pytest.fixture
def late(browser: Browser) -> Request:
    """Have somebody ask on the site, prove it, and be told that it takes longer."""
    uid = browser.drop()
    tend()
    prove(browser, uid)
    tend()
    made = request_of(uid)
    actions.extend(actor=SYSTEM, request=made, reason=REASON, at=NOW)
    return made


def come_back(request: Request, number: int = NUMBER) -> dict[str, JSON] | None:
    """Come back from another device and enter the code; return what lies there."""
    browser = Browser()
    uid = browser.drop(Purpose.OPEN, "fr", reference=request.reference, kinds=[], text="", number=str(number))
    tend()
    prove(browser, uid)
    tend()
    parcel = browser.parcel(uid)
    return {"kind": parcel.kind, **parcel.json()} if parcel else None


def test_an_extension_its_reason_and_the_new_day_are_read_with_a_fresh_code(late: Request) -> None:
    found = come_back(late)
    assert found
    assert (found["kind"], found["received_on"], found["due_on"]) == ("news", "2027-03-15", str(late.due_on))
    assert found["ended_on"] == ""
    written = found["written"]
    assert isinstance(written, list)
    said = [str(one) for one in written]
    assert any(REASON in one for one in said)
    assert all(late.reference in one for one in said)


def test_what_was_read_is_on_record_as_delivered_once_and_may_be_read_again(late: Request) -> None:
    first, again = come_back(late), come_back(late)
    assert first == again
    assert all(one.sent_at for one in notices.of(late.uid))
    assert deeds(late.uid).count("notice:sent") == notices.of(late.uid).count()


def test_another_number_with_the_same_reference_reads_nothing(late: Request) -> None:
    assert come_back(late, number=NUMBER + 1) is None
    assert news.for_ticket(request=late, number=NUMBER + 1, at=NOW) is None
    assert not any(one.sent_at for one in notices.of(late.uid))


def test_what_was_forgotten_is_not_shown_and_the_end_of_the_request_is(late: Request) -> None:
    notices.forget(actor=SYSTEM, subject_uid=late.uid)
    Request.objects.filter(pk=late.pk).update(ended_at=NOW)
    found = come_back(late)
    assert found
    assert (found["written"], found["ended_on"]) == ([], "2027-03-15")
