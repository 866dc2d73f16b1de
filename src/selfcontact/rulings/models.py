"""What people decide of the rules: a precaution read otherwise, a hold cleared; whoever sends reads it then."""

from uuid import UUID, uuid4

from django.db import models


class Ruling(models.Model):
    """One rule decided otherwise, from one instant until it is taken back. At most one is in force for a rule."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    rule = models.CharField(max_length=7)
    grounds = models.TextField()
    decided_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_for = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule"], condition=models.Q(taken_back_at__isnull=True), name="ruling_in_force_once"
            ),
            # Silence and opposition cannot stand here, whoever writes.
            models.CheckConstraint(
                condition=models.Q(rule__in=["EL-14", "SM-07", "RP-14", "CA-10"]), name="ruling_of_a_precaution"
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class Clearance(models.Model):
    """A named human has looked at what a rule holds, and lets this very content pass. Written once, never changed.

    Where the hold rests on a sponsor's declaration it is for that very declaration, and another one holds again.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    rule = models.CharField(max_length=7)
    campaign_uid = models.UUIDField()
    content_sha256 = models.CharField(max_length=64)
    #: The declaration in force that was looked at, for a rule about who pays; a date could be set back, this cannot.
    sponsor_uid = models.UUIDField(null=True)
    grounds = models.TextField()
    cleared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign_uid", "content_sha256", "rule", "sponsor_uid"],
                nulls_distinct=False,
                name="clearance_of_a_content_once",
            ),
            # Silence, opposition and whatever refuses cannot stand here, whoever writes.
            models.CheckConstraint(
                condition=models.Q(rule__in=["EL-11", "EL-19", "FI-05", "FI-08", "SM-20"]), name="clearance_of_a_hold"
            ),
        ]

    def __str__(self) -> str:
        return self.rule


def cleared(campaign_uid: UUID, content_sha256: str) -> list[str]:
    """Return the numbers of the rules that a named human has cleared for a content."""
    found = Clearance.objects.filter(campaign_uid=campaign_uid, content_sha256=content_sha256)
    return list(found.order_by("rule").values_list("rule", flat=True))


def in_force() -> list[str]:
    """Return the numbers of the rules that are decided otherwise now."""
    return list(Ruling.objects.filter(taken_back_at=None).order_by("rule").values_list("rule", flat=True))
