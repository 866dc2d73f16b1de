"""What the ledger keeps: entries without anything personal, their details sealed, and the signed heads."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One leaf. `index` and `leaf_hash` are set once, by the sequencer; triggers refuse any other change."""

    uid = models.UUIDField(unique=True)
    #: Canonical JSON (RFC 8785), exactly the bytes that are hashed.
    leaf = models.BinaryField()
    #: Position in the tree, from 0; null until the sequencer has integrated the entry.
    index = models.BigIntegerField(null=True, unique=True)
    leaf_hash = models.BinaryField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(index__isnull=True), name="ledger_entry_pending")]


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
