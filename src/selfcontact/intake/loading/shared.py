"""Anonymous memory and turns that the processes of one load share; nothing of it has a name or outlives them."""

import mmap
import os
from multiprocessing import reduction

import numpy as np
from numpy.typing import NDArray


class Descriptor:
    """A file descriptor that a starting child process inherits by being an argument of it."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    def __getstate__(self) -> object:
        return reduction.DupFd(self.fd)

    def __setstate__(self, duplicate: object) -> None:
        self.fd = duplicate.detach()  # type: ignore[attr-defined]

    def close(self) -> None:
        """Give the descriptor back."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


class Memory(Descriptor):
    """Bytes that exist in memory only; pages that nobody touched take no room."""

    def __init__(self, size: int = 0) -> None:
        super().__init__(os.memfd_create("selfcontact", os.MFD_CLOEXEC))
        self.resize(size)

    def resize(self, size: int) -> None:
        """Set the length; what is new is zero."""
        os.ftruncate(self.fd, size)

    def bytes(self) -> NDArray[np.uint8]:
        """Return the memory as an array that every process sees change."""
        size = os.fstat(self.fd).st_size
        return np.frombuffer(mmap.mmap(self.fd, size), dtype=np.uint8) if size else np.empty(0, dtype=np.uint8)


class Turn(Descriptor):
    """The right to go next; waiting costs nothing."""

    def __init__(self, *, free: bool) -> None:
        super().__init__(os.eventfd(int(free), os.EFD_CLOEXEC | os.EFD_SEMAPHORE))

    def wait(self) -> None:
        """Return once the turn was given, and take it."""
        os.eventfd_read(self.fd)

    def give(self) -> None:
        """Let the one who waits go on."""
        os.eventfd_write(self.fd, 1)
