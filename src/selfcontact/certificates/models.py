"""The signed statement that a mandate's data are gone."""

from uuid import uuid4

from django.db import models


class Certificate(models.Model):
    """The canonical JSON as issued; whoever holds the file can verify it without us."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    mandate = models.ForeignKey("mandates.Mandate", on_delete=models.PROTECT, related_name="certificates")
    document = models.TextField()
    issued_at = models.DateTimeField()
