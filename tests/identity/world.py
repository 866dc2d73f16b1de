"""An invented person before the public site, with the rights of its process and nothing else."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from selfcontact.identity import actions, outgoing
from selfcontact.identity import public as site
from selfcontact.identity.models import Purpose, Ticket
from selfcontact.ledger.leaf import JSON
from selfcontact.lib.actor import SYSTEM

#: Of a block without a holder.
NUMBER = 33639980001
TYPED: Mapping[str, JSON] = {
    "number": str(NUMBER),
    "surname": "Lefèvre",
    "first_name": "Zoé",
    "postcode": "35000",
    "kinds": ["access"],
    "text": "D’où vient mon numéro ?",
    "where": "",
    "reference": "",
    "candidate": "",
}


@contextmanager
def as_process(name: str) -> Iterator[None]:
    """Act with the database role of a process."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE selfcontact_{name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


class Browser:
    """One browser before the site; `secret` is what its cookie holds."""

    def __init__(self) -> None:
        self.secret = os.urandom(32)

    def drop(self, purpose: Purpose = Purpose.ASK, language: str = "fr", **typed: JSON) -> UUID:
        """Fill the form in."""
        with as_process("public"):
            return site.drop(purpose=purpose, browser=self.secret, contents={**TYPED, **typed}, language=language)

    def state(self, ticket: UUID) -> site.TicketState:
        """Look at the page of a ticket."""
        with as_process("public"):
            return site.state(ticket=ticket, browser=self.secret)

    def try_code(self, ticket: UUID, code: str) -> bool:
        """Type a code."""
        with as_process("public"):
            return site.try_code(ticket=ticket, browser=self.secret, code=code)

    def parcel(self, ticket: UUID) -> site.Parcel | None:
        """Fetch what lies there."""
        with as_process("public"):
            return site.parcel(ticket=ticket, browser=self.secret)


def issued(ticket: UUID, number: int = NUMBER) -> str:
    """Have a code made for a ticket and return it, as it stands in the message that leaves."""
    assert actions.issue(actor=SYSTEM, ticket=Ticket.objects.get(pk=ticket), number=number) == ""
    (one,) = outgoing.claim(synthetic=True)
    actions.told(ended=[(one.uid, True)])
    assert one.number == number
    return code_in(one.text)


def code_in(text: str) -> str:
    """Return the eight figures in a message."""
    (code,) = [word.strip(".,:") for word in text.split() if word.strip(".,:").isdecimal()]
    assert len(code) == 8
    return code
