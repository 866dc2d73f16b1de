"""A call under an idempotency key happens once: its answer is kept in the transaction of what it did."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection, transaction

from selfcontact.integrations.models import ApiToken, IdempotencyKey
from selfcontact.lib.errors import UserError

KEPT = timedelta(hours=24)
#: First half of the advisory locks' key, so that these never meet the locks of another part of the house.
LOCKS = zlib.crc32(b"integrations.idempotency") - 2**31


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is answered; `replayed` when it is the answer to an earlier call."""

    status: int
    body: str
    location: str = ""
    replayed: bool = False


class KeyBusyError(UserError):
    """The same call is being carried out at this moment."""

    def __init__(self) -> None:
        super().__init__(
            "idempotency_busy",
            fr="Le même appel est en cours : recommencez dans un instant.",
            en="The same call is being carried out: try again in a moment.",
        )


class KeyReusedError(UserError):
    """The key already stands for something else."""

    def __init__(self) -> None:
        super().__init__(
            "idempotency_reused",
            fr="Cette clé d’idempotence a déjà servi pour un autre appel.",
            en="This idempotency key was already used for another call.",
        )


def fingerprint(method: str, path: str, body: bytes) -> bytes:
    """Return what tells one call from another."""
    return sha256(b"\0".join((method.encode(), path.encode(), body))).digest()


def once(token: ApiToken, key: str, asked: bytes, at: datetime, carry_out: Callable[[], Answer]) -> Answer:
    """Return the kept answer of this call, or carry it out and keep the answer if it succeeded.

    What was refused changed nothing: it is not kept, and may be asked again under the same key. Raises
    `KeyBusyError` while another call under the key runs, `KeyReusedError` when the key stands for another call.
    """
    hashed = sha256(key.encode("utf-8", "surrogateescape")).digest()
    with transaction.atomic():
        _lock(token, hashed)
        found = token.idempotency_keys.filter(key_hash=hashed).first()
        if found and found.created_at > at - KEPT:
            return _again(found, asked)
        if found:
            found.delete()
        answer = carry_out()
        if answer.status < 300:
            token.idempotency_keys.create(
                key_hash=hashed,
                fingerprint=asked,
                status=answer.status,
                body=answer.body,
                location=answer.location,
                created_at=at,
            )
    return answer


def forget(at: datetime) -> int:
    """Delete the answers that are no longer given; return how many."""
    deleted, _ = IdempotencyKey.objects.filter(created_at__lte=at - KEPT).delete()
    return deleted


def _again(found: IdempotencyKey, asked: bytes) -> Answer:
    if bytes(found.fingerprint) != asked:
        raise KeyReusedError
    return Answer(status=found.status, body=found.body, location=found.location, replayed=True)


def _lock(token: ApiToken, hashed: bytes) -> None:
    """Hold the key until the transaction ends; a lock rather than a row, so that a crash leaves nothing behind."""
    second = zlib.crc32(token.pk.to_bytes(8, "big") + hashed) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, second])
        row = cursor.fetchone()
    if row is None or not row[0]:
        raise KeyBusyError
