"""Where uploads lie: one sealed file each, in a directory of the installation that no backup takes along."""

import shutil
import time
from collections.abc import Container, Iterator
from pathlib import Path
from uuid import UUID

from selfcontact.lib.home import home
from selfcontact.vault import durable

WHY = "Uploads on their way to the intake, sealed. They are destroyed once loaded: a copy would outlive them."
#: Bytes of the disk that uploads leave to the database.
RESERVE = 1 << 30


def directory() -> Path:
    """Return the directory, made at first use for this account alone."""
    place = home() / "uploads"
    if not place.exists():
        durable.make_directory(place)
        durable.mark_excluded_from_backups(place, WHY)
    return place


def path_of(uid: UUID) -> Path:
    """Return where the upload of that number lies."""
    return directory() / f"{uid}.sealed"


def free() -> int:
    """Return how many bytes uploads may still take."""
    return max(0, shutil.disk_usage(directory()).free - RESERVE)


def remove(uid: UUID) -> None:
    """Unlink an upload; without its key, what a disk may keep of it says nothing."""
    path_of(uid).unlink(missing_ok=True)


def remove_strays(known: Container[UUID], older_than: float) -> int:
    """Unlink what belongs to no upload of `known` and was last written `older_than` seconds ago; return how many."""
    gone = 0
    for path, uid in _files():
        if uid not in known and time.time() - path.stat().st_mtime > older_than:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _files() -> Iterator[tuple[Path, UUID]]:
    for path in directory().glob("*.sealed"):
        yield path, UUID(path.stem)
