"""Files that are being received and loaded: how far, as what, with which end. Never their content, nor their name."""

from django.db import models

from selfcontact.database.models import Record
from selfcontact.uploads.sealing import Mark


class Upload(Record):
    """One file from its first byte to its delivery; its reference becomes that of the delivery."""

    class State(models.TextChoices):
        """Sealed bytes exist until `done`; a received upload waits for the operator, a queued one for a worker."""

        RECEIVING = "receiving"
        RECEIVED = "received"
        QUEUED = "queued"
        LOADING = "loading"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    #: States in which sealed bytes exist.
    OPEN = (State.RECEIVING, State.RECEIVED, State.QUEUED, State.LOADING)

    mandate = models.ForeignKey("mandates.Mandate", on_delete=models.PROTECT, related_name="uploads")
    agreement = models.ForeignKey("providers.Agreement", on_delete=models.PROTECT, related_name="uploads")
    synthetic = models.BooleanField(default=False)
    state = models.CharField(max_length=15, choices=State.choices, default=State.RECEIVING)
    #: Announced length, and how much of it is durably stored, in how many records and bytes on disk.
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    records = models.BigIntegerField(default=0)
    stored = models.BigIntegerField(default=0)
    #: The key of this file, sealed under the mandate's; emptied when the file is destroyed.
    generation = models.PositiveSmallIntegerField()
    sealed_key = models.BinaryField(default=b"")
    touched_at = models.DateTimeField()
    #: What the operator confirmed, as `choices.Choices` describes it.
    choices = models.JSONField(default=dict)
    confirmed_by = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Progress of the load: bytes read and lines judged, between two instants.
    done = models.BigIntegerField(default=0)
    lines = models.BigIntegerField(default=0)
    reading_since = models.DateTimeField(null=True)
    progressed_at = models.DateTimeField(null=True)
    #: Why it failed: code and sentences of a UserError.
    failure = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["state", "touched_at"], name="upload_by_state")]

    @property
    def mark(self) -> Mark:
        """Return how far it is durably stored."""
        return Mark(records=self.records, clear=self.offset, stored=self.stored)

    @property
    def open(self) -> bool:
        """Tell whether sealed bytes exist."""
        return self.state in self.OPEN

    @property
    def delivery_reference(self) -> str:
        """Return the reference of the delivery that the present attempt makes."""
        return self.reference if self.attempts < 2 else f"{self.reference}-{self.attempts}"
