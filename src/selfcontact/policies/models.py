"""What was promised to people, and from which day."""

from datetime import date
from uuid import uuid4

from django.db import models

FRENCH, ENGLISH = "fr", "en"
LANGUAGES = (FRENCH, ENGLISH)


class VersionQuerySet(models.QuerySet["Version"]):
    """Questions about the versions."""

    def in_force(self, day: date) -> "Version | None":
        """Return the version that binds us on that day: the last one published of those that have begun."""
        return self.filter(in_force_on__lte=day).order_by("number").last()


class Version(models.Model):
    """One version of the policy; the database refuses to change or remove it."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
    french = models.TextField()
    #: Empty when this version has no translation: French is what binds.
    english = models.TextField(blank=True, default="")
    note = models.TextField()
    english_note = models.TextField(blank=True, default="")
    in_force_on = models.DateField()
    published_at = models.DateTimeField()
    #: Of each text in UTF-8, exactly as the public site gives it to whoever wants to check.
    sha256 = models.CharField(max_length=64)
    english_sha256 = models.CharField(max_length=64, blank=True, default="")
    #: What the DPO decided on publishing, and why: those concerned are told; what was agreed to is asked for anew.
    substantial = models.BooleanField(default=False)
    consent_again = models.BooleanField(default=False)
    grounds = models.TextField(blank=True, default="")

    objects = VersionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.number)

    def language(self, wanted: str) -> str:
        """Return the language in which this version can be shown to someone who wants `wanted`."""
        return ENGLISH if wanted.startswith(ENGLISH) and self.english else FRENCH

    def text(self, wanted: str) -> str:
        """Return the text in `wanted`, or in French when there is no other."""
        return self.english if self.language(wanted) == ENGLISH else self.french

    def change(self, wanted: str) -> str:
        """Return what changed with this version, in `wanted` or else in French."""
        return self.english_note if wanted.startswith(ENGLISH) and self.english_note else self.note
