"""A proof of consent, as it travels and as it is kept: words and a picture, always sealed."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a provider states of the consent of one row, and a picture of it; a person's data, nearly always."""

    consented_at: str
    form: str
    trace: str
    remark: str = ""
    image: bytes = b""

    def packed(self) -> bytes:
        """Return the words on one line of JSON, then the picture as it is."""
        words = {name: value for name, value in asdict(self).items() if name != "image"}
        return json.dumps(words, ensure_ascii=False).encode() + b"\n" + self.image

    @classmethod
    def read(cls, packed: bytes) -> "Proof":
        """Return what `packed` made."""
        words, _, image = packed.partition(b"\n")
        return cls(**json.loads(words), image=image)

    def __repr__(self) -> str:
        return "Proof()"


def place(audit: UUID, line: int) -> bytes:
    """Return to what a proof on its way is bound: moved to another row or audit, it opens no more."""
    return b"|".join((b"selfcontact/audits/proof/v1", audit.bytes, str(line).encode()))
