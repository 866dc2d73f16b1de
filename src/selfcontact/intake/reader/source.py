"""Where the bytes of a provider's file are: in a file on disk, or in one that lies sealed."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from selfcontact.lib.digest import file_sha256


class Source(Protocol):
    """A file as the reader needs it: from any position, as often as wanted, never copied anywhere."""

    @property
    def size(self) -> int:
        """Return the length in bytes."""

    @property
    def local(self) -> Path | None:
        """Return where it lies on disk as it is, None when it does not."""

    def open(self) -> BinaryIO:
        """Return a new stream at the beginning, which can be sought in."""

    def stamp(self) -> tuple[int, int]:
        """Return what changes when the content does."""

    def sha256(self) -> str:
        """Return the hexadecimal SHA-256 of the content."""


@dataclass(frozen=True)
class OnDisk:
    """A file that an operator has on this machine."""

    path: Path = field(repr=False)

    @property
    def size(self) -> int:
        """Return the length in bytes."""
        return self.path.stat().st_size

    @property
    def local(self) -> Path | None:
        """Return its path."""
        return self.path

    def open(self) -> BinaryIO:
        """Return a new stream at the beginning."""
        return self.path.open("rb")

    def stamp(self) -> tuple[int, int]:
        """Return the size and the instant of the last change, in nanoseconds."""
        status = self.path.stat()
        return status.st_size, status.st_mtime_ns

    def sha256(self) -> str:
        """Return the hash; raises UserError when it can't be read."""
        return file_sha256(self.path)


def source_of(file: Path | Source) -> Source:
    """Return a path as a source, and a source as it is."""
    return OnDisk(file) if isinstance(file, Path) else file
