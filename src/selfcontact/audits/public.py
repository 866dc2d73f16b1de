"""All that the provider's page may do, with the secret of its link: see which rows are asked, and drop a proof.

Three functions of the database answer it and no table does: whoever takes the public site over reads row numbers of
audits whose secret they hold, and no proof, for those are sealed for the workers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from selfcontact.audits.link import digest
from selfcontact.audits.models import LARGEST_PROOF
from selfcontact.audits.proof import Proof, place
from selfcontact.identity import public as identity
from selfcontact.lib.errors import UserError

ASKED = "SELECT uid, provider, delivery, file_sha256, received_on, due_at FROM selfcontact_audit_asked(%s, %s)"
ROWS = "SELECT line, answered, settled FROM selfcontact_audit_rows(%s, %s) ORDER BY line"
ANSWER = "SELECT selfcontact_audit_answer(%s, %s, %s, %s)"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a provider, about a file of its own."""

    uid: UUID
    provider: str
    delivery: str
    file_sha256: str
    received_on: date
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of its file: whether its proof came, and whether it was judged, so that no other is taken."""

    line: int
    answered: bool
    settled: bool


def asked(*, secret: str, at: datetime) -> Asked | None:
    """Return what the link asks for; None for one that is void or past its time."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [digest(secret), at])
        row = cursor.fetchone()
    names = ("uid", "provider", "delivery", "file_sha256", "received_on", "due_at")
    return Asked(**dict(zip(names, row, strict=True))) if row else None


def rows(*, secret: str, at: datetime) -> Sequence[Row]:
    """Return the rows that the link asks for, in the order of the file."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [digest(secret), at])
        return [Row(line=line, answered=answered, settled=settled) for line, answered, settled in cursor.fetchall()]


def answer(*, secret: str, line: int, proof: Proof, at: datetime) -> None:
    """Seal a proof for the workers and drop it; another one may take its place until somebody has judged it.

    Raises UserError for a link that is void, a row that it does not ask for, or a proof that is too large.
    """
    found = asked(secret=secret, at=at)
    packed = proof.packed()
    if len(packed) > LARGEST_PROOF:
        raise UserError(
            "proof_large", fr="Cette preuve est trop grande : 10 Mo au plus.", en="This proof is too large: 10 MB."
        )
    if found is None or not _dropped(secret, line, identity.seal_for_workers(packed, place(found.uid, line)), at):
        raise UserError(
            "proof_not_asked",
            fr="Cette ligne n’est pas demandée, est déjà jugée, ou le délai est passé.",
            en="This row is not asked for, is judged already, or the time is over.",
        )


def _dropped(secret: str, line: int, sealed: bytes, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ANSWER, [digest(secret), line, sealed, at])
        return cursor.fetchone()[0] is True
