"""People who may be written to. The five categories are one sealed value; what selection needs stands beside it."""

from django.db import models


class Contact(models.Model):
    """`id` is the delivery's number and the line in its file (delivery << 32 | line), so provenance is never lost.

    Partitioned by mandate, then by delivery: a delivery is loaded beside the table and attached in one step.
    """

    pk = models.CompositePrimaryKey("mandate_id", "delivery_id", "id")
    mandate_id = models.BigIntegerField()
    delivery_id = models.BigIntegerField()
    id = models.BigIntegerField()
    generation = models.SmallIntegerField()
    #: Surname, first name, address and number, sealed (see `selfcontact.contacts.payload`).
    sealed = models.BinaryField()
    phone_index = models.BinaryField(max_length=16)
    age = models.SmallIntegerField()
    commune = models.CharField(max_length=5)
    postcode = models.CharField(max_length=5)
    #: Country code of the number (0 for +33): address and number may lie in two time zones.
    dial = models.SmallIntegerField()
    form_id = models.BigIntegerField()
    consented_on = models.DateField()
    restricted = models.BooleanField(default=False)

    class Meta:
        # Inside a partition the mandate is always the same: in front of an index it would only slow its making.
        indexes = [
            models.Index(fields=["phone_index"], name="contact_by_number"),
            models.Index(fields=["commune", "age"], name="contact_by_place_and_age"),
        ]


class Invitation(models.Model):
    """That a number was asked for agreement under a mandate, and what came back; one row for each number, for ever.

    Written before the message leaves. `answer` only ever goes from silence to yes, and from either to no.
    """

    class Answer(models.TextChoices):
        """Silence is neither."""

        SILENT = ""
        AGREED = "agreed"
        REFUSED = "refused"

    pk = models.CompositePrimaryKey("mandate_id", "phone_index")
    mandate_id = models.BigIntegerField()
    phone_index = models.BinaryField(max_length=16)
    #: The last invitation, and the place in its audience.
    campaign_id = models.BigIntegerField()
    position = models.IntegerField()
    rounds = models.PositiveSmallIntegerField(default=1)
    invited_at = models.DateTimeField()
    #: Of the text that was sent, names left open.
    text_sha256 = models.CharField(max_length=64)
    answer = models.CharField(max_length=7, choices=Answer.choices, default=Answer.SILENT, blank=True)
    agreed_at = models.DateTimeField(null=True)
    #: The sealed reply that said yes, see `campaigns.models.Reply`; kept when a no comes later.
    reply = models.UUIDField(null=True)
    refused_at = models.DateTimeField(null=True)


class NameWidth(models.Model):
    """How wide the names of one delivery can be in a message: three numbers, measured once, and never a name."""

    pk = models.CompositePrimaryKey("mandate_id", "delivery_id", "field")
    mandate_id = models.BigIntegerField()
    delivery_id = models.BigIntegerField()
    #: The field of a text that the width is of: first_name or surname.
    field = models.CharField(max_length=15)
    septets = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    #: Null when no value forces UCS-2.
    forcing = models.PositiveIntegerField(null=True)


class TeamNumber(models.Model):
    """A number that the candidate's team declared for tests; sealed, and shown to nobody again."""

    pk = models.CompositePrimaryKey("mandate_id", "uid")
    mandate_id = models.BigIntegerField()
    uid = models.UUIDField()
    generation = models.SmallIntegerField()
    sealed = models.BinaryField()
    #: Known from one declaration to the next, so that nobody gets a test twice.
    phone_index = models.BinaryField(max_length=16)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mandate_id", "phone_index"], name="team_number_once_per_mandate")
        ]
