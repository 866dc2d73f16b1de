"""The archive of notices, in the words that the public reads, and what the public reported of them."""

from uuid import uuid4

from django.db import models


class TransparencyNotice(models.Model):
    """One version of the notice of one campaign; the database refuses to change it, or to remove it too early.

    Nothing here points at a campaign or a mandate: it outlives both. No column, and no key of the document, has a
    place for a recipient (GD-23).
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    #: The last day on which it has to be kept: seven years after the ad was last published.
    kept_until = models.DateField()
    document_sha256 = models.CharField(max_length=64)
    document = models.JSONField()

    class Meta:
        db_table = "transparency_notice"
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="notice_version_once")]

    def __str__(self) -> str:
        return f"{self.code}/{self.number}"


class Published(models.Model):
    """All that the public site may know of the archive: what was published, a view over it."""

    uid = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    document_sha256 = models.CharField(max_length=64)
    document = models.JSONField()

    class Meta:
        managed = False
        db_table = "transparency_published"


class Report(models.Model):
    """What somebody says is wrong with a message. It has no place for who says it, nor for words of theirs."""

    class Ground(models.TextChoices):
        """What is wrong."""

        SPONSOR = "sponsor"
        LABEL = "label"
        LINE = "line"
        TARGETING = "targeting"
        SILENCE = "silence"
        CONTENT = "content"

    class Verdict(models.TextChoices):
        """What the DPO found."""

        UPHELD = "upheld"
        UNFOUNDED = "unfounded"

    uid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=10, db_index=True)
    ground = models.CharField(max_length=9, choices=Ground.choices)
    #: The line of the notice that is wrong, where one is.
    line = models.PositiveSmallIntegerField(null=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=9, choices=Verdict.choices, blank=True, default="")
    #: What whoever reported it reads at the address of the receipt.
    reply = models.TextField(blank=True, default="")

    class Meta:
        db_table = "transparency_report"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ground__in=["sponsor", "label", "line", "targeting", "silence", "content"]),
                name="report_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(line=None) | models.Q(line__gte=1, line__lte=16), name="report_line"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, verdict="", reply="")
                | (models.Q(decided_at__isnull=False, verdict__in=["upheld", "unfounded"]) & ~models.Q(reply="")),
                name="report_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class Receipt(models.Model):
    """What a receipt shows to whoever has its address: a view over the reports, all that the public site may read."""

    uid = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=10)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=9)
    reply = models.TextField()

    class Meta:
        managed = False
        db_table = "transparency_receipt"
