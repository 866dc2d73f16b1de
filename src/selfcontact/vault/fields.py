"""Sealing and opening what is stored about people, each value bound to its place."""

import hashlib
import os
from collections.abc import Sequence
from typing import NoReturn

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from selfcontact.lib.errors import UserError
from selfcontact.vault.cmac import cmac, number_blocks
from selfcontact.vault.custodian import Blocks, Numbers
from selfcontact.vault.keyset import RawKey

SCHEMA = 1
PREFIX = 5
NONCE = 12
#: Bytes that sealing adds: prefix, nonce and the tag of 16 bytes.
OVERHEAD = PREFIX + NONCE + 16
#: First byte of every block of the blind index; oppositions have another, so the two can never be compared.
INDEX_DOMAIN = 0x01
#: First byte of the blocks that decide how a published figure is rounded.
FIGURES_DOMAIN = 0x03


class SealBrokenError(Exception):
    """A sealed value that was altered, or moved to another row, table, mandate or generation."""


class KeysDestroyedError(UserError):
    """The keys are gone, on purpose and for good."""

    def __init__(self, mandate_id: int | None) -> None:
        super().__init__(
            "keys_destroyed",
            fr=f"Les clés du mandat {mandate_id} ont été détruites : ses données sont illisibles.",
            en=f"The keys of mandate {mandate_id} were destroyed: its data is unreadable.",
        )


def place(mandate_id: int | None, generation: int, table: str) -> bytes:
    """Return the associated data of a table, to which the row id (8 bytes, big-endian) is appended.

    Schema, mandate (0 for the platform) and generation have fixed widths and the table's name carries its length:
    two different places never give the same bytes.
    """
    name = table.encode("ascii")
    mandate = (mandate_id or 0).to_bytes(8, "big")
    return bytes([SCHEMA]) + mandate + generation.to_bytes(4, "big") + bytes([len(name)]) + name


class MandateKeys:
    """The keys of one mandate and generation, unwrapped; `mandate_id` None is the platform itself."""

    def __init__(self, *, mandate_id: int | None, generation: int, fields: RawKey, index: RawKey) -> None:
        self.mandate_id = mandate_id
        self.generation = generation
        self._fields = fields
        self._index = index
        self._aead: AESGCM | None = AESGCM(fields.key)

    def __repr__(self) -> str:
        return f"MandateKeys(mandate_id={self.mandate_id}, generation={self.generation})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are not serialised")

    def seal(self, table: str, row_id: int, plaintext: bytes) -> bytes:
        """Return `plaintext` sealed for that row; a Tink AES-256-GCM ciphertext, 33 bytes longer."""
        return self.seal_many(table, [row_id], [plaintext])[0]

    def open(self, table: str, row_id: int, sealed: bytes) -> bytes:
        """Return what was sealed for that row; raises `SealBrokenError`, or `KeysDestroyedError`."""
        return self.open_many(table, [row_id], [sealed])[0]

    def seal_many(self, table: str, row_ids: Sequence[int], plaintexts: Sequence[bytes]) -> list[bytes]:
        """Return each plaintext sealed for the row of the same position; all nonces come from one random buffer."""
        encrypt, prefix, head = self._open_or_refuse().encrypt, self._fields.prefix, self._place(table)
        nonces = _slices(os.urandom(NONCE * len(plaintexts)), NONCE)
        rows = _row_bytes(row_ids)
        return [
            b"".join((prefix, nonce, encrypt(nonce, plaintext, head + row)))
            for nonce, plaintext, row in zip(nonces, plaintexts, rows, strict=True)
        ]

    def open_many(self, table: str, row_ids: Sequence[int], sealed: Sequence[bytes]) -> list[bytes]:
        """Return what was sealed for each row; raises `SealBrokenError` at the first that does not belong there."""
        decrypt, prefix, head = self._open_or_refuse().decrypt, self._fields.prefix, self._place(table)
        if any(value[:PREFIX] != prefix or len(value) < OVERHEAD for value in sealed):
            raise SealBrokenError
        try:
            return [
                decrypt(value[PREFIX : PREFIX + NONCE], value[PREFIX + NONCE :], head + row)
                for value, row in zip(sealed, _row_bytes(row_ids), strict=True)
            ]
        except InvalidTag:
            raise SealBrokenError from None

    def fingerprint(self, e164: int) -> bytes:
        """Return the 16-byte blind index of one number (E.164 digits without plus)."""
        return self.fingerprints(np.array([e164], dtype=np.uint64)).tobytes()

    def fingerprints(self, numbers: Numbers) -> Blocks:
        """Return the blind index of each number, shape (n, 16): AES-256-CMAC under the key of this mandate."""
        self._open_or_refuse()
        return cmac(self._index.key, number_blocks(INDEX_DOMAIN, numbers))

    def scatter(self, label: str) -> bytes:
        """Return 16 octets that are always the same for that label and that nobody foresees without the keys."""
        self._open_or_refuse()
        block = bytes([FIGURES_DOMAIN]) + hashlib.sha256(label.encode()).digest()[:15]
        return cmac(self._index.key, np.frombuffer(block, dtype=np.uint8).reshape(1, 16)).tobytes()

    def forget(self) -> None:
        """Make this object unusable; Python cannot wipe what it held from memory."""
        self._aead = None
        self._fields = self._index = RawKey(key=b"", key_id=0, prefix=b"")

    def _place(self, table: str) -> bytes:
        return place(self.mandate_id, self.generation, table)

    def _open_or_refuse(self) -> AESGCM:
        if self._aead is None:
            raise KeysDestroyedError(self.mandate_id)
        return self._aead


def _row_bytes(row_ids: Sequence[int]) -> list[bytes]:
    return _slices(np.asarray(row_ids, dtype=">u8").tobytes(), 8)


def _slices(buffer: bytes, width: int) -> list[bytes]:
    return [buffer[start : start + width] for start in range(0, len(buffer), width)]
