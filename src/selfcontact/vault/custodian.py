"""What holds the root secrets: they are used through it and never leave it."""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from selfcontact.lib.errors import UserError

Blocks = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
Numbers = np.ndarray[tuple[int], np.dtype[np.uint64]]
#: What a custodian can renew: the key that wraps keysets, or the one that tags oppositions.
Secret = Literal["epoch", "suppression"]


class EpochDestroyedError(UserError):
    """The wrapping key of that epoch no longer exists: what it wrapped is unreadable for good."""

    def __init__(self, epoch: int) -> None:
        super().__init__(
            "epoch_destroyed",
            fr=f"La clé d'époque {epoch} a été détruite : ce qu'elle protégeait est illisible.",
            en=f"The key of epoch {epoch} was destroyed: what it protected is unreadable.",
        )


class WrappedKeyDamagedError(UserError):
    """A wrapped keyset that was altered, or that belongs to another mandate, purpose or generation."""

    def __init__(self) -> None:
        super().__init__(
            "wrapped_key_damaged",
            fr="Un jeu de clés a été modifié ou n'appartient pas à ce mandat.",
            en="A keyset was altered or does not belong to this mandate.",
        )


@dataclass(frozen=True, kw_only=True)
class Description:
    """Where the root secrets live, and who can reach them; printed in certificates."""

    kind: str
    location: str
    epoch: int
    suppression_versions: tuple[int, ...]
    public_key: bytes
    limit_fr: str
    limit_en: str


class Custodian(Protocol):
    """The contract that a file, a token, a vault server or a key management service fulfils."""

    def wrap(self, plaintext: bytes, associated: bytes) -> bytes:
        """Return `plaintext` sealed under the present epoch, bound to `associated`; the epoch is in the result."""

    def unwrap(self, wrapped: bytes, associated: bytes) -> bytes:
        """Return what was wrapped; raises `EpochDestroyedError` or `WrappedKeyDamagedError`."""

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature (64 bytes, RFC 8032) of `message`."""

    def prf(self, blocks: Blocks, version: int) -> Blocks:
        """Return AES-256-CMAC of each 16-byte row under suppression key `version`, shape (n, 16)."""

    def epoch(self) -> int:
        """Return the number of the epoch that wraps now."""

    def rotate(self, secret: Secret) -> int:
        """Make a new key and return its number; the former ones stay until `destroy`."""

    def destroy(self, epoch: int) -> None:
        """Destroy the wrapping key of a past epoch; destroying it twice is harmless."""

    def past_epochs(self) -> tuple[int, ...]:
        """Return the epochs before the present one whose key still exists."""

    def describe(self) -> Description:
        """Return where the secrets live and the limit of that custody."""
