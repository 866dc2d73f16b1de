"""Requests of people who exercise a right: what is asked and until when in clear, the person sealed."""

import secrets

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

    POST = "post"
    ARCHIVE = "archive"
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
    #: Every computation that led to `due_on`, oldest first, each as it was made.
    clock = models.JSONField()
    #: Since when the clock is paused: a question about identity has no answer yet.
    asked_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(choices=Rung.choices, default=Rung.NONE)
    verified_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=20, choices=Ground.choices, blank=True)
    #: Pseudonym of whoever proposed the decision: somebody else has to confirm it.
    proposed_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    executed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
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
