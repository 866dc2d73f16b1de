"""Lines, the trunks they come in by, their recordings, the candidate's signature, counts of calls without a caller."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selfcontact.database.models import Record


class Part(models.TextChoices):
    """What a call may be told; the words are those of the engine."""

    GREETING = "greeting"
    MESSAGE = "message"
    NOTICE = "notice"
    MENU = "menu"
    RIGHTS = "rights"
    CONFIRM = "confirm"
    OBJECTED = "objected"
    FAILED = "failed"
    WITHHELD = "withheld"
    NEUTRAL = "neutral"
    GOODBYE = "goodbye"
    BUSY = "busy"
    #: Said at the end of a menu of the other language.
    SWITCH = "switch"


class Language(models.TextChoices):
    """Languages in which the house can speak."""

    FRENCH = "fr"
    ENGLISH = "en"


#: What a candidate signs. All the rest is the house's neutral voice, the same on every line.
SIGNED = (Part.GREETING, Part.MESSAGE)


class Trunk(Record):
    """One way in from a voice operator; its password is sealed under the platform's keys."""

    subprocessor = models.ForeignKey("subprocessors.Subprocessor", on_delete=models.PROTECT, related_name="trunks")
    #: Whence its calls come, and to where their sound may go (empty: the same).
    networks = ArrayField(models.CharField(max_length=49))
    media = ArrayField(models.CharField(max_length=49), default=list)
    #: Empty: trusted by its address alone.
    username = models.CharField(max_length=63, blank=True)
    password_sealed = models.BinaryField(null=True)
    realm = models.CharField(max_length=127, blank=True)
    #: In which header the called number stands.
    called_in = models.CharField(max_length=31, default="uri")
    #: How the operator writes numbers, see `voice.trunk.Format`; empty: in any of the usual ways.
    formats = ArrayField(models.CharField(max_length=15), default=list)
    #: Country code of numbers that it writes without one.
    country = models.CharField(max_length=3, default="33")
    #: Loopback only: rehearsals, and elections whose dates wait for their decree.
    simulated = models.BooleanField(default=False)
    enabled = models.BooleanField(default=False)


class Line(Record):
    """`version` grows with every change; `content_sha256` is what there is to sign now."""

    class State(models.TextChoices):
        """See `selfcontact.lines.states` for who may follow whom."""

        DRAFT = "draft"
        SUBMITTED = "submitted"
        APPROVED = "approved"
        PUBLISHED = "published"
        STOPPED = "stopped"
        RETIRED = "retired"

    mandate = models.ForeignKey("mandates.Mandate", on_delete=models.PROTECT, related_name="lines")
    trunk = models.ForeignKey(Trunk, on_delete=models.PROTECT, related_name="lines")
    #: E.164 digits.
    number = models.BigIntegerField()
    #: The first is spoken first.
    languages = ArrayField(models.CharField(max_length=2, choices=Language.choices))
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    #: Calls at the same time.
    cap = models.PositiveIntegerField(default=100)
    state = models.CharField(max_length=15, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    content_sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["number", "closes_at"], name="line_by_number")]


class Prompt(models.Model):
    """One recording, for ever: of a line, or without one the house's. `selfcontact.lines.prompts` says which plays."""

    class Origin(models.TextChoices):
        """A recording by a human comes before what a machine spoke."""

        SPOKEN = "spoken"
        RECORDED = "recorded"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="prompts")
    part = models.CharField(max_length=15, choices=Part.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    origin = models.CharField(max_length=15, choices=Origin.choices)
    #: Its words: those spoken, or what whoever recorded it says that it says.
    text = models.TextField(blank=True)
    alaw = models.BinaryField()
    mulaw = models.BinaryField()
    outline = models.BinaryField()
    lufs = models.FloatField()
    milliseconds = models.PositiveIntegerField()
    #: Of both laws together; what a signature covers.
    sha256 = models.CharField(max_length=64)
    #: Of the file as it came; empty when spoken.
    file_sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    #: Another one took its place.
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["line", "part", "language"], condition=models.Q(retired_at=None), name="prompt_that_plays"
            )
        ]


class LineApproval(models.Model):
    """The candidate's signature of exactly these recordings, on this number, for this time (C. élect. L.52-16)."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="approvals")
    uid = models.UUIDField(unique=True)
    content_sha256 = models.CharField(max_length=64)
    signatory = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)


class Heard(models.Model):
    """How many calls of one quarter of an hour were heard so long and ended so. No caller, no order, no instant."""

    pk = models.CompositePrimaryKey("line_id", "quarter", "seconds", "exit", "policy")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="heard")
    #: Beginning of the quarter of an hour in which the call ended.
    quarter = models.DateTimeField()
    #: Lower bound of the class of duration.
    seconds = models.PositiveSmallIntegerField()
    exit = models.CharField(max_length=15)
    #: Version of the privacy policy in force when they ended; 0 before the first.
    policy = models.PositiveIntegerField(default=0, db_default=0)
    count = models.PositiveIntegerField()


class VoicePresence(models.Model):
    """What one process says of one line, each second: how many calls are up, how well their packets keep the beat."""

    process = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="presences")
    concurrent = models.PositiveIntegerField()
    calls = models.PositiveIntegerField()
    #: Its packets that left late, in thousandths, and the gap in milliseconds that all but one in a thousand kept.
    late_permille = models.PositiveIntegerField(default=0)
    worst_ms = models.PositiveIntegerField(default=0)
    #: By the database's clock.
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "line"], name="voice_presence_once")]


class LineSheet(models.Model):
    """A line as its candidate sees it, counts rounded and absent where small; the portal reads this and no other."""

    uid = models.UUIDField(unique=True)
    candidate_id = models.BigIntegerField(db_index=True)
    mandate = models.CharField(max_length=63)
    reference = models.CharField(max_length=63)
    number = models.BigIntegerField()
    price = models.CharField(max_length=15)
    languages = models.JSONField(default=list)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=15)
    approved_at = models.DateTimeField(null=True)
    totals = models.JSONField(default=dict)
    #: Of closed days only.
    days = models.JSONField(default=list)
    updated_at = models.DateTimeField()
