"""Identity documents: asked for in writing, sealed, seen by two, destroyed (attack 29 of the privacy note)."""

from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from tests.identity.world import Browser, as_process
from tests.reception.world import CLOCK, deeds, request_of, tend, ticket_of

from selfcontact.identity import boxes, documents
from selfcontact.identity import public as site
from selfcontact.identity.models import LARGEST_DOCUMENT, BoxKey, IdentityDocument
from selfcontact.identity.public import Purpose
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.errors import UserError
from selfcontact.lib.home import home
from selfcontact.requests import actions
from selfcontact.requests.models import Ground, Rung, State

CANARY = b"ZQX-PASSEPORT-CANARI"
PDF = b"%PDF-1.7\n" + CANARY * 40
FIRST, SECOND = Actor(kind="staff", uid=uuid4()), Actor(kind="staff", uid=uuid4())
End = IdentityDocument.End


def upload(browser: Browser, ticket: UUID, document: bytes = PDF) -> None:
    with as_process("public"):
        site.drop_document(ticket=ticket, browser=browser.secret, document=document)


def asked(browser: Browser) -> UUID:
    """Drop a request, have the DPO ask who it is, and return the ticket."""
    uid = browser.drop()
    tend()
    reason = "Deux personnes de ce nom ont ce numéro."
    actions.ask_identity(actor=FIRST, request=request_of(uid), reason=reason, at=CLOCK.now())
    return uid


def one() -> IdentityDocument:
    return IdentityDocument.objects.get()


def test_two_people_see_a_document_before_it_proves_anything_and_then_it_is_gone(browser: Browser) -> None:
    uid = asked(browser)
    upload(browser, uid)
    tend()
    made = request_of(uid)
    assert documents.unseen(made.uid)
    with as_process("console"):
        assert documents.disclose(actor=FIRST, uid=one().uid) == PDF
        documents.disclose(actor=FIRST, uid=one().uid)
    actions.identity_answered(actor=FIRST, request=made, at=CLOCK.now())
    with pytest.raises(UserError, match="Deux personnes"):
        actions.verify(actor=FIRST, request=made, rung=Rung.DOCUMENT, at=CLOCK.now())
    with as_process("console"):
        documents.disclose(actor=SECOND, uid=one().uid)
    actions.verify(actor=SECOND, request=made, rung=Rung.DOCUMENT, at=CLOCK.now())
    tend()
    assert (one().sealed, one().end) == (None, End.DECIDED)
    assert one().seen_by == [FIRST.uid, SECOND.uid]
    with pytest.raises(UserError, match="détruite"):
        documents.disclose(actor=FIRST, uid=one().uid)
    done = deeds(made.uid)
    assert done.count("identity-document:seen") == 3
    assert done[-1] == "identity-document:destroyed"


def test_a_refusal_destroys_it_too(browser: Browser) -> None:
    uid = asked(browser)
    upload(browser, uid)
    tend()
    made = request_of(uid)
    actions.identity_answered(actor=FIRST, request=made, at=CLOCK.now())
    actions.decide(actor=FIRST, request=made, ground=Ground.UNIDENTIFIED, at=CLOCK.now())
    tend()
    assert one().sealed
    actions.confirm(actor=SECOND, request=made, at=CLOCK.now())
    tend()
    assert one().sealed is None


def test_after_three_days_it_is_destroyed_whoever_has_not_decided(browser: Browser) -> None:
    uid = asked(browser)
    upload(browser, uid)
    tend()
    _older("71 hours 59 minutes")
    assert documents.destroy_old() == 0
    _older("1 minute")
    with as_process("worker"):
        assert documents.destroy_old() == 1
    assert (one().sealed, one().end) == (None, End.TIME)
    assert request_of(uid).state == State.IDENTITY_ASKED


def test_one_that_nobody_asked_for_is_destroyed_unread(browser: Browser) -> None:
    uid = browser.drop()
    tend()
    upload(browser, uid)
    tend()
    assert (one().sealed, one().end, one().request_uid) == (None, End.UNWANTED, None)


def test_another_browser_cannot_add_a_document_to_a_request(browser: Browser) -> None:
    uid = asked(browser)
    upload(Browser(), uid)
    upload(browser, uuid4())
    _older("11 minutes")
    tend()
    assert not documents.live(request_of(uid).uid).exists()
    assert set(IdentityDocument.objects.values_list("end", flat=True)) == {End.UNWANTED}


def test_a_document_that_comes_before_its_ticket_is_taken_waits(browser: Browser) -> None:
    made = request_of(asked(browser))
    again = browser.drop(Purpose.ASK, reference=made.reference)
    upload(browser, again)
    tend()
    tend()
    assert ticket_of(again).request_uid == made.uid
    assert documents.live(made.uid).count() == 1


def test_a_request_keeps_three_documents_and_no_more(browser: Browser) -> None:
    uid = asked(browser)
    for _ in range(5):
        upload(browser, uid)
    tend()
    assert documents.live(request_of(uid).uid).count() == 3


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"PK\x03\x04 a zip bomb",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html>",
        b"GIF89a",
        b" %PDF-1.7",
        b"%PDF",
        b"MZ",
        b"\x00" * 100,
    ],
)
def test_nothing_but_a_pdf_or_a_photograph_is_taken(browser: Browser, document: bytes) -> None:
    with pytest.raises(UserError, match="ni un PDF"):
        upload(browser, uuid4(), document)
    assert not IdentityDocument.objects.exists()


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"%PDF-2.0", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
def test_a_pdf_and_photographs_are_taken_up_to_ten_megabytes(browser: Browser, start: bytes) -> None:
    uid = asked(browser)
    upload(browser, uid, start + b"\x00" * (LARGEST_DOCUMENT - len(start)))
    with pytest.raises(UserError, match="trop grand"):
        upload(browser, uid, start + b"\x00" * (LARGEST_DOCUMENT - len(start) + 1))
    tend()
    assert documents.live(request_of(uid).uid).count() == 1


def test_what_a_site_in_other_hands_drops_as_a_document_is_destroyed(browser: Browser) -> None:
    uid = asked(browser)
    digest, junk = bytes(ticket_of(uid).browser_digest), b"\x01" + bytes(8) + b"junk"
    with as_process("public"), connection.cursor() as cursor:
        cursor.execute(site.DROP_DOCUMENT, [uuid4(), uid, digest, junk])
    tend()
    assert one().end == End.UNWANTED


def test_nothing_of_a_document_stands_in_clear_and_its_key_in_no_table(browser: Browser, database: str) -> None:
    uid = asked(browser)
    upload(browser, uid)
    tend()
    with psycopg.connect(database) as owner:
        row = owner.execute("SELECT sealed FROM identity_identitydocument").fetchone()
        assert row
        assert CANARY not in row[0]
        keys = owner.execute("SELECT sealed FROM identity_boxkey WHERE use = 'document'").fetchall()
    assert keys == [(None,)]
    for path in home().rglob("*"):
        assert not path.is_file() or CANARY not in path.read_bytes()


def test_once_the_key_of_its_days_is_shredded_a_copy_of_the_database_opens_no_document(browser: Browser) -> None:
    uid = asked(browser)
    upload(browser, uid)
    tend()
    kept = bytes(one().sealed or b"")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_boxkey SET created_at = created_at - interval '6 days'")
    with as_process("worker"):
        assert boxes.shred_old(actor=SYSTEM) == 1
        boxes.ensure(actor=SYSTEM)
    assert BoxKey.objects.filter(use="document").count() == 1
    assert len(list((home() / "documents").glob("*.key"))) == 1
    IdentityDocument.objects.update(sealed=kept)
    with pytest.raises(UserError, match="détruite"):
        documents.disclose(actor=FIRST, uid=one().uid)


def test_the_site_fills_no_box_whose_key_would_go_before_the_document(browser: Browser) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_boxkey SET created_at = created_at - interval '2 days'")
    with pytest.raises(UserError, match="pas encore prête"):
        upload(browser, uuid4())


def _older(by: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_identitydocument SET created_at = created_at - %s::interval", [by])
