"""What is published of a mandate, and what is kept to publish it by the same rules until its end.

The portal reads sheets, releases and cells, and nothing else: they hold no person, and outlive the mandate's data.
"""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Audience(models.Model):
    """An audience of which a figure was shown. Those of one family differ by nobody, or by too few to be compared."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    mandate = models.ForeignKey("mandates.Mandate", on_delete=models.PROTECT, related_name="audiences")
    communes = ArrayField(models.CharField(max_length=5))
    age_from = models.PositiveSmallIntegerField()
    age_to = models.PositiveSmallIntegerField()
    family = models.UUIDField()
    #: Whether it differs, by a few, from one that was shown before: it then gets no figure of its own.
    near = models.BooleanField(default=False)
    at = models.DateTimeField()


class Partition(models.Model):
    """How the figures of a started campaign are cut, frozen with its audience."""

    campaign = models.OneToOneField("campaigns.Campaign", on_delete=models.PROTECT, related_name="partition")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="partitions")
    #: The keys that round its figures.
    generation = models.PositiveSmallIntegerField()
    tree = models.JSONField()
    tables = models.JSONField(default=dict)
    #: What was last published of behaviours, exactly: the next snapshot has to differ by a crowd.
    behaviour = models.JSONField(default=dict)
    snapshot_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class Sheet(models.Model):
    """A mandate as its candidate sees it."""

    uid = models.UUIDField(unique=True)
    candidate_id = models.BigIntegerField(db_index=True)
    candidate = models.CharField(max_length=200)
    reference = models.CharField(max_length=63)
    election = models.CharField(max_length=63)
    area = models.JSONField(default=list)
    opens_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=15)
    ceiling_cents = models.PositiveBigIntegerField(null=True)
    events = models.JSONField(default=list)
    instructions = models.JSONField(default=list)
    updated_at = models.DateTimeField()


class CampaignSheet(models.Model):
    """A campaign as its candidate sees it, with its totals: rounded, and absent under the threshold."""

    uid = models.UUIDField(unique=True)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="campaigns")
    reference = models.CharField(max_length=63)
    state = models.CharField(max_length=15)
    text = models.TextField()
    sender_name = models.CharField(max_length=11)
    area = models.JSONField(default=list)
    age_from = models.PositiveSmallIntegerField()
    age_to = models.PositiveSmallIntegerField()
    earliest = models.DateTimeField()
    latest = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    content_sha256 = models.CharField(max_length=64)
    approved_at = models.DateTimeField(null=True)
    #: References of the campaigns with which it shares one set of figures.
    joint = models.JSONField(default=list)
    totals = models.JSONField(default=dict)
    totals_at = models.DateTimeField(null=True)
    #: Lots of segments that are due at the tariff of the day it started.
    lots = models.PositiveBigIntegerField(default=0)
    lot = models.PositiveIntegerField(default=0)
    segment_millicents = models.PositiveIntegerField(default=0)
    vat_permille = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    @property
    def segments_due(self) -> int:
        """Return the segments of the lots that are begun."""
        return self.lots * self.lot

    @property
    def net_cents(self) -> int:
        """Return what is due, VAT excluded, to the nearest cent."""
        return (self.segments_due * self.segment_millicents + 500) // 1000

    @property
    def gross_cents(self) -> int:
        """Return what is due, VAT included."""
        return self.net_cents + (self.net_cents * self.vat_permille + 500) // 1000


class Release(models.Model):
    """Tables published at one instant, with the rules they passed; its entry is in the ledger under the same uid."""

    class Kind(models.TextChoices):
        """Volumes are published when the audience is frozen and after the end; behaviours once a day."""

        START = "start"
        FINAL = "final"
        SNAPSHOT = "snapshot"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(CampaignSheet, on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    at = models.DateTimeField()
    parameters = models.JSONField()


class Cell(models.Model):
    """One figure of a table, already rounded."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cells")
    table = models.CharField(max_length=15)
    measure = models.CharField(max_length=15)
    place_kind = models.CharField(max_length=15)
    place_code = models.CharField(max_length=31, blank=True)
    place = models.CharField(max_length=200, blank=True)
    communes = models.PositiveIntegerField(default=0)
    age_from = models.PositiveSmallIntegerField()
    age_to = models.PositiveSmallIntegerField()
    day_from = models.DateField(null=True)
    day_to = models.DateField(null=True)
    value = models.PositiveBigIntegerField()
