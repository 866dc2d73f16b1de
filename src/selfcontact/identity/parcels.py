"""What is laid out for one browser: sealed with a key that the worker forgets and only that browser makes again."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from selfcontact.ledger.leaf import JSON

NONCE = 12
#: The reference and the due date of a request: what one needs to come back.
RECEIPT = "receipt"


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What a browser finds: a kind ("receipt", "answer"...), and octets that the kind's maker describes."""

    kind: str
    body: bytes = field(repr=False)

    def json(self) -> dict[str, JSON]:
        """Return the body of a parcel that is JSON; raises ValueError for another."""
        read = json.loads(self.body)
        if not isinstance(read, dict):
            raise TypeError("not an object")
        return read


def as_json(kind: str, contents: Mapping[str, JSON]) -> Parcel:
    """Return a parcel of that kind whose body is JSON."""
    return Parcel(kind=kind, body=json.dumps(contents, ensure_ascii=False).encode())


def wrap(ticket: UUID, key: bytes, parcel: Parcel) -> bytes:
    """Return the parcel, sealed for that ticket."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, parcel.body, ticket.bytes)


def unwrap(ticket: UUID, key: bytes, kind: str, sealed: bytes) -> Parcel | None:
    """Return the parcel, or None when it was not wrapped with this key for this ticket."""
    try:
        body = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], ticket.bytes)
    except (InvalidTag, ValueError):
        return None
    return Parcel(kind=kind, body=body)
