"""Reading the answer: only after a fresh code, in this browser alone, as a page or as files, every value escaped."""

import csv
import io
import json
from collections.abc import Mapping
from uuid import UUID

import pytest
from django.test import Client
from tests.answers.world import NOW, granted, second_candidate
from tests.identity.world import issued
from tests.intake.world import Register
from tests.requests.conftest import register
from tests.requests.world import DPO
from tests.web.public.desk import NATIONAL, NUMBER, send, ticket_of
from tests.web.public.test_asking import said

from selfcontact.answers import actions, parcels
from selfcontact.identity import actions as identity
from selfcontact.identity import contents
from selfcontact.identity.models import Ticket
from selfcontact.identity.parcels import Parcel, as_json
from selfcontact.requests.models import Kind

__all__ = ["register"]
EVIL = '"><script>alert(1)</script>'


def come(client: Client) -> UUID:
    """Come back for an answer and enter the code."""
    ticket = ticket_of(send(client, "/answer/", {"reference": "d-0123456789", "number": NATIONAL}))
    assert send(client, f"/answer/{ticket}/", {"code": issued(ticket)}).status_code == 302
    return ticket


def lay(ticket: UUID, parcel: Parcel | None) -> None:
    """Do as the house does once a number is proven."""
    row = Ticket.objects.get(pk=ticket)
    said = contents.read(row)
    if parcel:
        identity.lay(ticket=row, said=said, parcel=parcel)
    identity.finish(ticket=row)


@pytest.fixture
def answer(asker: Client, register: Register) -> Parcel:
    """Publish the answer to a person whom two candidates hold, and open it once."""
    second_candidate(register)
    made = granted(Kind.ACCESS, Kind.PORTABILITY)
    actions.publish(actor=DPO, request=made, at=NOW)
    parcel = parcels.for_ticket(request=made, number=NUMBER, at=NOW)
    assert parcel
    return parcel


def test_the_answer_is_read_after_a_fresh_code_and_says_how_often_and_until_when(asker: Client, answer: Parcel) -> None:
    ticket = come(asker)
    waiting = said(asker.get(f"/answer/{ticket}/"))
    assert "Nous préparons l’ouverture" in waiting
    assert "Camille Fiction" not in waiting
    lay(ticket, answer)
    page = said(asker.get(f"/answer/{ticket}/"))
    for fact in ("Camille Fiction", "Dominique Invention", "Fichiers Fiction", "2 quai du Port", "Durand"):
        assert fact in page
    assert "encore être ouverte 2 fois, jusqu’au 31 mars 2027" in page
    assert 'http-equiv="refresh"' not in said(asker.get(f"/answer/{ticket}/?follow=2"))


def test_the_files_hold_the_same_and_their_names_no_person(asker: Client, answer: Parcel) -> None:
    ticket = come(asker)
    lay(ticket, answer)
    document = answer.json()["content"]
    assert isinstance(document, Mapping)
    got = {
        one: asker.get(f"/answer/{ticket}/{one}/") for one in ("json", "csv", "pdf", "portable.json", "portable.csv")
    }
    assert json.loads(got["json"].content) == document
    assert json.loads(got["portable.json"].content) == document["portable"]
    rows = list(csv.reader(io.StringIO(got["csv"].content.decode("utf-8-sig")), delimiter=";"))
    assert any("2 quai du Port" in cell for row in rows for cell in row)
    formulas = {cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))}
    assert formulas <= {f"+{NUMBER}"}, "a number stays one that can be dialled"
    assert got["pdf"].content.startswith(b"%PDF-")
    for ending, one in got.items():
        assert one["Content-Disposition"] == f'attachment; filename="selfcontact-{document["reference"]}.{ending}"'
        assert one["Cache-Control"] == "no-store, private"
        assert one["X-Content-Type-Options"] == "nosniff"
    assert asker.get(f"/answer/{ticket}/exe/").status_code == 404


def test_nothing_of_an_answer_is_html_whatever_a_file_once_held(asker: Client, answer: Parcel) -> None:
    ticket = come(asker)
    told = json.loads(answer.body.decode().replace("Durand", json.dumps(EVIL)[1:-1]))
    lay(ticket, as_json("answer", told))
    page = said(asker.get(f"/answer/{ticket}/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_whoever_has_proven_a_number_under_which_nothing_waits_is_told_so_and_no_more(asker: Client) -> None:
    ticket = come(asker)
    lay(ticket, None)
    page = said(asker.get(f"/answer/{ticket}/"))
    assert "aucune réponse n’attend sous cette référence pour ce numéro" in page
    assert asker.get(f"/answer/{ticket}/json/").status_code == 404


def test_until_an_answer_waits_the_page_says_where_things_stand_and_what_was_written(asker: Client) -> None:
    ticket = come(asker)
    written = [{"on": "2027-03-20", "subject": "Plus de temps", "text": f"Parce que {EVIL}"}]
    stands = {"received_on": "2027-03-15", "due_on": "2027-06-15", "ended_on": ""}
    lay(ticket, as_json("news", {**stands, "written": written}))
    page = said(asker.get(f"/answer/{ticket}/"))
    for fact in ("15 mars 2027", "Réponse au plus tard le", "15 juin 2027", "Plus de temps", "&lt;script&gt;"):
        assert fact in page
    assert "<script>alert" not in page
    assert asker.get(f"/answer/{ticket}/json/").status_code == 404


def test_the_answer_is_written_in_the_language_of_whoever_reads(asker: Client, answer: Parcel) -> None:
    ticket = come(asker)
    lay(ticket, answer)
    page = said(asker.get(f"/answer/{ticket}/?language=en"))
    assert "Answer to your request" in page
