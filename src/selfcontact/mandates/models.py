"""The contract with one candidate for one election: the unit of isolation, of keys and of retention."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selfcontact.database.models import Record


class Candidate(Record):
    """The client and controller. A public figure: the name is shown in every message."""

    name = models.CharField(max_length=200)
    #: Other ways a text may name the candidate or the party.
    aliases = ArrayField(models.CharField(max_length=200), default=list)
    party = models.CharField(max_length=200, blank=True)


class Mandate(Record):
    """Open from signature to end; `generation` is the generation of its keys."""

    class State(models.TextChoices):
        """Where a mandate stands; `ending` means that its keys are gone and its partitions are being dropped."""

        LIVE = "live"
        ENDING = "ending"
        ENDED = "ended"

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="mandates")
    election = models.CharField(max_length=63)
    area = ArrayField(models.CharField(max_length=31))
    opens_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=15, choices=State.choices, default=State.LIVE)
    generation = models.PositiveSmallIntegerField(default=1)
    #: Counts written down when the end begins, before anything is destroyed.
    closing = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)

    def ceiling_cents(self) -> int | None:
        """Return what the candidate allows to be spent in all, VAT included; None when nothing was agreed."""
        last = self.ceilings.order_by("-pk").first()
        return last.cents if last else None

    def contact_policy(self) -> "ContactPolicy | None":
        """Return the contact policy in force; None where nothing was signed, and the provider's consent suffices."""
        return self.contact_policies.order_by("-pk").first()

    def sponsor(self) -> "Sponsor | None":
        """Return the declaration that was recorded last, whatever day it bears; None once it is withdrawn."""
        last = self.sponsors.order_by("-pk").first()
        return last if last and last.withdrawn_at is None else None


class Speaking(models.Model):
    """On whose behalf we write: all that the public site may know of mandates, a view over the live ones."""

    #: A candidate has a row for each election: rows are listed, never fetched by it.
    candidate = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    election = models.CharField(max_length=63)
    opens_on = models.DateField()

    class Meta:
        managed = False
        db_table = "mandates_speaking"


class ContactPolicy(models.Model):
    """How people may be written to first, as the candidate asked in writing; the last one counts, none is undone.

    A mandate without one follows the default: the consent that the provider collected suffices. Source: CN-02.
    """

    class Kind(models.TextChoices):
        """`invite`: a first message only asks for agreement, and only who said yes gets others."""

        CONSENT = "consent"
        INVITE = "invite"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="contact_policies")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    #: How often one person may be invited: a second time only if they have not answered.
    invitations = models.PositiveSmallIntegerField(default=1)
    document_sha256 = models.CharField(max_length=64)
    signatory = models.CharField(max_length=200)
    signed_at = models.DateTimeField()


class SpendCeiling(models.Model):
    """What a candidate allows to be spent under a mandate; the last one counts."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="ceilings")
    cents = models.PositiveBigIntegerField()
    set_at = models.DateTimeField()


class Sponsor(models.Model):
    """What the sponsor of a mandate's messages declares (Regulation (EU) 2024/900, articles 5 to 8).

    The last one that was recorded counts, until it is withdrawn. All of it is printed in the public notice of every
    campaign.
    """

    class Standing(models.TextChoices):
        """Whether they may sponsor in the last three months."""

        CITIZEN = "citizen"
        RESIDENT = "resident"
        COMPANY = "company"
        OTHER = "other"

    class Funds(models.TextChoices):
        """Whose money it is."""

        PRIVATE = "private"
        PUBLIC = "public"
        BOTH = "both"

    class Whence(models.TextChoices):
        """Where the money comes from."""

        INSIDE = "inside"
        OUTSIDE = "outside"
        BOTH = "both"

    class Paying(models.TextChoices):
        """In what quality somebody pays (C. élect. L.52-4)."""

        AGENT = "agent"
        PARTY = "party"
        CANDIDATE = "candidate"
        OTHER = "other"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="sponsors")
    #: That what is sent is political advertising.
    political = models.BooleanField()
    standing = models.CharField(max_length=15, choices=Standing.choices)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    address = models.CharField(max_length=300)
    #: Where they are established, or live, as an ISO code.
    country = models.CharField(max_length=2)
    registration = models.CharField(max_length=63, blank=True, default="")
    #: Who decides in the end, when it is somebody else.
    controller = models.CharField(max_length=200, blank=True, default="")
    controller_country = models.CharField(max_length=2, blank=True, default="")
    #: Who pays, when it is somebody else.
    payer = models.CharField(max_length=200, blank=True, default="")
    #: Empty in what was declared before this was asked: not known, which holds.
    paying = models.CharField(max_length=15, choices=Paying.choices, default="")
    funds = models.CharField(max_length=15, choices=Funds.choices)
    whence = models.CharField(max_length=15, choices=Whence.choices)
    document_sha256 = models.CharField(max_length=64)
    signatory = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class Instruction(Record):
    """What the candidate asked or approved, with the hash of what was signed (GDPR art. 28(3)(a), 35)."""

    class Kind(models.TextChoices):
        """What the instruction covers; `assessment` is the impact assessment that the candidate made their own."""

        PROCESSING = "processing"
        CAMPAIGNS = "campaigns"
        OPPOSITION = "opposition"
        ASSESSMENT = "assessment"

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="instructions")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    document_sha256 = models.CharField(max_length=64)
    signatory = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
