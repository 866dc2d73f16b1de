"""Carriers, hosts and voice operators, and the routes through them; vetted before one number moves."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selfcontact.compliance.route import check_subprocessor
from selfcontact.compliance.verdict import Allowed
from selfcontact.database.models import Record


class Subprocessor(Record):
    """A company that may receive a number, once its contract, country and review are on record."""

    class Kind(models.TextChoices):
        """What it does for us."""

        CARRIER = "carrier"
        HOST = "host"
        VOICE = "voice"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    country = models.CharField(max_length=2)
    contract_sha256 = models.CharField(max_length=64, blank=True)
    #: What the review found of access from outside the Union (GDPR art. 44 to 46): parent company, support, hosts.
    transfers = models.TextField(blank=True, default="")
    vetted_on = models.DateField(null=True)
    vetting_expires_on = models.DateField(null=True)
    suspended_on = models.DateField(null=True)
    #: Where it is told of a rectification, an erasure or a restriction (GDPR art. 19); empty: by letter.
    privacy_email = models.EmailField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(vetted_on=None) | ~models.Q(transfers=""),
                name="vetted_once_transfers_were_looked_at",
            )
        ]

    def vetted(self, on: date) -> bool:
        """Tell whether data may go there on that day: in the Union, vetted, not suspended. Source: rule GD-14."""
        verdict = check_subprocessor(
            country=self.country,
            vetted_on=self.vetted_on,
            vetted_until=self.vetting_expires_on,
            suspended=self.suspended_on is not None,
            today=on,
        )
        return isinstance(verdict, Allowed)


class Route(Record):
    """One way out through a carrier. The password is sealed under the platform's keys."""

    class Kind(models.TextChoices):
        """A simulated carrier is the only way out for synthetic people and rehearsals."""

        SMPP = "smpp"
        SIMULATED = "simulated"

    class Bind(models.TextChoices):
        """One connection for both ways, or one for each."""

        TRANSCEIVER = "transceiver"
        PAIR = "pair"

    class Concatenation(models.TextChoices):
        """How long messages are cut: a header in the text, or SAR parameters."""

        UDH = "udh"
        SAR = "sar"

    subprocessor = models.ForeignKey(Subprocessor, on_delete=models.PROTECT, related_name="routes")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField()
    tls = models.BooleanField(default=True)
    ca_file = models.CharField(max_length=255, blank=True)
    system_id = models.CharField(max_length=16)
    password_sealed = models.BinaryField()
    bind = models.CharField(max_length=15, choices=Bind.choices, default=Bind.TRANSCEIVER)
    concatenation = models.CharField(max_length=3, choices=Concatenation.choices, default=Concatenation.UDH)
    #: Messages in flight, and segments per second, that the carrier's contract allows.
    window = models.PositiveIntegerField(default=50)
    segments_per_second = models.PositiveIntegerField(default=50)
    #: The short code that a STOP is sent to, printed in each text.
    stop_code = models.CharField(max_length=5)
    sender_names = ArrayField(models.CharField(max_length=11), default=list)
    #: Stricter hours of the carrier, on the clock of who receives: none where empty; `rests`: shut on feast days.
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    rests = models.BooleanField(default=False)
    price_millicents = models.PositiveIntegerField(default=0)
    enabled = models.BooleanField(default=False)
