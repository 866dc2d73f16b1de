"""Root secrets as files of one directory: the custody of a small team on one server."""

import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from selfcontact.lib.errors import UserError
from selfcontact.vault import durable
from selfcontact.vault.cmac import cmac
from selfcontact.vault.custodian import Blocks, Description, EpochDestroyedError, Secret, WrappedKeyDamagedError

FORMAT = 1
NONCE = 12
HEADER = 5
SIGNING = "signing.key"
WHY = "Root keys. A copy makes erased data readable again: never back this directory up."


class CustodianMissingError(UserError):
    """No root secrets yet: they are made on purpose, never while reading."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            "custodian_missing",
            fr=f"Aucune clé racine dans « {directory} ».",
            en=f"No root key in {directory}.",
            hint="selfcontact setup",
        )


class FileCustodian:
    """One 32-byte file per epoch and per suppression version, one Ed25519 seed; directory 0700, files 0600."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def create(self) -> None:
        """Make the first key of each kind that is missing; keys that exist are left alone."""
        durable.make_directory(self.directory)
        with durable.locked(self.directory):
            durable.mark_excluded_from_backups(self.directory, WHY)
            for secret in ("epoch", "suppression"):
                if not self._numbers(secret):
                    self._new(secret, 1)
            if not (self.directory / SIGNING).exists():
                durable.write(self.directory / SIGNING, Ed25519PrivateKey.generate().private_bytes_raw())

    def wrap(self, plaintext: bytes, associated: bytes) -> bytes:
        """Seal with AES-256-GCM; the result is format, epoch (4 bytes), nonce, ciphertext and tag."""
        epoch = self.epoch()
        header = bytes([FORMAT]) + epoch.to_bytes(4, "big")
        nonce = os.urandom(NONCE)
        return header + nonce + AESGCM(self._epoch_key(epoch)).encrypt(nonce, plaintext, header + associated)

    def unwrap(self, wrapped: bytes, associated: bytes) -> bytes:
        """Open what `wrap` sealed; raises `EpochDestroyedError` or `WrappedKeyDamagedError`."""
        header, nonce, sealed = wrapped[:HEADER], wrapped[HEADER : HEADER + NONCE], wrapped[HEADER + NONCE :]
        if len(nonce) < NONCE or header[0] != FORMAT:
            raise WrappedKeyDamagedError
        key = self._epoch_key(int.from_bytes(header[1:], "big"))
        try:
            return AESGCM(key).decrypt(nonce, sealed, header + associated)
        except InvalidTag:
            raise WrappedKeyDamagedError from None

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of `message`."""
        return self._signing_key().sign(message)

    def prf(self, blocks: Blocks, version: int) -> Blocks:
        """Return AES-256-CMAC of each block under that version of the suppression key."""
        return cmac(durable.read(self._existing("suppression", version)), blocks)

    def epoch(self) -> int:
        """Return the present epoch; raises `CustodianMissingError` before the first key was made."""
        return self._numbers_or_refuse("epoch")[-1]

    def past_epochs(self) -> tuple[int, ...]:
        """Return the older epochs whose key still exists."""
        return self._numbers_or_refuse("epoch")[:-1]

    def rotate(self, secret: Secret) -> int:
        """Make the next key of that kind and return its number."""
        with durable.locked(self.directory):
            number = self._numbers_or_refuse(secret)[-1] + 1
            self._new(secret, number)
        return number

    def destroy(self, epoch: int) -> None:
        """Overwrite and unlink the key of a past epoch; raises ValueError for the present one."""
        with durable.locked(self.directory):
            if epoch == self.epoch():
                raise ValueError("the present epoch wraps every keyset: rotate first")
            durable.sweep(self.directory)
            durable.shred(self._path("epoch", epoch))

    def describe(self) -> Description:
        """Say where the keys are, and that root of this machine can read them."""
        return Description(
            kind="file",
            location=str(self.directory),
            epoch=self.epoch(),
            suppression_versions=self._numbers_or_refuse("suppression"),
            public_key=self._signing_key().public_key().public_bytes_raw(),
            limit_fr="Fichiers lisibles par l'administrateur (root) de la machine ; hors de toute sauvegarde.",
            limit_en="Files that the administrator (root) of the machine can read; outside every backup.",
        )

    def _numbers(self, secret: Secret) -> tuple[int, ...]:
        names = (re.fullmatch(rf"{secret}-(\d+)\.key", path.name) for path in self.directory.glob(f"{secret}-*.key"))
        return tuple(sorted(int(name[1]) for name in names if name))

    def _numbers_or_refuse(self, secret: Secret) -> tuple[int, ...]:
        if not (numbers := self._numbers(secret)):
            raise CustodianMissingError(self.directory)
        durable.check_private(self.directory)
        return numbers

    def _new(self, secret: Secret, number: int) -> None:
        durable.write(self._path(secret, number), os.urandom(32))

    def _path(self, secret: Secret, number: int) -> Path:
        return self.directory / f"{secret}-{number:06}.key"

    def _existing(self, secret: Secret, number: int) -> Path:
        if number not in self._numbers_or_refuse(secret):
            raise KeyError(f"{secret} {number}")
        return self._path(secret, number)

    def _epoch_key(self, epoch: int) -> bytes:
        if epoch not in self._numbers_or_refuse("epoch"):
            raise EpochDestroyedError(epoch)
        try:
            return durable.read(self._path("epoch", epoch))
        except FileNotFoundError:
            # Destroyed by another process between the listing and the reading.
            raise EpochDestroyedError(epoch) from None

    def _signing_key(self) -> Ed25519PrivateKey:
        if not (self.directory / SIGNING).exists():
            raise CustodianMissingError(self.directory)
        return Ed25519PrivateKey.from_private_bytes(durable.read(self.directory / SIGNING))
