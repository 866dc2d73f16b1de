"""The entry itself: canonical JSON without anything personal, and the commitment to its details."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeAlias
from uuid import UUID

import rfc8785

from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor

JSON: TypeAlias = "str | int | float | bool | Sequence[JSON] | Mapping[str, JSON] | None"
#: The same, as the serialiser wants it.
Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
VERSION = 1
SALT = 32
#: One word, so that no free text enters a leaf.
OUTCOME = re.compile(r"[a-z]+(-[a-z]+){0,3}")


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """Who did what to which object, when, with what outcome; `commitment` binds the sealed details."""

    uid: UUID
    at: datetime
    actor: Actor
    action: Action
    mandate_id: int | None
    object_id: UUID
    outcome: str
    commitment: bytes

    def encode(self) -> bytes:
        """Return the bytes that are hashed (RFC 8785). Raises ValueError when `outcome` is not one word."""
        if not OUTCOME.fullmatch(self.outcome):
            raise ValueError("an outcome is one lower-case word")
        return rfc8785.dumps(
            {
                "version": VERSION,
                "entry": str(self.uid),
                "at": iso(self.at),
                "actor": {"kind": self.actor.kind, "uid": str(self.actor.uid)},
                "action": str(self.action),
                "mandate": self.mandate_id,
                "object": str(self.object_id),
                "outcome": self.outcome,
                "commitment": self.commitment.hex(),
            }
        )

    @classmethod
    def decode(cls, encoded: bytes) -> "Leaf":
        """Read an entry; raises ValueError when the bytes are not one."""
        try:
            read = json.loads(encoded)
            return cls(
                uid=UUID(read["entry"]),
                at=datetime.fromisoformat(read["at"]),
                actor=Actor(kind=read["actor"]["kind"], uid=UUID(read["actor"]["uid"])),
                action=Action(read["action"]),
                mandate_id=read["mandate"],
                object_id=UUID(read["object"]),
                outcome=read["outcome"],
                commitment=bytes.fromhex(read["commitment"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not an entry") from error


def canonical(details: Mapping[str, JSON]) -> bytes:
    """Return details as canonical JSON."""
    return rfc8785.dumps({key: _plain(value) for key, value in details.items()})


def commitment(salt: bytes, details: bytes) -> bytes:
    """Return SHA-256 of salt and canonical details: without the salt, nobody can try likely details."""
    return sha256(salt + details).digest()


def iso(at: datetime) -> str:
    """Return an aware time as UTC, ISO 8601, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: JSON) -> Plain:
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value]
