"""Who was told of a version of the policy. Written once: the console adds, nobody changes."""

from django.db import models


class Way(models.TextChoices):
    """How somebody was told; in words, without a free text that could name anybody."""

    NOTICE = "notice"
    LETTER = "letter"
    CALL = "call"
    MEETING = "meeting"


class Told(models.Model):
    """One party told of one version."""

    version = models.ForeignKey("policies.Version", on_delete=models.PROTECT, related_name="told")
    #: "candidate:<reference>", "provider:<reference>" or "subprocessor:<reference>".
    party = models.CharField(max_length=80)
    way = models.CharField(max_length=7, choices=Way.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "party"], name="told_once")]

    def __str__(self) -> str:
        return self.party
