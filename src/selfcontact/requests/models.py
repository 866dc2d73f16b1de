"""Requests of people who exercise a right: what is asked and until when in clear, the person sealed."""

import secrets
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selfcontact.compliance import deadline
from selfcontact.compliance.deadline import Deadline
from selfcontact.database.models import REFERENCE, Record


class Kind(models.TextChoices):
    """The rights (GDPR art. 15 to 21 and 77; art. 85 of the French act for directives)."""

    ACCESS = "access"
    PORTABILITY = "portability"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    COMPLAINT = "complaint"
    DIRECTIVES = "directives"


class Door(models.TextChoices):
    """By which a request came in; the clock starts at reception by any of them."""

    SMS = "sms"
    VOICE = "voice"
    MAIL = "mail"
    WEB = "web"
    POST = "post"
    TELEPHONE = "telephone"


class Rung(models.IntegerChoices):
    """How sure it is that the person is who they say (privacy note 4.8); the lowest that fits is asked for."""

    NONE = 0
    CODE = 1
    CODE_AND_FACTS = 2
    LETTER = 3
    DOCUMENT = 4
    MANDATE = 5


class State(models.TextChoices):
    """Where a request stands; which may follow which is in `selfcontact.requests.states`."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    IDENTITY_ASKED = "identity-asked"
    VERIFIED = "verified"
    REVIEWED = "in-review"
    GRANTED = "granted"
    REFUSED = "refused"
    EXECUTED = "executed"
    DELIVERED = "delivered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    PURGED = "purged"


class Ground(models.TextChoices):
    """Why a request is refused; each stands in a text that the answer names."""

    UNFOUNDED = "unfounded"
    EXCESSIVE = "excessive"
    UNIDENTIFIED = "unidentified"
    NOT_HELD = "not-held"
    LEGAL_CLAIMS = "legal-claims"
    LEGAL_OBLIGATION = "legal-obligation"
    OTHERS_RIGHTS = "others-rights"


class Means(models.TextChoices):
    """How an answer travels; never by e-mail in clear."""

    #: The public site, opened with a code received at the number.
    PAGE = "page"
    POST = "post"
    ARCHIVE = "archive"
    #: A mail that says what was done, without any of the person's data.
    CONFIRMATION = "confirmation"
    TELEPHONE = "telephone"
    IN_PERSON = "in-person"


def new_reference() -> str:
    """Return a reference that says nothing of how many requests there are, and that nobody guesses."""
    return f"d-{secrets.token_hex(5)}"


class Request(Record):
    """One request. Who asks, from where and in which words is one sealed value, forgotten when it is purged."""

    reference = models.CharField(max_length=63, unique=True, validators=[REFERENCE], default=new_reference)
    kinds = ArrayField(models.CharField(max_length=15, choices=Kind.choices))
    door = models.CharField(max_length=15, choices=Door.choices)
    state = models.CharField(max_length=15, choices=State.choices, default=State.RECEIVED)
    #: Counted up by every change: two who decide at the same time do not both.
    version = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()
    #: When the house wrote it down; the clock does not wait for that.
    recorded_at = models.DateTimeField()
    due_on = models.DateField()
    #: The version of the privacy policy that the person had before them; empty where nobody knows.
    policy_version = models.PositiveIntegerField(null=True)
    #: Every computation that led to `due_on`, oldest first, each as it was made.
    clock = models.JSONField()
    #: Since when the clock is paused: a question about identity has no answer yet.
    asked_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(choices=Rung.choices, default=Rung.NONE)
    verified_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=20, choices=Ground.choices, blank=True)
    #: Of a request that is granted in part: each right that is not, and its ground.
    refused = models.JSONField(default=dict)
    #: Pseudonym of whoever proposed the decision: somebody else has to confirm it.
    proposed_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    executed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    #: The request that ended and that new facts bring back; this one has its own clock and its own verification.
    reopens = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="reopened_by")
    #: Whom an objection is against; empty: everyone.
    candidate = models.ForeignKey("mandates.Candidate", null=True, on_delete=models.PROTECT, related_name="+")
    #: Of the platform's keys, which sealed the person.
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=16, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], name="request_due"),
            models.Index(fields=["phone_index"], name="request_by_number"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(asked_at=None) | models.Q(state="identity-asked"), name="paused"),
            # Whatever a programme does: nothing is answered to a person whom nobody verified, but a refusal for that.
            models.CheckConstraint(
                condition=models.Q(delivered_at=None)
                | models.Q(verified_at__isnull=False)
                | models.Q(ground="unidentified"),
                name="answered_to_the_person",
            ),
        ]

    @property
    def deadline(self) -> Deadline:
        """Return the last computation, as it was stored."""
        return deadline.from_json(self.clock[-1])

    @property
    def granted_kinds(self) -> frozenset[Kind]:
        """Return the rights that are not refused (yet)."""
        return frozenset() if self.ground else frozenset(Kind(kind) for kind in self.kinds if kind not in self.refused)


class Hold(models.Model):
    """What one mandate holds must be kept, for a stated ground; an erasure that meets it waits until it is lifted."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="holds")
    mandate = models.ForeignKey("mandates.Mandate", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "mandate"], condition=models.Q(lifted_at=None), name="held_once")
        ]


class Restriction(models.Model):
    """What one mandate holds of the person is set aside by this request, until they were told that it ends."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="restrictions")
    mandate = models.ForeignKey("mandates.Mandate", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    #: When the person was written to that it will end (GDPR art. 18(3)).
    announced_at = models.DateTimeField(null=True)
    #: The day that the announcement names.
    ends_on = models.DateField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "mandate"], name="restricted_once")]


class Correction(models.Model):
    """What a person says is right. The values are sealed; which fields they are of stands in clear."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="correction")
    uid = models.UUIDField(default=uuid4, unique=True)
    fields = ArrayField(models.CharField(max_length=15))
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)
    stated_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    #: How many contacts were corrected.
    contacts = models.PositiveIntegerField(default=0)


class Complaint(models.Model):
    """What somebody complains of, in a word; the words themselves are in the request."""

    class Category(models.TextChoices):
        """What went wrong, as the person sees it."""

        CONSENT = "consent"
        SOURCE = "source"
        AFTER_STOP = "after-stop"
        HOURS = "hours"
        CONTENT = "content"
        ANSWER = "answer"
        SECURITY = "security"
        OTHER = "other"

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="complaint")
    category = models.CharField(max_length=15, choices=Category.choices)
    #: Whether the house finds that the person is right.
    upheld = models.BooleanField()
    noted_at = models.DateTimeField()


class Directive(models.Model):
    """What a person wants done with their data once they are dead (art. 85 of the French act of 6 January 1978).

    It is about whatever we hold at that time, so no end of a mandate ends it: under the platform's keys, like the list.
    """

    class Wish(models.TextChoices):
        """What is to be done; `revoke` takes back whatever was wished before."""

        ERASE = "erase"
        KEEP = "keep"
        HAND = "hand"
        REVOKE = "revoke"

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="directive")
    uid = models.UUIDField(default=uuid4, unique=True)
    wish = models.CharField(max_length=7, choices=Wish.choices)
    generation = models.PositiveIntegerField()
    #: Whom to hand the data to and where they live; forgotten with the directive.
    sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=16, null=True)
    stated_at = models.DateTimeField()
    #: From the execution of the request that states it, until a later one takes it back or death has it carried out.
    in_force_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    carried_out_by = models.ForeignKey(Request, null=True, on_delete=models.PROTECT, related_name="carried_out")

    class Meta:
        indexes = [models.Index(fields=["phone_index"], name="directive_by_number")]


class DeathProof(models.Model):
    """What shows that a person died and that who asks may ask; seen by two people of the house, and never kept."""

    class Paper(models.TextChoices):
        """What was shown."""

        DEATH_CERTIFICATE = "death-certificate"
        HEIR_CERTIFICATE = "heir-certificate"
        FAMILY_BOOK = "family-book"
        NOTARY = "notary"

    class Capacity(models.TextChoices):
        """As what somebody asks."""

        NAMED = "named"
        HEIR = "heir"

    class Scope(models.TextChoices):
        """What an heir may get where the person left no directive (art. 85, III)."""

        ESTATE = "estate"
        DEATH = "death"

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="death_proof")
    paper = models.CharField(max_length=20, choices=Paper.choices)
    dated_on = models.DateField()
    capacity = models.CharField(max_length=7, choices=Capacity.choices)
    scope = models.CharField(max_length=7, choices=Scope.choices)
    checked_by = models.UUIDField()
    checked_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("checked_by")),
                name="death_seen_by_two",
            )
        ]
