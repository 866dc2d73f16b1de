"""Files as received: their hash, their shape, their counts. Never their content."""

from django.db import models

from selfcontact.database.models import Record

#: Why a delivery is held that no campaign may read until the DPO has lifted its failed audit (see `audits`).
FAILED_AUDIT = "failed_audit"
#: Why it is held while it is being withdrawn.
WITHDRAWAL = "withdrawal"


class Mapping(models.Model):
    """How one provider names its columns, kept from one delivery to the next."""

    provider = models.ForeignKey("providers.Provider", on_delete=models.CASCADE, related_name="mappings")
    name = models.CharField(max_length=63)
    #: Header of the file -> our field.
    columns = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "name"], name="mapping_once_per_provider")]


class Delivery(Record):
    """One file, with its hash and its counts."""

    class State(models.TextChoices):
        """A held delivery waits for the DPO and is read by no campaign."""

        LOADING = "loading"
        HELD = "held"
        PUBLISHED = "published"
        CANCELLED = "cancelled"
        WITHDRAWN = "withdrawn"

    mandate = models.ForeignKey("mandates.Mandate", on_delete=models.PROTECT, related_name="deliveries")
    agreement = models.ForeignKey("providers.Agreement", on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=15, choices=State.choices, default=State.LOADING)
    #: Synthetic people may only ever leave through the simulated carrier.
    synthetic = models.BooleanField(default=False)
    file_sha256 = models.CharField(max_length=64)
    file_bytes = models.BigIntegerField(default=0)
    received_on = models.DateField()
    #: Encoding, delimiter, container and mapping as the operator confirmed them.
    shape = models.JSONField(default=dict)
    dropped_columns = models.JSONField(default=list)
    hold_reason = models.CharField(max_length=63, blank=True)
    lines = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    repaired = models.BigIntegerField(default=0)
    refused = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "file_sha256"],
                condition=models.Q(state__in=["loading", "held", "published"]),
                name="same_file_once_per_mandate",
            )
        ]


class Refusal(models.Model):
    """A line number and a code, never the row."""

    pk = models.CompositePrimaryKey("mandate_id", "delivery_id", "line")
    mandate_id = models.BigIntegerField()
    delivery_id = models.BigIntegerField()
    line = models.BigIntegerField()
    code = models.CharField(max_length=31)
