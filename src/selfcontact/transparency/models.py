"""The archive of notices: every version of each, for seven years, in the words that the public reads."""

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
