"""The Merkle tree of RFC 6962: hashes, roots, proofs of inclusion and of consistency, and their verification."""

from collections.abc import Sequence
from hashlib import sha256

HASH = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of an entry (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees; its prefix keeps a node from passing as an entry."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The perfect subtrees at the right edge, largest first: all that appending needs."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if size.bit_count() != len(hashes):
            raise ValueError("a frontier has one hash per bit set in its size")
        self.size = size
        self._hashes = list(hashes)

    def append(self, hashed: bytes) -> None:
        """Add one leaf hash at the end."""
        size = self.size
        while size & 1:
            hashed = node_hash(self._hashes.pop(), hashed)
            size >>= 1
        self._hashes.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree of the present size."""
        if not self._hashes:
            return EMPTY_ROOT
        total = self._hashes[-1]
        for hashed in reversed(self._hashes[:-1]):
            total = node_hash(hashed, total)
        return total

    def encode(self) -> bytes:
        """Return the hashes end to end."""
        return b"".join(self._hashes)

    @classmethod
    def decode(cls, size: int, encoded: bytes) -> "Frontier":
        """Read what `encode` wrote; raises ValueError when it does not fit the size."""
        if len(encoded) % HASH:
            raise ValueError("a frontier is made of whole hashes")
        return cls(size, [encoded[start : start + HASH] for start in range(0, len(encoded), HASH)])


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    frontier = Frontier()
    for hashed in hashes:
        frontier.append(hashed)
    return frontier.root()


def inclusion_proof(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of leaf `index`, leaf side first (RFC 6962, section 2.1.1); IndexError when outside."""
    if not 0 <= index < len(hashes):
        raise IndexError(index)
    path = []
    while len(hashes) > 1:
        split = _split(len(hashes))
        left, right = hashes[:split], hashes[split:]
        if index < split:
            path.append(root(right))
            hashes = left
        else:
            path.append(root(left))
            hashes, index = right, index - split
    return path[::-1]


def consistency_proof(hashes: Sequence[bytes], old: int) -> list[bytes]:
    """Return the proof that the tree of size `old` is a prefix of this one (RFC 6962, section 2.1.2)."""
    if not 0 < old <= len(hashes):
        raise IndexError(old)
    path = []
    whole = True
    while old != len(hashes):
        split = _split(len(hashes))
        left, right = hashes[:split], hashes[split:]
        if old <= split:
            path.append(root(right))
            hashes = left
        else:
            path.append(root(left))
            hashes, old, whole = right, old - split, False
    return ([] if whole else [root(hashes)]) + path[::-1]


def verify_inclusion(*, hashed: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether `proof` places a leaf hash at `index` in the tree of `size` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, total = index, size - 1, hashed
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            total = node_hash(step, total)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            total = node_hash(total, step)
        position, last = position >> 1, last >> 1
    return last == 0 and total == root


def verify_consistency(*, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the tree of size `old` is a prefix of the one of size `new` (RFC 9162, section 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_total = new_total = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old_total, new_total = node_hash(step, old_total), node_hash(step, new_total)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_total = node_hash(new_total, step)
        position, last = position >> 1, last >> 1
    return last == 0 and old_total == old_root and new_total == new_root


def _split(size: int) -> int:
    # The largest power of two smaller than the size.
    return 1 << ((size - 1).bit_length() - 1)
