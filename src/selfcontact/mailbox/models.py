"""Mails of the DPO's box, both ways. Who wrote, to whom, about what and in which words is sealed."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Direction(models.TextChoices):
    """Whether a mail came or left."""

    IN = "in"
    OUT = "out"


class Nature(models.TextChoices):
    """What a mail is, by its headers (RFC 3834, 2369, 3464); only a person's is ever answered."""

    PERSON = "person"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    LIST = "list"
    LOOP = "loop"


class Flag(models.TextChoices):
    """Why somebody of the house has to look at a mail."""

    #: Nothing in it says which right: the kind written down is a guess that loses nothing.
    TO_SORT = "to-sort"
    #: It goes on with a request: the program does nothing of what it may say.
    GOES_ON = "goes-on"
    #: It answers to a request that is over.
    REOPENS = "reopens"
    #: It joined a request whose person gave another address.
    OTHER_SENDER = "other-sender"
    #: What we sent did not arrive.
    BOUNCED = "bounced"
    #: An objection that the program did not carry out by itself: no number, several, or too many that day.
    OBJECTION_WAITS = "objection-waits"
    #: There is no address to answer to: no request could be opened.
    NO_ADDRESS = "no-address"
    #: It could not be read whole.
    DAMAGED = "damaged"
    #: Attachments were too large to keep.
    LEFT_OUT = "left-out"
    #: No acknowledgement left: it asked for silence, or too many left that day.
    UNANSWERED = "unanswered"


class Passage(models.TextChoices):
    """Where a mail that leaves stands. One found `leaving` after a crash is `unknown`: it may have left."""

    WAITING = "waiting"
    LEAVING = "leaving"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Mail(models.Model):
    """One mail. What identifies it is a fingerprint under the platform's keys."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    nature = models.CharField(max_length=15, choices=Nature.choices, default=Nature.PERSON)
    flags = ArrayField(models.CharField(max_length=20, choices=Flag.choices), default=list)
    request = models.ForeignKey("requests.Request", null=True, on_delete=models.PROTECT, related_name="mails")
    #: The request under which an objection in the mail was opened, when the mail asks for something else as well.
    objection = models.ForeignKey("requests.Request", null=True, on_delete=models.PROTECT, related_name="+")
    #: By the mail server's own clock (INTERNALDATE): the deadline starts there. Of one that left: when that was.
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    size = models.PositiveBigIntegerField(default=0)
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)
    #: Of the Message-ID, for threads; of the sender, for floods; of what the mail says, and of its place on the server.
    message_print = models.BinaryField(max_length=16, null=True)
    sender_print = models.BinaryField(max_length=16, null=True)
    content_print = models.BinaryField(max_length=16, null=True, unique=True)
    place_print = models.BinaryField(max_length=16, null=True, unique=True)
    #: Whether the program carried out an objection for it, and answered it: both are counted, day by day.
    opposed = models.BooleanField(default=False)
    acknowledged = models.BooleanField(default=False)
    #: When somebody of the house said that it is dealt with.
    settled_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)
    #: Of one that leaves: what it carries, how far it got, and what the server said last (never a word of the mail).
    notice_uid = models.UUIDField(null=True, unique=True)
    passage = models.CharField(max_length=10, choices=Passage.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["message_print"], name="mail_by_message"),
            models.Index(fields=["sender_print", "received_at"], name="mail_by_sender"),
            models.Index(fields=["request", "received_at"], name="mail_by_request"),
        ]


class Attachment(models.Model):
    """What came with a mail: its name and type sealed, its octets sealed, or left out when there were too many."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    size = models.PositiveBigIntegerField()
    generation = models.PositiveIntegerField()
    label = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "position"], name="attachment_once")]
