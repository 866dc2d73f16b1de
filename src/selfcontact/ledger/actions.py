"""Recording an entry, giving entries their place in the tree, and signing the head."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import UUID, uuid4

from django.db import connection, transaction

from selfcontact.ledger import checkpoint, heads, merkle
from selfcontact.ledger.checkpoint import Checkpoint
from selfcontact.ledger.checkpoint_file import CheckpointFile
from selfcontact.ledger.leaf import JSON, SALT, Leaf, canonical, commitment
from selfcontact.ledger.merkle import Frontier
from selfcontact.ledger.models import Entry, Head
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.vault import open_vault
from selfcontact.vault.fields import MandateKeys

BATCH = 10_000
#: As many of a verification's problems as one entry tells; the command `ledger verify` tells them all.
MOST_PROBLEMS = 20
DETAILS = "ledger_detail"
SYSTEM_CLOCK = SystemClock()
NOTHING: Mapping[str, JSON] = MappingProxyType({})
INSERT = """
    WITH entry AS (INSERT INTO ledger_entry (id, uid, leaf, recorded_at) VALUES (%s, %s, %s, %s))
    INSERT INTO ledger_detail (entry_id, mandate_id, generation, sealed) VALUES (%s, %s, %s, %s)
"""
INTEGRATE = """
    UPDATE ledger_entry SET index = placed.index, leaf_hash = placed.hashed
    FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS placed (id, index, hashed)
    WHERE ledger_entry.id = placed.id
"""


class OutsideTransactionError(RuntimeError):
    """An entry recorded outside the transaction of what it tells of could outlive it, or be lost without it."""


def record(
    *,
    actor: Actor,
    action: Action,
    mandate_id: int | None,
    object_id: UUID,
    outcome: str = "done",
    details: Mapping[str, JSON] = NOTHING,
    clock: Clock = SYSTEM_CLOCK,
) -> Entry:
    """Write one entry inside the caller's transaction and return it, not yet in the tree.

    `details` are sealed under the newest keys of the mandate, or the platform's when there is no mandate or when its
    keys are destroyed; the leaf holds a salted commitment to them. Raises `OutsideTransactionError`.
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError
    salt, clear, keys = os.urandom(SALT), canonical(details), _keys(mandate_id)
    leaf = Leaf(
        uid=uuid4(),
        at=_milliseconds(clock.now()),
        actor=actor,
        action=action,
        mandate_id=mandate_id,
        object_id=object_id,
        outcome=outcome,
        commitment=commitment(salt, clear),
    )
    encoded = leaf.encode()
    with connection.cursor() as cursor:
        # Not RETURNING: a process that may only insert may not read back.
        cursor.execute("SELECT nextval('ledger_entry_id_seq')")
        entry_id = int(cursor.fetchone()[0])
        sealed = keys.seal(DETAILS, entry_id, salt + clear)
        detail = [entry_id, keys.mandate_id, keys.generation, sealed]
        cursor.execute(INSERT, [entry_id, leaf.uid, encoded, leaf.at, *detail])
    return Entry(id=entry_id, uid=leaf.uid, leaf=encoded, recorded_at=leaf.at)


@transaction.atomic
def note_verification(*, actor: Actor, figures: Mapping[str, int], problems: Sequence[str]) -> None:
    """Record that the whole ledger was checked, by whom, and what did not agree: codes and places, the first ones."""
    details: dict[str, JSON] = {**figures, "problems": list(problems[:MOST_PROBLEMS])}
    record(
        actor=actor,
        action=Action.LEDGER_VERIFIED,
        mandate_id=None,
        object_id=uuid4(),
        outcome="refused" if problems else "done",
        details=details,
    )


def sequence(*, clock: Clock = SYSTEM_CLOCK) -> int:
    """Give every committed entry its place, sign the new head, write it outside the database; return their number.

    Safe to run anywhere and to interrupt anywhere: one sequencer works at a time, and the next run publishes what an
    interrupted one has signed. An entry whose number was drawn early but that commits late is taken by the next run.
    Raises `LedgerDamagedError` rather than sign over a ledger that lost its tail.
    """
    total = 0
    while count := _integrate(clock):
        heads.publish(CheckpointFile())
        total += count
        if count < BATCH:
            break
    return total


@transaction.atomic(durable=True)
def _integrate(clock: Clock) -> int:
    heads.lock()
    heads.write_missing(CheckpointFile())
    frontier = heads.frontier()
    pending = list(Entry.objects.filter(index=None).order_by("id").values_list("id", "leaf")[:BATCH])
    if not pending:
        return 0
    start, hashes = frontier.size, [merkle.leaf_hash(bytes(leaf)) for _, leaf in pending]
    for hashed in hashes:
        frontier.append(hashed)
    with connection.cursor() as cursor:
        cursor.execute(INTEGRATE, [[row for row, _ in pending], list(range(start, frontier.size)), hashes])
    _sign(frontier, clock)
    return len(pending)


def _sign(frontier: Frontier, clock: Clock) -> None:
    custodian = open_vault().custodian
    root = frontier.root()
    head = Checkpoint(origin=heads.origin(), size=frontier.size, root=root)
    note = checkpoint.sign(head, public_key=custodian.describe().public_key, signer=custodian.sign)
    Head.objects.create(size=head.size, root=root, note=note, frontier=frontier.encode(), at=clock.now())


def _keys(mandate_id: int | None) -> MandateKeys:
    keys = open_vault().keys
    # After the end of a mandate its certificate is still to be recorded.
    ended = mandate_id is not None and keys.destroyed(mandate_id)
    return keys.latest(None if ended else mandate_id)


def _milliseconds(at: datetime) -> datetime:
    at = at.astimezone(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
