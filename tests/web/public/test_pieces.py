"""A proof of identity from the public site: bounded, never on a disk, destroyed unseen unless somebody asked for it."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import override_settings
from tests.identity.world import as_process, issued
from tests.intake.world import make_register
from tests.reception.world import CLOCK, hold, request_of, tend
from tests.requests.world import DEPUTY, DPO
from tests.web.public.desk import NATIONAL, NUMBER, TOKEN, ask, code_for, send, ticket_of

from selfcontact.identity import documents
from selfcontact.identity.models import LARGEST_DOCUMENT, IdentityDocument
from selfcontact.requests import actions
from selfcontact.requests.models import Rung, State
from selfcontact.web.pieces import AROUND

PDF = b"%PDF-1.7 une piece"
End = IdentityDocument.End


@pytest.fixture
def proven(asker: Client) -> UUID:
    """Give a ticket whose code was typed in this browser, and that no worker has taken yet."""
    ticket = ticket_of(ask(asker, "erase"))
    assert send(asker, f"/rights/erase/ask/{ticket}/", {"code": issued(ticket)}).status_code == 302
    return ticket


def put(client: Client, ticket: UUID, *documents: bytes, name: str = "piece") -> Any:
    """Send files from the page of documents."""
    path = f"/piece/{ticket}/"
    (token, *_) = TOKEN.findall(client.get("/rights/erase/ask/").content.decode())
    files = [SimpleUploadedFile("Lefevre.pdf", one, "application/pdf") for one in documents]
    return client.post(path, {"csrfmiddlewaretoken": token, name: files})


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_page_is_found_from_the_status_of_a_proven_request_alone(asker: Client, proven: UUID) -> None:
    assert f'href="/piece/{proven}/"' in said(asker.get(f"/rights/erase/ask/{proven}/"))
    page = said(asker.get(f"/piece/{proven}/"))
    assert "Cachez la photo, le numéro" in page
    assert "détruite sans être ouverte" in page
    fresh = ticket_of(ask(asker, "erase"))
    assert "/piece/" not in said(asker.get(f"/rights/erase/ask/{fresh}/"))
    assert asker.get(f"/piece/{fresh}/").status_code == 404
    assert put(asker, fresh, PDF).status_code == 404


def test_whoever_comes_back_with_reference_and_code_finds_it_too(asker: Client) -> None:
    back = send(asker, "/resume/", {"reference": "d-0123456789", "number": NATIONAL}).headers["Location"]
    ticket = UUID(back.split("/")[2])
    assert "/piece/" not in said(asker.get(back))
    send(asker, back, {"code": issued(ticket)})
    assert f'href="/piece/{ticket}/"' in said(asker.get(back))
    assert asker.get(f"/piece/{ticket}/").status_code == 200


@pytest.mark.parametrize(
    "document", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"PK\x03\x04 a zip", b"MZ", b"GIF89a", b"<html>"]
)
def test_what_begins_like_no_pdf_and_no_photograph_is_refused_whatever_its_name_says(
    asker: Client, proven: UUID, document: bytes
) -> None:
    answer = put(asker, proven, document)
    assert answer.status_code == 200
    assert "ni un PDF, ni une photo" in said(answer)
    assert not IdentityDocument.objects.exists()


def test_an_empty_form_and_an_empty_file_are_refused(asker: Client, proven: UUID) -> None:
    for answer in (put(asker, proven), put(asker, proven, b""), put(asker, proven, PDF, name="other")):
        assert answer.status_code == 200
        assert "field__error" in said(answer)
    assert not IdentityDocument.objects.exists()


def test_ten_megabytes_are_taken_and_an_octet_more_is_not(asker: Client, proven: UUID) -> None:
    whole = PDF + bytes(LARGEST_DOCUMENT - len(PDF))
    assert put(asker, proven, whole).headers["Location"] == f"/piece/{proven}/?sent=1"
    assert "10 Mo au plus" in said(put(asker, proven, whole + b"0"))
    assert IdentityDocument.objects.count() == 1


class Unread:
    """A body that nobody may read."""

    def read(self, *_args: object) -> bytes:
        raise AssertionError

    readline = read


@pytest.mark.parametrize("path", ["/piece/00000000-0000-4000-8000-000000000000/", "/rights/erase/ask/", "/"])
def test_what_is_larger_than_a_document_may_be_is_refused_before_any_of_it_is_read(asker: Client, path: str) -> None:
    length = LARGEST_DOCUMENT + AROUND + 1
    answer = asker.generic("POST", path, content_type="multipart/form-data; boundary=x", **_body(length))
    assert answer.status_code == 413
    assert "10 Mo au plus" in said(answer)


def _body(length: int) -> Any:
    return {"CONTENT_LENGTH": str(length), "wsgi.input": Unread()}


def test_a_second_file_and_files_elsewhere_are_let_go_of(asker: Client, proven: UUID) -> None:
    assert put(asker, proven, PDF, b"%PDF-1.7 une autre").status_code == 302
    assert IdentityDocument.objects.count() == 1
    (token, *_) = TOKEN.findall(said(asker.get("/rights/erase/ask/")))
    other = SimpleUploadedFile("x.pdf", PDF, "application/pdf")
    asker.post("/rights/erase/ask/", {"csrfmiddlewaretoken": token, "number": NATIONAL, "piece": other})
    assert IdentityDocument.objects.count() == 1


def test_another_browser_and_a_form_from_elsewhere_drop_nothing(asker: Client, proven: UUID) -> None:
    other = Client(enforce_csrf_checks=True)
    assert other.get(f"/piece/{proven}/").status_code == 404
    assert put(other, proven, PDF).status_code == 404
    assert put(asker, uuid4(), PDF).status_code == 404
    file = SimpleUploadedFile("x.pdf", PDF, "application/pdf")
    assert asker.post(f"/piece/{proven}/", {"piece": file}).status_code == 403
    assert not IdentityDocument.objects.exists()


def test_sending_counts_as_a_form_of_the_network(asker: Client, proven: UUID) -> None:
    with override_settings(WEB_POSTS_PER_HOUR=0):
        assert put(asker, proven, PDF).status_code == 429
    assert not IdentityDocument.objects.exists()


def test_one_that_nobody_asked_for_is_destroyed_unseen_and_the_page_says_the_same(
    asker: Client, database: str, tmp_path: Path
) -> None:
    pages = []
    for wanted in (False, True):
        ticket = in_doubt(asker, database, tmp_path / str(wanted))
        if wanted:
            question(ticket)
        put(asker, ticket, PDF)
        pages.append(clean(asker.get(f"/piece/{ticket}/?sent=1")).replace(str(ticket), ""))
        tend()
        pages.append(clean(asker.get(f"/piece/{ticket}/?sent=1")).replace(str(ticket), ""))
    assert len(set(pages)) == 1
    first, second = IdentityDocument.objects.order_by("created_at")
    assert (first.sealed, first.end, first.seen_by) == (None, End.UNWANTED, [])
    assert second.sealed


def test_one_that_was_asked_for_is_seen_by_two_proves_who_it_is_and_is_destroyed(
    asker: Client, database: str, tmp_path: Path
) -> None:
    ticket = in_doubt(asker, database, tmp_path / "house")
    question(ticket)
    assert put(asker, ticket, PDF).status_code == 302
    tend()
    made, one = request_of(ticket), IdentityDocument.objects.get()
    assert documents.unseen(made.uid)
    with as_process("console"):
        assert documents.disclose(actor=DPO, uid=one.uid) == PDF
        documents.disclose(actor=DEPUTY, uid=one.uid)
    actions.identity_answered(actor=DPO, request=made, at=CLOCK.now())
    actions.verify(actor=DEPUTY, request=made, rung=Rung.DOCUMENT, at=CLOCK.now())
    tend()
    made.refresh_from_db()
    one.refresh_from_db()
    assert (made.state, made.rung) == (State.VERIFIED, Rung.DOCUMENT)
    assert (one.sealed, one.end) == (None, End.DECIDED)
    assert asker.get(f"/piece/{ticket}/").status_code == 200


def in_doubt(client: Client, database: str, place: Path) -> UUID:
    """Ask for access under another name than the one that a mandate holds, prove the number, and return the ticket."""
    if not IdentityDocument.objects.exists():
        place.mkdir()
        hold(database, make_register(place).mandate)
    ticket = ticket_of(ask(client, "know"))
    tend()
    send(client, f"/rights/know/ask/{ticket}/", {"code": code_for(ticket, NUMBER)})
    tend()
    assert request_of(ticket).state == State.RECEIVED
    return ticket


def question(ticket: UUID) -> None:
    """Have the DPO ask, with a reason, who the person is."""
    actions.ask_identity(actor=DPO, request=request_of(ticket), reason="Un autre nom.", at=CLOCK.now())


def clean(answer: Any) -> str:
    """Return a page without the token of its forms, which is never the same."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", said(answer))
