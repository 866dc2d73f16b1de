"""What the ledger keeps: entries without anything personal, their details sealed, and the signed heads."""

from django.db import models
from django.db.models import F, Func, Q

UID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def _read(pattern: str, kind: str, field: "models.Field[object, object]") -> models.GeneratedField:
    """Return a column that PostgreSQL itself reads from the leaf: an index that cannot say anything else than it.

    Taken by pattern, not as JSON: bytes that somebody altered are for the verification to find, not an error here.
    """
    template = f"substring(encode(%(expressions)s, 'escape') from '{pattern}')::{kind}"
    expression = Func(F("leaf"), template=template, output_field=field)
    return models.GeneratedField(expression=expression, output_field=field, db_persist=True)


class Entry(models.Model):
    """One leaf. `index` and `leaf_hash` are set once, by the sequencer; triggers refuse any other change."""

    uid = models.UUIDField(unique=True)
    #: Canonical JSON (RFC 8785), exactly the bytes that are hashed.
    leaf = models.BinaryField()
    #: Position in the tree, from 0; null until the sequencer has integrated the entry.
    index = models.BigIntegerField(null=True, unique=True)
    leaf_hash = models.BinaryField(null=True)
    recorded_at = models.DateTimeField()
    #: For finding entries; what is shown is read from the leaf.
    object_id = _read(f'"object":"({UID})"', "uuid", models.UUIDField())
    mandate_id = _read('"mandate":([0-9]{1,18})[,}]', "bigint", models.BigIntegerField())
    actor_id = _read(f'"uid":"({UID})"', "uuid", models.UUIDField())
    action = _read('"action":"([a-z:-]{1,63})"', "text", models.TextField())

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(index__isnull=True), name="ledger_entry_pending"),
            models.Index(fields=["recorded_at", "id"], name="ledger_entry_time"),
            models.Index(fields=["object_id", "recorded_at", "id"], name="ledger_entry_object"),
            models.Index(fields=["mandate_id", "recorded_at", "id"], name="ledger_entry_mandate"),
            models.Index(fields=["action", "recorded_at", "id"], name="ledger_entry_action"),
            models.Index(fields=["mandate_id", "action", "recorded_at", "id"], name="ledger_entry_mandate_action"),
            models.Index(fields=["actor_id", "recorded_at", "id"], name="ledger_entry_actor"),
        ]


class Detail(models.Model):
    """Salt and details of one entry, sealed: destroying the mandate's keys forgets them and leaves the tree valid."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    #: Whose keyset sealed it; null is the platform's.
    mandate_id = models.BigIntegerField(null=True)
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField()


class Head(models.Model):
    """A signed checkpoint, and the right edge of the tree from which the sequencer continues."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    note = models.TextField()
    frontier = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_checkpoint"
