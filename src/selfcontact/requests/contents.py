"""Who asks, where to answer, what they wrote: one value under the platform's keys, and an index of the number."""

import json
from dataclasses import asdict, dataclass, field

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


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What is stored of a person."""

    generation: int
    sealed: bytes
    phone_index: bytes | None


def seal(request: Request, person: Person) -> Sealed:
    """Return what is stored of the person for that request, under the newest keys of the platform."""
    keys = open_vault().keys.latest(None)
    clear = json.dumps(asdict(person), ensure_ascii=False).encode()
    return Sealed(
        generation=keys.generation,
        sealed=keys.seal(TABLE, _row(request), clear),
        phone_index=keys.fingerprint(person.number) if person.number else None,
    )


def unseal(request: Request) -> Person | None:
    """Return the person of a request, or None once its contents were purged."""
    if request.sealed is None:
        return None
    keys = open_vault().keys.open(None, request.generation)
    return Person(**json.loads(keys.open(TABLE, _row(request), bytes(request.sealed))))


def indexes(number: int) -> list[bytes]:
    """Return the index of a number under every generation of the platform's keys."""
    return [keys.fingerprint(number) for keys in _generations()]


def _generations() -> list[MandateKeys]:
    keys = open_vault().keys
    return [keys.open(None, generation) for generation in keys.generations(None)]


def _row(request: Request) -> int:
    return request.uid.int >> 65
