"""What the DPO decided of a rule that no source settles; whoever sends reads it at the moment of sending."""

from uuid import uuid4

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


def in_force() -> list[str]:
    """Return the numbers of the rules that are decided otherwise now."""
    return list(Ruling.objects.filter(taken_back_at=None).order_by("rule").values_list("rule", flat=True))
