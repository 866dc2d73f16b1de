"""All that the public site may do: drop something sealed, ask how it stands, try a code, fetch what lies there.

It holds no key that opens anything, and looks nobody up: whatever number was typed, each of these does the same work,
and none can answer otherwise for a number that we know. It never writes to the ledger; whoever takes a ticket does.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import connection

from selfcontact.identity import keys, letters, papers, parcels
from selfcontact.identity.context import of_document, of_ticket
from selfcontact.identity.models import LARGEST_TICKET, Purpose
from selfcontact.identity.parcels import Parcel
from selfcontact.ledger.leaf import JSON
from selfcontact.lib.errors import UserError
from selfcontact.vault import box

__all__ = [
    "Parcel",
    "Purpose",
    "TicketState",
    "drop",
    "drop_document",
    "parcel",
    "seal_for_workers",
    "state",
    "try_code",
]

# Not through the ORM: it would read back, or name columns that this process may not write.
NEWEST = "SELECT public_keyset FROM identity_boxkey WHERE use = 'ticket' ORDER BY id DESC LIMIT 1"
# One that is older would be shredded before the document is.
NEWEST_FOR_DOCUMENTS = """
SELECT public_keyset FROM identity_boxkey
WHERE use = 'document' AND created_at > statement_timestamp() - interval '2 days' ORDER BY id DESC LIMIT 1
"""
DROP_DOCUMENT = (
    "INSERT INTO identity_identitydocument (uid, ticket_uid, browser_digest, sealed) VALUES (%s, %s, %s, %s)"
)
DROP = "INSERT INTO identity_ticket (uid, purpose, browser_digest, sealed, language) VALUES (%s, %s, %s, %s, %s)"
STATE = "SELECT selfcontact_ticket_state(%s, %s)"
TRY = "SELECT selfcontact_try_code(%s, %s, %s, %s)"
FETCH = "SELECT kind, sealed FROM selfcontact_ticket_parcel(%s, %s)"


class TicketState(StrEnum):
    """How a ticket stands for the browser that dropped it; for any other it is gone."""

    #: Taken or not, code on its way or not: from outside it is the same.
    WAITING = "waiting"
    PROVEN = "proven"
    READY = "ready"
    GONE = "gone"


def drop(*, purpose: Purpose, browser: bytes, contents: Mapping[str, JSON], language: str) -> UUID:
    """Seal what a person wants for the workers alone, drop it, and return its ticket.

    `browser` is the secret of the browser's cookie, 32 octets. Raises UserError when it is too long, or when the
    installation was never set up.
    """
    ticket, digest = uuid4(), keys.browser_digest(browser)
    key = b64encode(keys.parcel_key(ticket, browser)).decode()
    clear = json.dumps({**contents, "parcel_key": key}, ensure_ascii=False).encode()
    sealed = box.seal(_public_keyset(NEWEST), clear, of_ticket(ticket, purpose, digest))
    if len(sealed) > LARGEST_TICKET:
        raise UserError("request_long", fr="Le texte est trop long.", en="The text is too long.")
    with connection.cursor() as cursor:
        cursor.execute(DROP, [ticket, str(purpose), digest, sealed, language])
    return ticket


def state(*, ticket: UUID, browser: bytes) -> TicketState:
    """Tell how a ticket stands."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, [ticket, keys.browser_digest(browser)])
        return TicketState(cursor.fetchone()[0])


def try_code(*, ticket: UUID, browser: bytes, code: str) -> bool:
    """Tell whether this is the code of that ticket; each try but a repeated success counts against it.

    Eight figures are a code sent by message; ten letters and figures are the code of a letter.
    """
    typed, digest = letters.plain(code), keys.browser_digest(browser)
    form = "letter" if len(typed) == letters.LENGTH else "sms"
    tried = keys.letter_digest(typed) if form == "letter" else keys.message_digest(ticket, digest, typed)
    with connection.cursor() as cursor:
        cursor.execute(TRY, [ticket, digest, form, tried])
        return cursor.fetchone()[0] is True


def parcel(*, ticket: UUID, browser: bytes) -> Parcel | None:
    """Return what lies there for this browser, opened; None when there is nothing, or when it is another's."""
    with connection.cursor() as cursor:
        cursor.execute(FETCH, [ticket, keys.browser_digest(browser)])
        row = cursor.fetchone()
    if row is None:
        return None
    kind, sealed = row
    return parcels.unwrap(ticket, keys.parcel_key(ticket, browser), kind, bytes(sealed))


def seal_for_workers(clear: bytes, place: bytes) -> bytes:
    """Return something sealed for the workers and bound to a place; raises UserError before the first set-up."""
    return box.seal(_public_keyset(NEWEST), clear, place)


def drop_document(*, ticket: UUID, browser: bytes, document: bytes) -> None:
    """Seal an identity document for two people of the house and drop it with a ticket, read by nobody else.

    Raises UserError for one that is too large or of another kind. One that nobody asked for is destroyed unread, and
    whoever dropped it is not told: no door says what is known of a ticket.
    """
    papers.check(document)
    uid, digest = uuid4(), keys.browser_digest(browser)
    sealed = box.seal(_public_keyset(NEWEST_FOR_DOCUMENTS), document, of_document(uid, ticket, digest))
    with connection.cursor() as cursor:
        cursor.execute(DROP_DOCUMENT, [uid, ticket, digest, sealed])


def _public_keyset(newest: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(newest)
        row = cursor.fetchone()
    if row is None:
        raise UserError(
            "box_missing",
            fr="Cette installation n’est pas encore prête à recevoir des demandes.",
            en="This installation is not ready to receive requests yet.",
            hint="selfcontact setup",
        )
    return bytes(row[0])
