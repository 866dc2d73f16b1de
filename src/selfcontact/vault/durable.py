"""Small secret files that are whole or absent after a crash, closed to other users, and overwritten before they go."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selfcontact.lib.errors import UserError

PARTIAL = ".partial"
# The signature of the Cache Directory Tagging convention: tar --exclude-caches, borg and restic leave such a directory.
CACHE_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n"


class LoosePermissionsError(UserError):
    """A secret that other users of the machine could read or replace."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "loose_permissions",
            fr=f"« {path} » n'est pas réservé au compte qui exécute selfcontact.",
            en=f"{path} is not reserved to the account that runs selfcontact.",
            hint=f"chown / chmod go-rwx {path}",
        )


def make_directory(path: Path) -> None:
    """Create a directory for its owner alone (0700), its parents as usual."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    check_private(path)


def check_private(path: Path) -> None:
    """Raise `LoosePermissionsError` unless `path` belongs to this account and nobody else has a right on it."""
    found = path.stat()
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise LoosePermissionsError(path)


def read(path: Path) -> bytes:
    """Return the bytes of a secret file after checking who may read it."""
    check_private(path)
    return path.read_bytes()


def write(path: Path, content: bytes) -> None:
    """Write `path` (0600) so that a crash leaves the old content or the new one, never a part, and fsync it."""
    partial = path.with_name(path.name + PARTIAL)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    partial.replace(path)
    sync(path.parent)


def shred(path: Path) -> None:
    """Overwrite a file with random bytes, unlink it and fsync the directory; nothing happens when it is already gone.

    Overwriting reaches the blocks on a plain disk only. A copy-on-write file system, an SSD or a snapshot may keep
    them, which is why what lies in these files is itself wrapped under an epoch key.
    """
    if not path.exists():
        return
    handle = os.open(path, os.O_WRONLY)
    try:
        os.write(handle, os.urandom(os.fstat(handle).st_size))
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink()
    sync(path.parent)


def sweep(directory: Path) -> None:
    """Shred what an interrupted write left behind."""
    for partial in directory.glob(f"*{PARTIAL}"):
        shred(partial)


def sync(directory: Path) -> None:
    """Make the names of a directory durable."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold the directory for one process at a time; the lock falls with the process."""
    handle = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def mark_excluded_from_backups(directory: Path, why: str) -> None:
    """Tell backup programs, and people, that a copy of this directory undoes every erasure."""
    write(directory / "CACHEDIR.TAG", (CACHE_TAG + f"# {why}\n").encode())
    write(directory / ".nobackup", f"{why}\n".encode())
