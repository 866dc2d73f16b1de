"""What remains of destroyed keys: their ids, the change of epoch and the time; nothing secret."""

import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class DestructionRecord:
    """The evidence of a destruction, kept in the key store for good and printed in the certificate."""

    mandate_id: int
    key_ids: tuple[str, ...]
    generations: tuple[int, ...]
    epoch_before: int
    epoch_after: int
    at: datetime

    def encode(self) -> bytes:
        """Return the content of the file."""
        return json.dumps(vars(self) | {"at": self.at.isoformat()}).encode()

    @classmethod
    def decode(cls, content: bytes) -> "DestructionRecord":
        """Read the content of a file."""
        read = json.loads(content)
        lists = {"key_ids": tuple(read["key_ids"]), "generations": tuple(read["generations"])}
        return cls(**(read | lists | {"at": datetime.fromisoformat(read["at"])}))
