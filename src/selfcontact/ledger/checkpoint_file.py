"""The signed heads outside the database: a table rolled back or rewritten no longer agrees with this file."""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from selfcontact.lib.home import home

#: Longer than any line: a note has a few hundred characters.
TAIL = 65_536


class CheckpointFile:
    """One note per line, as a JSON string; only ever appended to. A line cut by a crash does not count."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or home() / "ledger" / "checkpoints"

    def notes(self) -> Iterator[str]:
        """Yield every note, oldest first."""
        if not self.path.exists():
            return
        with self.path.open("rb") as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    yield _note(line)

    def last(self) -> str | None:
        """Return the newest note, or None."""
        if not self.path.exists():
            return None
        with self.path.open("rb") as lines:
            lines.seek(max(0, self.path.stat().st_size - TAIL))
            whole = [line for line in lines.read().splitlines(keepends=True) if line.endswith(b"\n")]
        return _note(whole[-1]) if whole else None

    def append(self, notes: Sequence[str]) -> None:
        """Add notes and fsync; what a crash left of a line is cut away first."""
        if not notes:
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            end = self._whole_length(handle)
            os.ftruncate(handle, end)
            os.pwrite(handle, "".join(json.dumps(note) + "\n" for note in notes).encode(), end)
            os.fsync(handle)
        finally:
            os.close(handle)
        _sync(self.path.parent)

    @staticmethod
    def _whole_length(handle: int) -> int:
        size = os.fstat(handle).st_size
        start = max(0, size - TAIL)
        return start + os.pread(handle, TAIL, start).rfind(b"\n") + 1


def _note(line: bytes) -> str:
    # A line that is no JSON string any more is returned as it is: its signature will not verify.
    try:
        return str(json.loads(line))
    except ValueError:
        return line.decode(errors="replace")


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
