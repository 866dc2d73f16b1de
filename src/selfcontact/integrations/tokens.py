"""The token itself: what it looks like, what is kept of it, and whether one that is shown may enter."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import connection

from selfcontact.integrations import scopes
from selfcontact.integrations.models import ApiToken

#: So that scanners of published code recognise a token that slipped out.
MARK = "sct_"
PREFIX = 12
COUNT = """
UPDATE integrations_apitoken
SET calls = CASE WHEN minute = %(minute)s THEN calls + 1 ELSE 1 END, minute = %(minute)s, last_used_on = %(day)s
WHERE id = %(token)s RETURNING calls
"""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A new token, in clear for the only time, with what is kept of it."""

    clear: str
    prefix: str
    digest: bytes

    def __repr__(self) -> str:
        return f"Made(prefix={self.prefix!r})"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Whoever calls under a valid token, and what the owner's present roles leave of its scopes."""

    token: ApiToken
    scopes: frozenset[str]


def make() -> Made:
    """Return a fresh token of 32 random bytes."""
    clear = MARK + secrets.token_urlsafe(32)
    return Made(clear=clear, prefix=clear[:PREFIX], digest=digest(clear))


def digest(clear: str) -> bytes:
    """Return what is kept of a token."""
    return sha256(clear.encode("utf-8", "surrogateescape")).digest()


def caller(clear: str, at: datetime) -> Caller | None:
    """Return who calls under this token, or None when it is unknown, revoked, expired or its owner is inactive."""
    found = ApiToken.objects.select_related("owner").filter(digest=digest(clear)).first()
    if found is None or found.revoked_at or found.expires_at <= at or not found.owner.is_active:
        return None
    return Caller(token=found, scopes=scopes.held(found.owner, found.scopes))


def count_call(token: ApiToken, at: datetime) -> int:
    """Count a call and return how many there were in the present minute, whichever process took them."""
    at = at.astimezone(UTC)
    values: dict[str, Any] = {"minute": at.replace(second=0, microsecond=0), "day": at.date(), "token": token.pk}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        row = cursor.fetchone()
    return int(row[0]) if row else 0
