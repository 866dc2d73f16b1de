"""Reads a sealed file as if it lay there in clear, from any position; at most one record is open at a time."""

import hashlib
import io
import os
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from selfcontact.lib.errors import UserError
from selfcontact.uploads import place
from selfcontact.uploads.sealing import HEADER, NONCE, SEGMENT, TAG, associated

BUFFER = 1 << 18


class UploadDamagedError(UserError):
    """What lies on disk is not what was received."""

    def __init__(self) -> None:
        super().__init__(
            "upload_damaged",
            fr="Le dépôt est abîmé ou incomplet sur le disque : déposez le fichier à nouveau.",
            en="The upload is damaged or incomplete on disk: upload the file again.",
        )


@dataclass(kw_only=True)
class Sealed:
    """A source for the intake's reader; `reached` is how far the latest stream of it has been read."""

    uid: UUID
    key: bytes = field(repr=False)
    size: int
    reached: int = 0

    @property
    def local(self) -> Path | None:
        """Return None: in clear it lies nowhere."""
        return None

    def open(self) -> BinaryIO:
        """Return a new stream of the clear bytes; raises UploadDamagedError."""
        self.reached = 0
        return io.BufferedReader(_Opened(self), BUFFER)

    def stamp(self) -> tuple[int, int]:
        """Return the same for ever: a sealed file cannot be changed unnoticed."""
        return self.size, 0

    def sha256(self) -> str:
        """Return the hash of the clear bytes."""
        hashed = hashlib.sha256()
        with self.open() as stream:
            while piece := stream.read(SEGMENT):
                hashed.update(piece)
        return hashed.hexdigest()


class _Opened(io.RawIOBase):
    """The clear bytes of one sealed file."""

    def __init__(self, sealed: Sealed) -> None:
        super().__init__()
        self._sealed, self._aead = sealed, AESGCM(sealed.key)
        try:
            self._file = os.open(place.path_of(sealed.uid), os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            raise UploadDamagedError from None
        self._position = 0
        self._number, self._record = -1, b""
        self._at, self._starts = self._index()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._sealed.size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._position >= self._sealed.size:
            return 0
        number = bisect_right(self._starts, self._position) - 1
        within = self._position - self._starts[number]
        piece = self._open(number)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        self._sealed.reached = max(self._sealed.reached, self._position)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            os.close(self._file)
            self._record = b""
        super().close()

    def _index(self) -> tuple[list[int], list[int]]:
        """Return where each record is on disk and in the file."""
        at, starts = [0], [0]
        while head := os.pread(self._file, HEADER.size, at[-1]):
            if len(head) < HEADER.size:
                break
            length, _ = HEADER.unpack(head)
            at.append(at[-1] + HEADER.size + NONCE + length)
            starts.append(starts[-1] + length - TAG)
        if starts[-1] != self._sealed.size or at[-1] != os.fstat(self._file).st_size:
            self.close()
            raise UploadDamagedError
        return at, starts[:-1]

    def _open(self, number: int) -> bytes:
        if number != self._number:
            head = HEADER.size + NONCE
            raw = os.pread(self._file, self._at[number + 1] - self._at[number], self._at[number])
            # The last record was sealed as the last, the others as not: a file cut short does not open.
            last = number == len(self._starts) - 1
            place_of = associated(self._sealed.uid, number, self._starts[number], last=last)
            try:
                self._record = self._aead.decrypt(raw[HEADER.size : head], raw[head:], place_of)
            except InvalidTag:
                raise UploadDamagedError from None
            self._number = number
        return self._record
