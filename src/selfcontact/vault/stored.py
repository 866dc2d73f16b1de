"""One file of the key store: the two wrapped keysets of a mandate and generation."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass

from selfcontact.vault import keyset
from selfcontact.vault.custodian import Custodian
from selfcontact.vault.fields import MandateKeys

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class StoredKeys:
    """Keysets wrapped under an epoch, and their ids, which are no secret."""

    mandate_id: int | None
    generation: int
    key_ids: tuple[str, ...]
    wrapped: dict[str, bytes]

    def encode(self) -> bytes:
        """Return the content of the file."""
        wrapped = {purpose: b64encode(value).decode() for purpose, value in self.wrapped.items()}
        head = {"version": VERSION, "mandate": self.mandate_id, "generation": self.generation}
        return json.dumps(head | {"key_ids": self.key_ids, "wrapped": wrapped}).encode()

    @classmethod
    def decode(cls, content: bytes) -> "StoredKeys":
        """Read the content of a file."""
        read = json.loads(content)
        return cls(
            mandate_id=read["mandate"],
            generation=read["generation"],
            key_ids=tuple(read["key_ids"]),
            wrapped={purpose: b64decode(value) for purpose, value in read["wrapped"].items()},
        )

    def unwrap(self, custodian: Custodian, mandate_id: int | None, generation: int) -> MandateKeys:
        """Return usable keys for that mandate and generation; a file put in another's place is refused."""
        clear = {p: custodian.unwrap(w, associated(mandate_id, p, generation)) for p, w in self.wrapped.items()}
        return MandateKeys(
            mandate_id=mandate_id,
            generation=generation,
            fields=keyset.raw("fields", clear["fields"]),
            index=keyset.raw("index", clear["index"]),
        )

    def rewrap(self, custodian: Custodian) -> "StoredKeys":
        """Return the same keysets wrapped under the present epoch."""
        places = {p: associated(self.mandate_id, p, self.generation) for p in self.wrapped}
        fresh = {p: custodian.wrap(custodian.unwrap(w, places[p]), places[p]) for p, w in self.wrapped.items()}
        return StoredKeys(mandate_id=self.mandate_id, generation=self.generation, key_ids=self.key_ids, wrapped=fresh)


def generate(custodian: Custodian, mandate_id: int | None, generation: int) -> StoredKeys:
    """Return new random keysets for a mandate and generation."""
    clear = {purpose: keyset.generate(purpose) for purpose in keyset.PURPOSES}
    return StoredKeys(
        mandate_id=mandate_id,
        generation=generation,
        key_ids=tuple(f"{owner(mandate_id)}-g{generation}-{p}-{keyset.raw(p, k).key_id:08x}" for p, k in clear.items()),
        wrapped={p: custodian.wrap(k, associated(mandate_id, p, generation)) for p, k in clear.items()},
    )


def owner(mandate_id: int | None) -> str:
    """Return the name under which a mandate's files are kept, or "platform"."""
    return "platform" if mandate_id is None else f"mandate-{mandate_id}"


def associated(mandate_id: int | None, purpose: str, generation: int) -> bytes:
    """Return what a wrapped keyset is bound to."""
    return f"selfcontact/keyset/v{VERSION}|{owner(mandate_id)}|{purpose}|{generation}".encode()
