"""What the simulated carrier saw, for tests: numbers as keyed digests, so that a double shows and a number does not."""

import json
from collections import Counter
from hashlib import blake2b
from io import TextIOWrapper
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["submit", "refused", "reply", "reply_answered"]


class Entry(NamedTuple):
    """One event. `at`: monotonic seconds of the machine; `digest`: keyed, of the number; `status` of a refusal."""

    order: int
    at: float
    kind: Kind
    digest: str
    part: int = 1
    parts: int = 1
    carrier_id: str = ""
    status: int = 0

    def plain(self) -> dict[str, str | int | float]:
        """Return the entry for JSON."""
        return dict(zip(Entry.__annotations__, self, strict=True))


class Journal:
    """Entries in memory, and in a file as JSON lines when one is given."""

    def __init__(self, key: bytes, path: Path | None = None) -> None:
        self.entries: list[Entry] = []
        self._key = key
        self._file: TextIOWrapper | None = path.open("a", encoding="utf-8") if path else None
        self._written = 0

    def digest(self, number: int | bytes) -> str:
        """Return the keyed digest of E.164 digits."""
        digits = number if isinstance(number, bytes) else str(number).encode()
        return blake2b(digits, digest_size=16, key=self._key).hexdigest()

    def add(
        self,
        at: float,
        kind: Kind,
        digest: str,
        part: int = 1,
        parts: int = 1,
        carrier_id: str = "",
        status: int = 0,
    ) -> None:
        """Append one event."""
        self.entries.append(Entry(len(self.entries), at, kind, digest, part, parts, carrier_id, status))

    def accepted(self) -> Counter[tuple[str, int]]:
        """Return how often each (digest, part) was taken, answered or not."""
        return Counter((entry.digest, entry.part) for entry in self.entries if entry.kind == "submit")

    def doubles(self) -> list[tuple[str, int]]:
        """Return the (digest, part) pairs that were taken more than once."""
        return [pair for pair, times in self.accepted().items() if times > 1]

    def save(self) -> None:
        """Write to the file what it lacks."""
        if self._file and self._written < len(self.entries):
            lines = [json.dumps(entry.plain()) for entry in self.entries[self._written :]]
            self._file.write("\n".join(lines) + "\n")
            self._file.flush()
            self._written = len(self.entries)

    def close(self) -> None:
        """Write what is left and close the file."""
        self.save()
        if self._file:
            self._file.close()
