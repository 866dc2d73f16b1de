"""Answers to requests: sealed from the moment they are made, counted when opened, destroyed soon after."""

from uuid import uuid4

from django.db import models


class State(models.TextChoices):
    """Where an answer stands; what it says exists in all but the last."""

    PREPARED = "prepared"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    DESTROYED = "destroyed"


#: The states in which somebody with the keys can still read it.
READABLE = (State.PREPARED, State.REVIEWED, State.PUBLISHED, State.ARCHIVED)


class Answer(models.Model):
    """One answer to one request; preparing again makes another, and destroys this one."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    request = models.ForeignKey("requests.Request", on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(max_length=15, choices=State.choices, default=State.PREPARED)
    #: The grounds on which it refuses, as they stood on the request; it fits the decision, or it does not leave.
    decided = models.JSONField(default=dict)
    #: Of the document as canonical JSON; stays when the document is destroyed.
    sha256 = models.CharField(max_length=64)
    #: Sections that somebody left out, with a reason that stands in the document.
    left_out = models.PositiveSmallIntegerField(default=0)
    prepared_at = models.DateTimeField()
    #: Pseudonym of whoever had it prepared.
    prepared_by = models.UUIDField()
    reviewed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    #: When it is destroyed at the latest, once it has left.
    until = models.DateTimeField(null=True)
    openings = models.PositiveSmallIntegerField(default=0)
    destroyed_at = models.DateTimeField(null=True)
    #: Of the platform's keys.
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)
    #: The encrypted archive, whose passphrase nobody keeps; sealed once more.
    archive = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["until"], condition=models.Q(destroyed_at=None), name="answer_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=~models.Q(state="destroyed"), name="one_answer_to_a_request"
            ),
            models.CheckConstraint(condition=models.Q(openings__lte=3), name="opened_three_times_at_most"),
            # Whatever a programme does: nothing that can be read outlives its end.
            models.CheckConstraint(
                condition=~models.Q(state="destroyed") | models.Q(sealed=None, archive=None), name="nothing_left"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)
