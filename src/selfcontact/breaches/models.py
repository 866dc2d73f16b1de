"""The register of breaches (GDPR art. 33(5)). Every row is written once: the database changes and removes none."""

import secrets
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selfcontact.database.models import REFERENCE, Record


class Nature(models.TextChoices):
    """What was breached."""

    CONFIDENTIALITY = "confidentiality"
    INTEGRITY = "integrity"
    AVAILABILITY = "availability"


class System(models.TextChoices):
    """Where it happened."""

    DATABASE = "database"
    KEYS = "keys"
    BACKUPS = "backups"
    APPLICATION = "application"
    WORKSTATION = "workstation"
    MAILBOX = "mailbox"
    FILES = "files"
    PAPER = "paper"
    SUBPROCESSOR = "subprocessor"


class Kind(models.TextChoices):
    """What is added to a breach as it is understood and dealt with."""

    FACT = "fact"
    MEASURE = "measure"
    CONTROLLERS_TOLD = "controllers-told"
    #: By the controller, or by us in its name: with the reference of the authority's receipt.
    AUTHORITY_TOLD = "authority-told"
    #: The controller's decision that a risk is excluded (art. 33(1)), with its reason.
    AUTHORITY_NOT_TOLD = "authority-not-told"
    #: The controller's decision on the persons (art. 34), with its reason; then that it was done.
    PEOPLE_TO_TELL = "people-to-tell"
    PEOPLE_NOT_TOLD = "people-not-told"
    PEOPLE_TOLD = "people-told"
    CLOSED = "closed"


def new_reference() -> str:
    """Return a reference that says nothing of how many breaches there were."""
    return f"v-{secrets.token_hex(5)}"


class Breach(Record):
    """One breach as it was first understood. What was written of it is one sealed value."""

    reference = models.CharField(max_length=63, unique=True, validators=[REFERENCE], default=new_reference)
    natures = ArrayField(models.CharField(max_length=15, choices=Nature.choices))
    systems = ArrayField(models.CharField(max_length=15, choices=System.choices))
    learnt_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    #: When it began and ended, as far as anybody knows.
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: By when controllers and authority are told, each as it was computed.
    controllers_term = models.JSONField()
    authority_term = models.JSONField()
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField()


class Extent(models.Model):
    """What ledger and vault answered of one mandate, or of the house's own keys, at one moment; the last one counts."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="extents")
    #: Empty: the house's own keys, under which requests, mails and notices are sealed.
    mandate = models.ForeignKey("mandates.Mandate", null=True, on_delete=models.PROTECT, related_name="+")
    measured_at = models.DateTimeField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    #: Contacts, rounded down; empty when they are too few to be told, or not counted.
    people = models.PositiveBigIntegerField(null=True)
    generations = models.PositiveIntegerField()
    keys_destroyed_at = models.DateTimeField(null=True)
    #: How often the program used the keys in that time, by action of the ledger.
    uses = models.JSONField()


class Step(models.Model):
    """Something learnt, done or told since."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="steps")
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    #: Whom it was about, where it was one controller.
    mandate = models.ForeignKey("mandates.Mandate", null=True, on_delete=models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField()
