"""Who still uses the embedded server: every process holds a shared lock that the kernel drops with the process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW


def _open(path: Path) -> int:
    return os.open(path, FLAGS, 0o600)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock `path` by oneself, waiting for it: starting and stopping happen one at a time."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class Lease:
    """A share in the lock `path`. A forked child shares it and keeps it alive; a started program does not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this process has its share."""
        return self._descriptor is not None

    def take(self) -> None:
        """Take a share; does nothing when it is held."""
        if self._descriptor is None:
            self._descriptor = _open(self.path)
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def give_back(self) -> bool:
        """Give the share back; return whether nobody holds one any more."""
        if self._descriptor is not None:
            # Closed and not unlocked: unlocking would also take it from a forked child.
            os.close(self._descriptor)
            self._descriptor = None
        probe = _open(self.path)
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(probe)
