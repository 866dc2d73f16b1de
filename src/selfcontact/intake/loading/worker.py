"""One of the processes that turn chunks into sealed contacts and refusals."""

import os
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from queue import Queue

import numpy as np
import polars as pl
import psycopg
from numpy.typing import NDArray

from selfcontact.intake import places
from selfcontact.intake.codes import CODES, Code
from selfcontact.intake.loading import copying, seen
from selfcontact.intake.loading.job import Failure, Job, Tally
from selfcontact.intake.loading.listed import Lookup
from selfcontact.intake.loading.shared import Memory, Turn
from selfcontact.intake.payload import PLACE, packed
from selfcontact.intake.reader.shape import Chunk
from selfcontact.intake.reader.table import parse
from selfcontact.intake.verdicts import Judged, judge
from selfcontact.lib import phone
from selfcontact.vault import open_vault
from selfcontact.vault.custodian import Blocks
from selfcontact.vault.fields import MandateKeys

CONTACTS, REFUSALS = "contacts_contact", "intake_refusal"
EARLIER = (
    f"SELECT phone_index FROM {CONTACTS} "  # noqa: S608
    "WHERE mandate_id = %s AND phone_index = ANY(%s) AND consented_on >= %s"
)
Flags = NDArray[np.bool_]
#: No code: the row is accepted so far.
ACCEPTED = 255


def serve(
    number: int, inbox: Connection, outbox: Connection, turns: tuple[Turn, ...], memories: tuple[Memory, ...]
) -> None:
    """Answer "ready", take a job, then a tally for each chunk, then one for the end (an empty message)."""
    try:
        vault = open_vault()
        outbox.send(None)
        _warm_up()
        job: Job = inbox.recv()
        with psycopg.connect(job.conninfo) as connection:
            # What is not yet on disk at a crash belongs to a load that died: publishing flushes everything.
            connection.execute("SET synchronous_commit = off")
            connection.commit()
            worker = _worker(job, connection, vault.keys.open(job.mandate_id, job.generation), memories, turns, number)
            for chunk in _chunks(inbox, number, len(turns)):
                outbox.send(worker.load(chunk))
        outbox.send(Tally())
    except Exception as error:  # noqa: BLE001
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "selfcontact" in frame.filename]
        outbox.send(Failure(kind=type(error).__name__, place=f"{ours[-1].name}:{ours[-1].lineno}"))
        sys.exit(1)


def _warm_up() -> None:
    """Build the tables of numbers and places while the parent still prepares the job."""
    nothing = pl.Series([""])
    phone.normalise(nothing)
    places.resolve(nothing, nothing, nothing)


def _worker(
    job: Job,
    connection: psycopg.Connection,
    keys: MandateKeys,
    memories: tuple[Memory, ...],
    turns: tuple[Turn, ...],
    number: int,
) -> "Worker":
    bits, state, prefixes = (memory.bytes() for memory in memories)
    lookup = Lookup(
        connection=connection,
        vault=open_vault(),
        scope=job.scope,
        prefixes=prefixes.view(np.uint64),
    )
    return Worker(
        job=job,
        connection=connection,
        keys=keys,
        lookup=lookup,
        bits=bits,
        records=state.view(np.int64),
        mine=turns[number],
        next=turns[(number + 1) % len(turns)],
    )


def _chunks(inbox: Connection, number: int, workers: int) -> Iterator[Chunk]:
    """Yield the chunks dealt to this worker, the next one being received while the present one is worked on."""
    received: Queue[bytes] = Queue(maxsize=1)

    def receive() -> None:
        try:
            while data := inbox.recv_bytes():
                received.put(data)
            received.put(b"")
        except EOFError:
            # The parent is gone: whatever this process waits for will never come.
            os._exit(1)

    threading.Thread(target=receive, daemon=True).start()
    position = number
    while data := received.get():
        yield Chunk(number=position, data=data)
        position += workers


@dataclass(kw_only=True)
class Worker:
    """The tools of a worker; `records` is the shared count of records that come before the present chunk."""

    job: Job
    connection: psycopg.Connection
    keys: MandateKeys
    lookup: Lookup
    bits: NDArray[np.uint8]
    records: NDArray[np.int64]
    mine: Turn
    next: Turn
    prints: Blocks = field(default_factory=lambda: np.empty((0, 16), dtype=np.uint8))

    def load(self, chunk: Chunk) -> Tally:
        """Judge a chunk, then write its contacts and refusals in one transaction."""
        job = self.job
        parsed = parse(chunk, job.shape, job.columns.wanted)
        judged = judge(parsed, job.columns, job.shape.header, job.terms)
        rows = self._known_numbers(judged.rows)
        before, rows = self._in_order(rows, parsed.records)
        line = job.shape.first_line + before
        rows = rows.with_columns(line=pl.col("record") + line)
        malformed = judged.malformed + line
        with self.connection.transaction():
            self._write_contacts(rows.filter(pl.col("code").is_null()))
            self._write_refusals(rows.filter(pl.col("code").is_not_null()), malformed)
        return _tally(rows, judged, parsed.records, parsed.remarks)

    def _known_numbers(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Refuse the numbers that are listed, then those that the mandate has already; add their fingerprints."""
        numbers, at = _accepted(rows)
        erased, opposed = self.lookup.listed(numbers)
        prints = self.keys.fingerprints(numbers)
        rows = _refused(rows, at, {"erased": erased, "opposed": opposed, "duplicate_in_mandate": self._earlier(prints)})
        place = np.zeros(len(rows), dtype=np.uint32)
        place[at] = np.arange(len(at), dtype=np.uint32)
        self.prints = prints
        return rows.with_columns(print=pl.Series(place))

    def _earlier(self, prints: NDArray[np.uint8]) -> Flags:
        if not self.job.earlier or not len(prints):
            return np.zeros(len(prints), dtype=np.bool_)
        wanted = [one.tobytes() for one in prints]
        values = [self.job.mandate_id, wanted, self.job.counts_from]
        found = self.connection.cursor(binary=True).execute(EARLIER, values).fetchall()
        known = {row[0] for row in found}
        return np.fromiter((value in known for value in wanted), dtype=np.bool_, count=len(wanted))

    def _in_order(self, rows: pl.DataFrame, records: int) -> tuple[int, pl.DataFrame]:
        """Wait for the chunks before, then keep the first row of each number; the only step that has an order."""
        numbers, at = _accepted(rows)
        first = pl.Series(numbers).is_first_distinct().to_numpy()
        self.mine.wait()
        before = int(self.records[0])
        self.records[0] += records
        known = seen.mark(self.bits, numbers[first])
        self.next.give()
        again = ~first
        again[np.flatnonzero(first)[known]] = True
        return before, _refused(rows, at, {"duplicate_in_file": again})

    def _write_contacts(self, rows: pl.DataFrame) -> None:
        if not len(rows):
            return
        job = self.job
        ids = rows["line"].to_numpy().astype(np.int64) | (job.delivery_id << 32)
        sealed = self.keys.seal_many(PLACE, ids, rows.select(packed()).to_series().to_list())  # type: ignore[arg-type]
        prints = self.prints[rows["print"].to_numpy()]
        values: dict[str, copying.Column] = {
            "mandate_id": job.mandate_id,
            "delivery_id": job.delivery_id,
            "id": ids,
            "generation": job.generation,
            "phone_index": np.ascontiguousarray(prints).view("V16").reshape(-1),
            "age": rows["age"].to_numpy(),
            "commune": copying.ascii_column(rows["commune"], 5),
            "postcode": copying.ascii_column(rows["postcode"], 5),
            "dial": rows["dial"].to_numpy(),
            "form_id": rows["form_id"].to_numpy(),
            "consented_on": rows["consented_on"].to_physical().to_numpy() - copying.EPOCH,
            "restricted": 0,
        }
        stream = copying.contact_rows(values, sealed)
        copying.copy(self.connection, job.table, [*copying.CONTACT, "sealed"], stream)

    def _write_refusals(self, rows: pl.DataFrame, malformed: NDArray[np.int64]) -> None:
        lines = np.concatenate([rows["line"].to_numpy().astype(np.int64), malformed])
        if not len(lines):
            return
        codes = np.concatenate(
            [
                rows["code"].to_physical().to_numpy().astype(np.uint8),
                np.full(len(malformed), CODES.index("malformed_row"), dtype=np.uint8),
            ]
        )
        stream = copying.refusal_rows(self.job.mandate_id, self.job.delivery_id, lines, codes)
        copying.copy(self.connection, REFUSALS, [*copying.REFUSAL, "code"], stream)


def _accepted(rows: pl.DataFrame) -> tuple[seen.Numbers, NDArray[np.int64]]:
    """Return the numbers of the rows accepted so far, and the positions of those rows."""
    at = rows["code"].is_null().arg_true().to_numpy().astype(np.int64)
    return rows["e164"].gather(at).to_numpy().astype(np.uint64), at


def _refused(rows: pl.DataFrame, at: NDArray[np.int64], reasons: dict[str, Flags]) -> pl.DataFrame:
    """Return the rows with a code where a flag is set; `at` are the positions that the flags speak of."""
    verdicts = rows["code"].to_physical().fill_null(ACCEPTED).to_numpy().copy()
    for name, flags in reversed(reasons.items()):
        verdicts[at[flags]] = CODES.index(name)
    places = pl.Series(verdicts).replace(ACCEPTED, None)
    return rows.with_columns(pl.Series("code", CODES, dtype=Code).gather(places))


def _tally(rows: pl.DataFrame, judged: Judged, records: int, remarks: Mapping[str, int]) -> Tally:
    counts = Counter(dict(rows["code"].drop_nulls().cast(pl.String).value_counts().iter_rows()))
    if len(judged.malformed):
        counts["malformed_row"] += len(judged.malformed)
    repaired = int((rows["repaired"] & rows["code"].is_null()).sum())
    accepted = records - sum(counts.values())
    return Tally(lines=records, accepted=accepted, repaired=repaired, refused=counts, remarks=Counter(remarks))
