"""Signed heads of the tree: C2SP signed-note and tlog-checkpoint, with Ed25519."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = b"\x01"
DASH = "\N{EM DASH}"


class CheckpointRefusedError(ValueError):
    """A note or checkpoint that is not well formed, or that nobody trusted has signed."""


@dataclass(frozen=True, kw_only=True)
class Verifier:
    """A trusted key and its name; in text `name+key id+key`, the "vkey" of C2SP signed-note."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that announce this key in a signature line."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public_key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(ED25519 + self.public_key).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read a vkey; raises `CheckpointRefusedError` when it is malformed or its id does not fit."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        key = decode_base64(encoded)
        if not name or key[:1] != ED25519 or len(key) != 33:
            raise CheckpointRefusedError("not an Ed25519 verifier key")
        verifier = cls(name=name, public_key=key[1:])
        if verifier.key_id.hex() != key_id:
            raise CheckpointRefusedError("the key id is not that of the key")
        return verifier

    def accepts(self, text: str, signature: bytes) -> bool:
        """Tell whether `signature` (64 bytes) is this key's over `text`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """A head of the tree: whose, how many entries, and the root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the body that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, *, public_key: bytes, signer: Callable[[bytes], bytes]) -> str:
    """Return the signed note of a checkpoint; the key's name is the origin."""
    verifier = Verifier(name=checkpoint.origin, public_key=public_key)
    return sign_note(checkpoint.text(), verifier=verifier, signer=signer)


def sign_note(text: str, *, verifier: Verifier, signer: Callable[[bytes], bytes]) -> str:
    """Return `text`, a blank line and one signature line."""
    signature = b64encode(verifier.key_id + signer(text.encode())).decode()
    return f"{text}\n{DASH} {verifier.name} {signature}\n"


def open_note(note: str, verifier: Verifier) -> str:
    """Return the text of a note that `verifier` has signed; raises `CheckpointRefusedError`.

    Signatures of unknown keys are passed over, as C2SP signed-note asks; a wrong one of a known key is refused.
    """
    body, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise CheckpointRefusedError("a note is a text, a blank line and signatures")
    text = body + "\n"
    ours = [signature for line in signatures.split("\n")[:-1] if (signature := _signature(line, verifier))]
    if not ours or not all(verifier.accepts(text, signature) for signature in ours):
        raise CheckpointRefusedError("the note carries no good signature of the trusted key")
    return text


def verify(note: str, verifier: Verifier) -> Checkpoint:
    """Return the checkpoint of a signed note whose origin is the verifier's name; raises `CheckpointRefusedError`."""
    checkpoint = parse(open_note(note, verifier))
    if checkpoint.origin != verifier.name:
        raise CheckpointRefusedError("the checkpoint is that of another log")
    return checkpoint


def parse(text: str) -> Checkpoint:
    """Read the body of a checkpoint; lines after the third are extensions and are passed over."""
    lines = text.split("\n")
    if len(lines) < 4 or "" in lines[:-1] or lines[-1]:
        raise CheckpointRefusedError("a checkpoint has three lines or more")
    origin, size, root = lines[:3]
    if not (size.isascii() and size.isdigit()) or str(int(size)) != size or len(decode_base64(root)) != 32:
        raise CheckpointRefusedError("size or root is malformed")
    return Checkpoint(origin=origin, size=int(size), root=decode_base64(root))


def _signature(line: str, verifier: Verifier) -> bytes | None:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != DASH or not name or not encoded:
        raise CheckpointRefusedError("a signature line is malformed")
    decoded = decode_base64(encoded)
    return decoded[4:] if name == verifier.name and decoded[:4] == verifier.key_id else None


def decode_base64(encoded: str) -> bytes:
    """Return the bytes of canonical base64: one text for each value, so that no changed character passes."""
    try:
        decoded = b64decode(encoded, validate=True)
    except ValueError:
        raise CheckpointRefusedError("not base64") from None
    if b64encode(decoded).decode() != encoded:
        raise CheckpointRefusedError("not canonical base64")
    return decoded
