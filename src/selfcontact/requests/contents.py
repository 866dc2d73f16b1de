"""Who asks, where to answer, what they wrote: one value under the platform's keys, and an index of the number."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from selfcontact.ledger.leaf import JSON
from selfcontact.requests.models import Request
from selfcontact.vault import open_vault
from selfcontact.vault.fields import MandateKeys

TABLE = "rights_request"


@dataclass(frozen=True, kw_only=True)
class Person:
    """In clear, for as long as an action needs it; prints nothing. `number` is E.164 without plus, or unknown."""

    number: int | None = field(default=None, repr=False)
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    #: In which the person is answered.
    language: str = "fr"


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What is stored of a person."""

    generation: int
    sealed: bytes
    phone_index: bytes | None


def seal(request: Request, person: Person) -> Sealed:
    """Return what is stored of the person for that request, under the newest keys of the platform."""
    generation, sealed = seal_row(TABLE, request.uid, asdict(person))
    index = index_of(person.number, generation) if person.number else None
    return Sealed(generation=generation, sealed=sealed, phone_index=index)


def unseal(request: Request) -> Person | None:
    """Return the person of a request, or None once its contents were purged."""
    if request.sealed is None:
        return None
    return Person(**open_row(TABLE, request.uid, request.generation, bytes(request.sealed)))


def seal_row(place: str, uid: UUID, clear: Mapping[str, JSON]) -> tuple[int, bytes]:
    """Return a value sealed for one row under the newest keys of the platform, and their generation."""
    keys = open_vault().keys.latest(None)
    return keys.generation, keys.seal(place, uid.int >> 65, json.dumps(dict(clear), ensure_ascii=False).encode())


def open_row(place: str, uid: UUID, generation: int, sealed: bytes) -> dict[str, Any]:
    """Return what was sealed for that row."""
    found: dict[str, Any] = json.loads(open_vault().keys.open(None, generation).open(place, uid.int >> 65, sealed))
    return found


def index_of(number: int, generation: int) -> bytes:
    """Return the index of a number under one generation of the platform's keys."""
    return open_vault().keys.open(None, generation).fingerprint(number)


def indexes(number: int) -> list[bytes]:
    """Return the index of a number under every generation of the platform's keys."""
    return [keys.fingerprint(number) for keys in _generations()]


def _generations() -> list[MandateKeys]:
    keys = open_vault().keys
    return [keys.open(None, generation) for generation in keys.generations(None)]
