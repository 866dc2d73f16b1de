"""Codes on their way to a telephone. Claimed, and forgotten by the table, before they leave."""

import json
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from django.db import connection, transaction

from selfcontact.identity import context
from selfcontact.identity.actions import CODE
from selfcontact.vault import SealBrokenError, open_vault

AT_ONCE = 50
# What is sealed leaves the table in the statement that claims it: a second sender, or this one after a crash, finds
# nothing to send. A code that is too old to be typed is left where it is.
CLAIM = """
WITH picked AS (
    SELECT id, generation, sealed FROM identity_code
    WHERE form = 'sms' AND state = 'waiting' AND synthetic = %s AND expires_at > statement_timestamp()
    ORDER BY created_at LIMIT %s FOR UPDATE SKIP LOCKED
)
UPDATE identity_code AS code SET state = 'claimed', sealed = NULL FROM picked WHERE code.id = picked.id
RETURNING code.uid, code.language, picked.generation, picked.sealed
"""
# Nothing of what it is about: somebody else may hold the telephone. One part, in the alphabet of the network.
TEXTS = {
    "fr": "Votre code : {code}. Il vaut dix minutes. Ne le donnez à personne. Vous n'avez rien demandé ? Ignorez ce "
    "message.",
    "en": "Your code: {code}. It is good for ten minutes. Give it to nobody. You asked for nothing? Ignore this "
    "message.",
}
log = structlog.get_logger("identity")


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message with a code; prints nothing of it."""

    uid: UUID
    number: int = field(repr=False)
    text: str = field(repr=False)


@transaction.atomic
def claim(*, synthetic: bool) -> list[Outgoing]:
    """Take the codes that wait for invented people, or for real ones, and return the messages, marked as claimed."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [synthetic, AT_ONCE])
        rows = cursor.fetchall()
    return [one for row in rows if (one := _outgoing(*row))]


def _outgoing(uid: UUID, language: str, generation: int, sealed: bytes) -> Outgoing | None:
    try:
        clear = open_vault().keys.open(None, generation).open(CODE, context.row(uid), bytes(sealed))
    except SealBrokenError:
        log.exception("code_unreadable", code=str(uid))
        return None
    said = json.loads(clear)
    return Outgoing(uid=uid, number=int(said["number"]), text=TEXTS[language].format(code=said["code"]))
