"""What the public site drops, what proves who dropped it, and the key that opens it. Persons are sealed throughout."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

#: A paper's photograph, or its scan.
LARGEST_DOCUMENT = 10 << 20
#: What the site may drop at most: the longest text of a request, in four octets a character, and its frame.
LARGEST_TICKET = 128 << 10


class Purpose(models.TextChoices):
    """What a person wants of the public site."""

    ASK = "ask"
    OPEN = "open"
    WITHDRAW = "withdraw"


class BoxKey(models.Model):
    """A pair of keys of the installation: the site seals with the public half, workers open with the other."""

    class Use(models.TextChoices):
        """What it seals. A pair for documents lives a few days, and its private half in no database."""

        TICKET = "ticket"
        DOCUMENT = "document"

    use = models.CharField(max_length=15, choices=Use.choices, default=Use.TICKET)
    #: Stands at the head of all that was sealed with it.
    key_id = models.BigIntegerField(unique=True)
    public_keyset = models.BinaryField()
    #: Of the platform's keys, which sealed the private half.
    generation = models.PositiveIntegerField()
    #: Null for documents: theirs is a file, outside the database and its backups, and shredded.
    sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=Now())


class Ticket(models.Model):
    """One thing dropped by one browser. Times are the database's own: a code lives ten true minutes, even rehearsed."""

    class Finding(models.TextChoices):
        """What the worker made of it; never shown to whoever dropped it."""

        NONE = ""
        #: The person stated the name and the postcode that we have.
        MATCHED = "matched"
        #: We have nothing of this number.
        NOTHING_HELD = "nothing-held"
        #: Another name or postcode than ours: the number may have a new holder. Nothing is disclosed.
        DOUBT = "doubt"
        #: Filled for another box, altered, or without anything that makes a request.
        UNREADABLE = "unreadable"
        #: An objection beyond those of a day: a human decides.
        FLOOD = "flood"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=15, choices=Purpose.choices)
    #: SHA-256 of the cookie's secret: the table holds nothing that opens what a browser may read.
    browser_digest = models.BinaryField(max_length=32)
    sealed = models.BinaryField(null=True)
    language = models.CharField(max_length=2, default="fr")
    created_at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True)
    #: The request it opened, or proves.
    request_uid = models.UUIDField(null=True)
    proven_at = models.DateTimeField(null=True)
    #: When the worker did what the proof allows.
    done_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=15, choices=Finding.choices, default=Finding.NONE, db_default="", blank=True)
    #: What this browser alone can open.
    parcel_kind = models.CharField(max_length=15, default="", db_default="", blank=True)
    parcel = models.BinaryField(null=True)
    parcel_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(taken_at=None), name="ticket_waiting"),
            models.Index(
                fields=["proven_at"], condition=models.Q(proven_at__isnull=False, done_at=None), name="ticket_proven"
            ),
            models.Index(fields=["request_uid"], name="ticket_by_request"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(purpose__in=Purpose.values), name="ticket_purpose"),
            models.CheckConstraint(condition=models.Q(language__in=["fr", "en"]), name="ticket_language"),
        ]


class Code(models.Model):
    """One code, in one message or one letter. Of the code itself only a keyed digest stays once it has left."""

    class Form(models.TextChoices):
        """How it travels."""

        SMS = "sms"
        LETTER = "letter"

    class State(models.TextChoices):
        """Whether it left; one that was claimed is never sent again."""

        WAITING = "waiting"
        CLAIMED = "claimed"
        SENT = "sent"
        FAILED = "failed"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    form = models.CharField(max_length=7, choices=Form.choices)
    #: Of a message: the ticket that it proves, and no other.
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.CASCADE, related_name="codes")
    #: Of a letter: the request that it proves, by whichever ticket of it.
    request_uid = models.UUIDField(null=True)
    digest = models.BinaryField(max_length=32)
    #: Number and code, for the sender alone, until it takes them: nothing can leave twice.
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)
    #: Of the number, under the platform's keys: budgets are counted with it.
    number_index = models.BinaryField(max_length=16, null=True)
    #: Of an invented person: it leaves through a simulated carrier, and no other does.
    synthetic = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="fr")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["number_index", "created_at"], name="code_by_number"),
            models.Index(fields=["created_at"], name="code_by_time"),
            models.Index(fields=["synthetic", "created_at"], condition=models.Q(state="waiting"), name="code_waiting"),
        ]
        constraints = [
            # Whatever a programme does: the sixth attempt is not even counted.
            models.CheckConstraint(condition=models.Q(attempts__lte=5), name="code_attempts"),
            models.CheckConstraint(
                condition=models.Q(form="sms", ticket__isnull=False, request_uid=None)
                | models.Q(form="letter", ticket=None, request_uid__isnull=False),
                name="code_bound",
            ),
            models.UniqueConstraint(fields=["ticket"], name="one_code_for_a_ticket"),
            # A new letter takes the place of the one before it.
            models.UniqueConstraint(fields=["request_uid"], name="one_letter_for_a_request"),
        ]


class IdentityDocument(models.Model):
    """A paper that proves who somebody is, sealed; asked for on a written doubt only, and soon destroyed."""

    class End(models.TextChoices):
        """Why it was destroyed."""

        NONE = ""
        #: Nobody had asked for one, or it is none.
        UNWANTED = "unwanted"
        DECIDED = "decided"
        TIME = "time"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ticket_uid = models.UUIDField(db_index=True)
    browser_digest = models.BinaryField(max_length=32)
    sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    request_uid = models.UUIDField(null=True, db_index=True)
    taken_at = models.DateTimeField(null=True)
    #: Pseudonyms of those who have looked: two of them, before it proves anything.
    seen_by = ArrayField(models.UUIDField(), default=list, db_default=[])
    destroyed_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=15, choices=End.choices, default=End.NONE, db_default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(destroyed_at=None) | models.Q(sealed=None), name="destroyed_is_gone"
            ),
        ]
