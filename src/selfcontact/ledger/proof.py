"""The proof that an entry is in the ledger, verified offline: the text format of C2SP tlog-proof."""

from base64 import b64encode
from dataclasses import dataclass

from selfcontact.ledger import checkpoint, merkle
from selfcontact.ledger.checkpoint import Checkpoint, CheckpointRefusedError, Verifier, decode_base64

FORMAT = "c2sp.org/tlog-proof@v1"
#: No tree of 64-bit size has a longer path.
LONGEST = 63


@dataclass(frozen=True, kw_only=True)
class Proof:
    """An entry, its index, its audit path and the signed checkpoint (note) under which the path ends."""

    leaf: bytes
    index: int
    path: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """Return the proof as one text; the entry itself travels in the "extra" line."""
        extra = f"extra {b64encode(self.leaf).decode()}"
        hashes = [b64encode(step).decode() for step in self.path]
        return "\n".join([FORMAT, extra, f"index {self.index}", *hashes, "", self.note])

    @classmethod
    def parse(cls, text: str) -> "Proof":
        """Read a proof; raises `CheckpointRefusedError` when it is malformed."""
        head, blank, note = text.partition("\n\n")
        try:
            first, extra, index, *hashes = head.split("\n")
            path = tuple(decode_base64(step) for step in hashes)
            leaf = decode_base64(extra.removeprefix("extra "))
            position = int(index.removeprefix("index "))
        except ValueError:
            raise CheckpointRefusedError("not a proof of inclusion") from None
        lines_fit = extra.startswith("extra ") and index == f"index {position}" and len(path) <= LONGEST
        if first != FORMAT or not blank or not lines_fit or any(len(step) != merkle.HASH for step in path):
            raise CheckpointRefusedError("not a proof of inclusion")
        return cls(leaf=leaf, index=position, path=path, note=note)


def verify_proof(proof: Proof, verifier: Verifier) -> Checkpoint:
    """Return the checkpoint under which the entry is proved; raises `CheckpointRefusedError`. Needs no database."""
    head = checkpoint.verify(proof.note, verifier)
    hashed = merkle.leaf_hash(proof.leaf)
    if not merkle.verify_inclusion(hashed=hashed, index=proof.index, size=head.size, proof=proof.path, root=head.root):
        raise CheckpointRefusedError("the entry is not in the tree of this checkpoint")
    return head
