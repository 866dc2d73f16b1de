"""The one short transaction that makes a delivery exist, and the oppositions that came while it was being loaded."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import psycopg
from django.db import connection as django
from django.db import transaction
from psycopg import sql

from selfcontact.database import partitions
from selfcontact.database.fence import FENCE
from selfcontact.intake.loading import listed, seen
from selfcontact.intake.loading.job import Job, Tally
from selfcontact.intake.loading.shared import Memory
from selfcontact.intake.models import Delivery
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.vault import open_vault

SHARED_FENCE = "SELECT pg_advisory_xact_lock_shared(%s)"
NEWER = f"SELECT tag, key_version, kind = 'erasure' FROM opposition_entry WHERE id > %(after)s AND {listed.APPLIES}"  # noqa: S608


class CancelledError(UserError):
    """Someone cancelled the load while it ran."""

    def __init__(self) -> None:
        super().__init__("load_cancelled", fr="Le chargement a été annulé.", en="The load was cancelled.")


@dataclass(kw_only=True)
class Latecomers:
    """Takes out of the detached table the numbers that were opposed after the picture of the list was taken."""

    job: Job
    memory: Memory
    tally: Tally
    upto: int

    def remove(self, connection: psycopg.Connection) -> bool:
        """Remove what the list gained since the last call; return whether it had gained anything."""
        row = connection.execute("SELECT coalesce(max(id), 0) FROM opposition_entry").fetchone()
        after, self.upto = self.upto, int(row[0]) if row else 0
        fresh = connection.execute(NEWER, self.job.scope.values(after=after)).fetchall() if self.upto > after else []
        if not fresh:
            return False
        kinds = {bytes(tag): erasure for tag, _, erasure in fresh}
        for version in sorted({version for _, version, _ in fresh}):
            self._remove_tagged(connection, version, kinds)
        return True

    def _remove_tagged(self, connection: psycopg.Connection, version: int, kinds: dict[bytes, bool]) -> None:
        vault, job = open_vault(), self.job
        wanted = np.frombuffer(b"".join(kinds), dtype="V16")
        for block in seen.numbers(self.memory):
            tags = np.ascontiguousarray(vault.suppression(version).tags(block)).view("V16").reshape(-1)
            for at in np.flatnonzero(np.isin(tags, wanted)).tolist():
                index = vault.keys.open(job.mandate_id, job.generation).fingerprint(int(block[at]))
                self._remove_one(connection, index, "erased" if kinds[tags[at].tobytes()] else "opposed")

    def _remove_one(self, connection: psycopg.Connection, index: bytes, code: str) -> None:
        table = sql.Identifier(self.job.table)
        delete = sql.SQL("DELETE FROM {} WHERE phone_index = %s RETURNING id").format(table)
        for (row_id,) in connection.execute(delete, [index]).fetchall():
            values = [self.job.mandate_id, self.job.delivery_id, row_id & 0xFFFFFFFF, code]
            connection.execute(
                "INSERT INTO intake_refusal (mandate_id, delivery_id, line, code) VALUES (%s, %s, %s, %s)", values
            )
            self.tally.accepted -= 1
            self.tally.refused[code] += 1


def raw() -> psycopg.Connection:
    """Return the driver's connection under Django's, for what both must do in one transaction."""
    django.ensure_connection()
    driver: psycopg.Connection = django.connection
    return driver


def publish(actor: Actor, delivery: Delivery, late: Latecomers, held_for: str, at: datetime) -> None:
    """Attach the table and set the delivery's counts; from then on it can be read. Raises CancelledError."""
    # Most of what came late is taken out here, so that the fence is held for an instant only.
    for _ in range(3):
        if not late.remove(raw()):
            break
    with transaction.atomic():
        raw().execute(SHARED_FENCE, [FENCE])
        late.remove(raw())
        current = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if current.state != Delivery.State.LOADING:
            raise CancelledError
        partitions.attach_delivery(raw(), late.job.mandate_id, delivery.pk, late.job.table)
        _count(delivery, late.tally)
        delivery.state = Delivery.State.HELD if held_for else Delivery.State.PUBLISHED
        delivery.hold_reason, delivery.published_at = held_for, at
        delivery.save()
        _record(actor, delivery)


def _count(delivery: Delivery, tally: Tally) -> None:
    delivery.lines, delivery.accepted, delivery.repaired = tally.lines, tally.accepted, tally.repaired
    delivery.refused = dict(sorted((code, count) for code, count in tally.refused.items() if count))


def _record(actor: Actor, delivery: Delivery) -> None:
    details: dict[str, JSON] = {
        "reference": delivery.reference,
        "file_sha256": delivery.file_sha256,
        "lines": delivery.lines,
        "accepted": delivery.accepted,
        "refused": delivery.refused,
        "repaired": delivery.repaired,
    }
    action = Action.DELIVERY_HELD if delivery.hold_reason else Action.DELIVERY_PUBLISHED
    record(actor=actor, action=action, mandate_id=delivery.mandate_id, object_id=delivery.uid, details=details)
