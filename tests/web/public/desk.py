"""What a person types on the public site, and what the house then finds in its box."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from selfcontact.identity import actions, contents, outgoing
from selfcontact.identity.contents import Contents
from selfcontact.identity.models import Ticket
from selfcontact.lib.actor import SYSTEM

NATIONAL = "06 39 98 00 01"
NUMBER = 33639980001
FACTS = {"number": NATIONAL, "surname": "Lefèvre", "first_name": "Zoé", "postcode": "35000"}
FORMS: Mapping[str, Mapping[str, str]] = {
    "stop": {"number": NATIONAL, "candidate": ""},
    "know": FACTS,
    "correct": {**FACTS, "text": "Mon nom s’écrit Lefebvre."},
    "erase": {"number": NATIONAL},
    "freeze": {"number": NATIONAL},
    "take-away": FACTS,
    "after-death": {**FACTS, "text": "Tout effacer."},
    "complain": {"text": "Trois messages en un jour.", "where": "zoe@exemple.example"},
}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')


def send(client: Client, path: str, values: Mapping[str, str]) -> HttpResponse:
    """Open the page, fill its form in and send it, hidden fields included."""
    said = client.get(path).content.decode()
    hidden = {name: value for name, value in HIDDEN.findall(said) if name != "language"}
    return client.post(path, {**hidden, **values})  # type: ignore[return-value]


def ask(client: Client, slug: str, **changes: str) -> HttpResponse:
    """Ask for one right."""
    return send(client, f"/rights/{slug}/ask/", {**FORMS[slug], **changes})


def ticket_of(answer: HttpResponse) -> UUID:
    """Return the ticket that an answer leads to."""
    assert answer.status_code == 302, answer.content.decode()
    return UUID(answer.headers["Location"].rstrip("/").split("/")[-1])


def found(ticket: UUID) -> Contents:
    """Return what the house reads in a ticket."""
    return contents.read(Ticket.objects.get(pk=ticket))


def code_for(ticket: UUID, number: int = NUMBER) -> str:
    """Return the code that leaves for a ticket, whether a worker has made it already or not."""
    row = Ticket.objects.get(pk=ticket)
    assert actions.issue(actor=SYSTEM, ticket=row, number=number) == ""
    wanted = row.codes.get().uid
    (text,) = [one.text for one in outgoing.claim(synthetic=True) if one.uid == wanted]
    (code,) = re.findall(r"\b\d{8}\b", text)
    return str(code)
