"""Seals a file as its bytes arrive: none of them reaches the disk in clear, and few are in memory at a time."""

import fcntl
import os
from types import TracebackType
from typing import Self
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from selfcontact.lib.errors import UserError
from selfcontact.uploads import place
from selfcontact.uploads.sealing import HEADER, NONCE, SEGMENT, START, TAG, Mark, associated


class UploadBusyError(UserError):
    """Another request is writing the same upload."""

    def __init__(self) -> None:
        super().__init__(
            "upload_busy",
            fr="Ce dépôt reçoit déjà des données par une autre connexion.",
            en="This upload is already receiving data over another connection.",
        )


class Writer:
    """Appends to one upload, which it holds for itself while it is open. `total` is the length that was announced."""

    def __init__(self, uid: UUID, key: bytes, *, after: Mark = START, total: int | None = None) -> None:
        self._uid, self._aead, self._total = uid, AESGCM(key), total
        self._file = os.open(place.path_of(uid), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._held = bytearray()
        self.mark = after
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise UploadBusyError from None
        self.back_to(after)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def received(self) -> int:
        """Return how many bytes of the file have come, durably stored or not yet."""
        return self.mark.clear + len(self._held)

    def write(self, piece: bytes) -> None:
        """Take some bytes; they are sealed by the record, and durable after `settle`."""
        self._held += piece
        # What may be the end is kept back until it is known whether it is.
        while len(self._held) > SEGMENT:
            self._seal(bytes(self._held[:SEGMENT]), last=False)
            del self._held[:SEGMENT]

    def settle(self, *, last: bool = False) -> Mark:
        """Seal what is held back, put everything on disk and return how far that is."""
        if self._held:
            self._seal(bytes(self._held), last=last or self.received == self._total)
            self._held.clear()
        os.fsync(self._file)
        return self.mark

    def back_to(self, mark: Mark) -> None:
        """Forget what came after `mark`."""
        self._held.clear()
        os.ftruncate(self._file, mark.stored)
        os.lseek(self._file, mark.stored, os.SEEK_SET)
        self.mark = mark

    def close(self) -> None:
        """Let the upload go; what is held back is lost."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def _seal(self, clear: bytes, *, last: bool) -> None:
        number, position, nonce = self.mark.records, self.mark.clear, os.urandom(NONCE)
        sealed = self._aead.encrypt(nonce, clear, associated(self._uid, number, position, last=last))
        written = os.writev(self._file, [HEADER.pack(len(sealed), last), nonce, sealed])
        length = HEADER.size + NONCE + len(clear) + TAG
        if written != length:
            raise OSError("the disk took a part of a record only")
        self.mark = Mark(records=number + 1, clear=position + len(clear), stored=self.mark.stored + length)
