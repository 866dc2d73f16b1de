"""Audits of deliveries and the rows drawn for them: row numbers of the provider's file, and proofs under seal."""

from django.db import models

from selfcontact.database.models import Record

#: A screenshot or a scan, as for an identity document, and the words beside it.
LARGEST_PROOF = (10 << 20) + (16 << 10)


class Audit(Record):
    """One draw of one delivery. The seed is committed to on the ledger before the provider knows any row."""

    class State(models.TextChoices):
        """A failed audit withholds its delivery and its provider until the DPO lifts it."""

        DRAWN = "drawn"
        ASKED = "asked"
        PASSED = "passed"
        FAILED = "failed"
        LIFTED = "lifted"

    class Cause(models.TextChoices):
        """Why one failed."""

        NONE = ""
        INVALID = "invalid"
        UNANSWERED = "unanswered"

    OPEN = (State.DRAWN, State.ASKED)

    delivery = models.ForeignKey("intake.Delivery", on_delete=models.PROTECT, related_name="audits")
    state = models.CharField(max_length=15, choices=State.choices, default=State.DRAWN)
    cause = models.CharField(max_length=15, choices=Cause.choices, default=Cause.NONE, blank=True)
    seed = models.BinaryField(max_length=32)
    #: The rows that the draw was made among: first and last of the file, less those refused.
    first_line = models.BigIntegerField()
    last_line = models.BigIntegerField()
    size = models.PositiveIntegerField()
    rows_sha256 = models.CharField(max_length=64)
    #: The ledger's entry that commits to all this.
    entry_uid = models.UUIDField()
    #: As the dated data file had them on the day of the draw.
    invalid_allowed = models.PositiveIntegerField()
    unanswered_allowed = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    #: Of the secret of the provider's link; the link itself is nowhere.
    secret_sha256 = models.CharField(max_length=64, default="", blank=True)
    concluded_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["secret_sha256"], condition=~models.Q(secret_sha256=""), name="one_audit_of_a_link"
            ),
            models.UniqueConstraint(
                fields=["delivery"],
                condition=models.Q(state__in=["drawn", "asked"]),
                name="one_open_audit_of_a_delivery",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="asked"), name="audit_due"),
        ]


class DrawnRow(models.Model):
    """One row that was drawn: its number in the provider's file, what came for it and what was made of that."""

    class Result(models.TextChoices):
        """Empty until someone has looked, or the time is over."""

        NONE = ""
        VALID = "valid"
        INVALID = "invalid"
        UNANSWERED = "unanswered"

    class Reason(models.TextChoices):
        """Why a proof is none: a code, for a sentence could name someone."""

        NONE = ""
        NO_CONSENT = "no-consent"
        NO_TRACE = "no-trace"
        OTHER_FORM = "other-form"
        OTHER_DATE = "other-date"
        OTHER_PURPOSE = "other-purpose"
        NO_RECIPIENT = "no-recipient"
        UNREADABLE = "unreadable"

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="rows")
    line = models.BigIntegerField()
    result = models.CharField(max_length=15, choices=Result.choices, default=Result.NONE, db_default="", blank=True)
    reason = models.CharField(max_length=15, choices=Reason.choices, default=Reason.NONE, db_default="", blank=True)
    #: As the site sealed it for the workers, until one has put it under the mandate's keys.
    dropped = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)
    generation = models.PositiveIntegerField(default=0, db_default=0)
    sealed = models.BinaryField(null=True)
    #: Stays when the proof itself is destroyed: the provider keeps that one (PR-06).
    proof_sha256 = models.CharField(max_length=64, default="", db_default="", blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "line"], name="row_drawn_once")]
        indexes = [
            models.Index(fields=["audit"], condition=models.Q(dropped__isnull=False), name="drawn_row_dropped"),
        ]


class Attestation(models.Model):
    """What the provider signed for one delivery: this file, so many rows, and whether it collected them itself."""

    delivery = models.OneToOneField("intake.Delivery", on_delete=models.PROTECT, related_name="attestation")
    signed_on = models.DateField()
    file_sha256 = models.CharField(max_length=64)
    rows = models.BigIntegerField()
    own_collection = models.BooleanField()
    document_sha256 = models.CharField(max_length=64)


class Transfer(models.Model):
    """One link of the chain by which a delivery came to its provider: from whom to whom, when, under which contract."""

    delivery = models.ForeignKey("intake.Delivery", on_delete=models.PROTECT, related_name="transfers")
    giver = models.CharField(max_length=200)
    receiver = models.CharField(max_length=200)
    transferred_on = models.DateField()
    contract_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "giver", "receiver"], name="transfer_told_once"),
        ]
