"""Appends outcomes and receipts in batches, and closes the blocks whose outcomes are all written."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import psycopg
from psycopg.rows import TupleRow

from selfcontact.campaigns import tally
from selfcontact.campaigns.models import Outcome
from selfcontact.campaigns.sender.claim import Group
from selfcontact.campaigns.sender.connection import Connection
from selfcontact.campaigns.sender.recent import Place

BATCH = 200
PAUSE = 0.05
#: Rows that may wait for the database before claims and receipts wait for them.
BOUND = 20_000

COPY = "COPY campaigns_outcome (mandate_id, campaign_id, position, part, kind, reason, carrier_id, at) FROM STDIN"
# Taken when another sender believed us dead and wrote `unknown` in our place: what we know is worth more.
CORRECT = """
INSERT INTO campaigns_outcome (mandate_id, campaign_id, position, part, kind, reason, carrier_id, at)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::smallint[], %s::smallint[], %s::text[], %s::text[],
                     %s::timestamptz[])
ON CONFLICT (mandate_id, campaign_id, position, part) DO UPDATE
SET kind = excluded.kind, reason = excluded.reason, carrier_id = excluded.carrier_id, at = excluded.at
WHERE campaigns_outcome.kind = 6
RETURNING mandate_id, campaign_id, position, part, kind, reason, carrier_id, at, xmax <> 0
"""
# A message that recovery wrote down as a whole (part 0) is known by its parts now.
KNOWN = """
UPDATE campaigns_outcome AS outcome SET kind = 1
FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS known (mandate_id, campaign_id, position)
WHERE outcome.mandate_id = known.mandate_id AND outcome.campaign_id = known.campaign_id
  AND outcome.position = known.position AND outcome.part = 0 AND outcome.kind = 6
RETURNING outcome.mandate_id, outcome.campaign_id, outcome.at
"""
# The tallies count what was new: a receipt that the carrier repeats adds nothing. Only final words are counted.
RECEIPTS = f"""
WITH added AS (
INSERT INTO campaigns_receipt (mandate_id, campaign_id, position, part, state, error, carrier_at, received_at)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::smallint[], %s::smallint[], %s::text[],
                     %s::timestamptz[], %s::timestamptz[])
ON CONFLICT DO NOTHING
RETURNING mandate_id, campaign_id, part, state, error, received_at
)
INSERT INTO campaigns_tally (mandate_id, campaign_id, slot, term, reason, writer, count)
SELECT mandate_id, campaign_id, {tally.IN_SLOT.format(at="received_at")},
       CASE WHEN state = 8 THEN '{tally.DELIVERED}' ELSE '{tally.UNDELIVERED}' END,
       CASE WHEN state = 8 THEN '' ELSE state || ':' || left(error, 12) END, %s, count(*)
FROM added WHERE part <= 1 AND state >= 3 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
{tally.SUM}
"""  # noqa: S608 - constants of this module
CLOSE = """
UPDATE campaigns_block SET state = 'closed'
WHERE mandate_id = %s AND campaign_id = %s AND number = ANY(%s) AND state = 'claimed'
"""


@dataclass(slots=True, kw_only=True)
class Slice:
    """What was claimed and handed over in one go; its blocks are closed once `left` parts have an outcome."""

    mandate_id: int
    campaign_id: int
    group: Group
    numbers: list[int]
    at: datetime
    left: int = 0


OutcomeRow = tuple[int, int, int, int, int, str, str | None, datetime]
ReceiptRow = tuple[int, int, int, int, int, str, datetime | None, datetime]


@dataclass(slots=True)
class Batch:
    """What is written in one transaction."""

    outcomes: list[OutcomeRow] = field(default_factory=list)
    receipts: list[ReceiptRow] = field(default_factory=list)
    closed: list[Slice] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.outcomes) + len(self.receipts) + len(self.closed)


class Recorder:
    """Collects rows in memory and writes them every 50 ms, or as soon as a batch is full."""

    def __init__(self, conn: Connection, sender: UUID) -> None:
        self.written = 0
        self._conn = conn
        self._sender = sender
        self._batch = Batch()
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._closing = False
        self._turn = asyncio.Lock()

    def outcome(self, held: Slice, place: Place, kind: Outcome.Kind, reason: str, carrier_id: str | None) -> None:
        """Append what became of one part; the last one of a slice closes its blocks."""
        self._batch.outcomes.append((*place, kind.value, reason, carrier_id, held.at))
        held.left -= 1
        if held.left == 0:
            self._batch.closed.append(held)
        self._added()

    def correct(self, place: Place, kind: Outcome.Kind, carrier_id: str | None, at: datetime) -> None:
        """Append what is known late of a part that was already written down as unknown."""
        self._batch.outcomes.append((*place, kind.value, "", carrier_id, at))
        self._added()

    def close(self, held: Slice) -> None:
        """Close the blocks of a slice from which nothing left."""
        self._batch.closed.append(held)
        self._added()

    def receipt(self, row: ReceiptRow) -> None:
        """Append what the carrier says of one part."""
        self._batch.receipts.append(row)
        self._added()

    def _added(self) -> None:
        size = len(self._batch)
        if size >= BATCH:
            self._wake.set()
        if size >= BOUND:
            self._room.clear()

    async def room(self) -> None:
        """Wait while too much waits for the database."""
        await self._room.wait()

    async def run(self) -> None:
        """Write batches until `finish`; what is left then is written before returning."""
        while not self._closing or len(self._batch):
            await self._pause()
            await self.flush()

    async def finish(self) -> None:
        """Ask `run` to write what is left and return."""
        self._closing = True
        self._wake.set()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(PAUSE):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def flush(self) -> None:
        """Write what waits, in one transaction; on return, all that was appended before the call is on the table."""
        async with self._turn:
            self._wake.clear()
            batch, self._batch = self._batch, Batch()
            if len(batch):
                try:
                    await self._write(batch, _copy)
                except psycopg.errors.UniqueViolation:
                    await self._write(batch, _correct)
                self.written += len(batch.outcomes)
            self._room.set()

    async def _write(self, batch: Batch, append: "Append") -> None:
        async with self._conn.transaction(), self._conn.cursor() as cursor:
            if batch.outcomes:
                counts = tally.arrays(await append(cursor, batch.outcomes), self._sender)
                if counts:
                    await cursor.execute(tally.ADD, counts)
            if batch.receipts:
                await cursor.execute(RECEIPTS, [*_arrays(batch.receipts), self._sender])
            for held in batch.closed:
                await cursor.execute(CLOSE, [held.mandate_id, held.campaign_id, held.numbers])


Cursor = psycopg.AsyncCursor[TupleRow]
Counts = Counter[tally.Key]
#: Writes outcomes and returns what they add to the tallies.
Append = Callable[[Cursor, list[OutcomeRow]], Awaitable[Counts]]
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


async def _copy(cursor: Cursor, rows: list[OutcomeRow]) -> Counts:
    lines = [
        f"{mandate}\t{campaign}\t{position}\t{part}\t{kind}\t{reason}\t{_text(carrier_id)}\t{at}\n"
        for mandate, campaign, position, part, kind, reason, carrier_id, at in rows
    ]
    async with cursor.copy(COPY) as copy:
        await copy.write("".join(lines))
    return Counter(key for row in rows for key in tally.outcome_keys(row))


def _text(carrier_id: str | None) -> str:
    """Return an id as COPY reads it: carriers write what they like in it."""
    if not carrier_id:
        return "\\N"
    return carrier_id if carrier_id.isalnum() else carrier_id.translate(_ESCAPED)


async def _correct(cursor: Cursor, rows: list[OutcomeRow]) -> Counts:
    # One statement changes a row once: of two rows about one part the later one counts.
    last = list({row[:4]: row for row in rows}.values())
    await cursor.execute(CORRECT, _columns(last))
    counts: Counts = Counter()
    for *row, corrected in await cursor.fetchall():
        counts.update(tally.outcome_keys(tuple(row)))
        if corrected and row[3] <= 1:
            counts[_unknown(row[0], row[1], row[7])] -= 1
    known = [row[:3] for row in last if row[4] == Outcome.Kind.HANDED_OVER]
    if known:
        await cursor.execute(KNOWN, _columns(known))
        counts.subtract(_unknown(*row) for row in await cursor.fetchall())
    return counts


def _unknown(mandate_id: int, campaign_id: int, at: datetime) -> tally.Key:
    return tally.Key(mandate_id, campaign_id, tally.slot(at), "unknown", "")


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _arrays(rows: Sequence[ReceiptRow]) -> list[str]:
    """Return the columns as array literals: ten times faster than the adapter of lists, which escapes everything."""
    return [f"{{{','.join(map(_element, column))}}}" for column in zip(*rows, strict=True)]


def _element(value: object) -> str:
    if isinstance(value, str) and not value.isalnum():
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return "NULL" if value is None else str(value)
