"""The opposition list as a load sees it: a picture of its beginning, and what was added since."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import psycopg
from numpy.typing import NDArray

from selfcontact.intake.loading.seen import Numbers
from selfcontact.intake.loading.shared import Memory
from selfcontact.vault.opening import Vault

#: Entries read at a time.
BATCH = 1_000_000
#: Everywhere, or for the candidate of the mandate; a hold is for the sender to respect and ends with a human decision.
APPLIES = "(candidate_id IS NULL OR candidate_id = %(candidate)s) AND kind <> 'hold' AND expires_on > %(on)s"
PREFIXES = f"""
SELECT string_agg(substring(tag, 1, 8), ''::bytea)
FROM opposition_entry WHERE id > %(after)s AND id <= %(upto)s AND {APPLIES}
"""  # noqa: S608
KINDS = (
    f"SELECT tag, bool_or(kind = 'erasure') FROM opposition_entry WHERE tag = ANY(%(tags)s) AND {APPLIES} GROUP BY tag"  # noqa: S608
)

Tags = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose list it is, and the day on which entries must still be valid."""

    candidate_id: int
    on: date

    def values(self, **more: object) -> dict[str, object]:
        """Return the parameters of the queries."""
        return {"candidate": self.candidate_id, "on": self.on, **more}


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The entries up to number `upto`, of which `count` are in memory."""

    upto: int
    count: int


def newest(connection: psycopg.Connection, fence: int) -> int:
    """Return the number of the newest entry, every earlier one being committed: writers hold the fence alone."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", [fence])
        row = connection.execute("SELECT coalesce(max(id), 0) FROM opposition_entry").fetchone()
    return int(row[0]) if row else 0


def take(connection: psycopg.Connection, scope: Scope, upto: int, memory: Memory) -> Picture:
    """Put the sorted first halves of the tags into `memory` and describe what is there."""
    count = 0
    for after in range(0, upto, BATCH):
        values = scope.values(after=after, upto=min(after + BATCH, upto))
        row = connection.cursor(binary=True).execute(PREFIXES, values).fetchone()
        if row and row[0]:
            prefixes = np.frombuffer(row[0], dtype=">u8")
            memory.resize((count + len(prefixes)) * prefixes.itemsize)
            memory.bytes().view(np.uint64)[count:] = prefixes
            count += len(prefixes)
    memory.bytes().view(np.uint64).sort()
    return Picture(upto=upto, count=count)


@dataclass(kw_only=True)
class Lookup:
    """Answers for a worker: memory first, the list itself for what memory knows."""

    connection: psycopg.Connection
    vault: Vault
    scope: Scope
    prefixes: Numbers

    def listed(self, numbers: Numbers) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Tell for each number whether it was erased and whether it is opposed."""
        erased, opposed = np.zeros(len(numbers), dtype=np.bool_), np.zeros(len(numbers), dtype=np.bool_)
        versions = self.vault.describe().suppression_versions if len(self.prefixes) else ()
        for version in versions:
            tags = self.vault.suppression(version).tags(numbers)
            rows = np.flatnonzero(self._known(tags))
            found = kinds(self.connection, self.scope, tags[rows])
            for row in rows.tolist():
                kind = found.get(tags[row].tobytes())
                erased[row] |= kind is True
                opposed[row] |= kind is False
        return erased, opposed

    def _known(self, tags: Tags) -> NDArray[np.bool_]:
        keys = np.ascontiguousarray(tags[:, :8]).view(">u8").reshape(-1).astype(np.uint64)
        # Sorted keys walk through memory in one direction.
        order = np.argsort(keys)
        at = np.minimum(np.searchsorted(self.prefixes, keys[order]), len(self.prefixes) - 1)
        known = np.empty(len(keys), dtype=np.bool_)
        known[order] = self.prefixes[at] == keys[order]
        return known


def kinds(connection: psycopg.Connection, scope: Scope, tags: Tags) -> dict[bytes, bool]:
    """Return, for those of the tags that are listed, whether the entry is an erasure."""
    if not len(tags):
        return {}
    asked = [tag.tobytes() for tag in tags]
    return dict(connection.cursor(binary=True).execute(KINDS, scope.values(tags=asked)).fetchall())
