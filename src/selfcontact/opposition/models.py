"""The list of numbers that must not be written to, as keyed fingerprints. The one thing that outlives a mandate."""

from django.db import models
from django.db.models.functions import Coalesce


class Entry(models.Model):
    """A tag, its key version, its scope, channel, month and expiry: nothing else (privacy note 4.3, MED-2023-040)."""

    class Kind(models.TextChoices):
        """Why the number is listed; a hold ends with a human decision."""

        OPPOSITION = "opposition"
        ERASURE = "erasure"
        HOLD = "hold"

    class Channel(models.TextChoices):
        """The door by which the person spoke."""

        SMS = "sms"
        VOICE = "voice"
        MAIL = "mail"
        WEB = "web"
        STAFF = "staff"
        CARRIER = "carrier"

    tag = models.BinaryField(max_length=16)
    key_version = models.PositiveSmallIntegerField()
    #: Empty: everywhere. Else the candidate the person does not want to hear from.
    candidate = models.ForeignKey("mandates.Candidate", null=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    channel = models.CharField(max_length=15, choices=Channel.choices)
    month = models.DateField()
    expires_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint("tag", Coalesce("candidate", 0), "kind", name="opposition_once")]
