"""One text to one audience; one row per (campaign, number), for ever unique; what happens is appended."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selfcontact.database.models import Record


class Campaign(Record):
    """`version` grows with every change of state or of content: whoever writes must have read the last one."""

    class State(models.TextChoices):
        """See `selfcontact.campaigns.states` for who may follow whom."""

        DRAFT = "draft"
        SUBMITTED = "submitted"
        APPROVED = "approved"
        SCHEDULED = "scheduled"
        RUNNING = "running"
        PAUSED = "paused"
        FINISHED = "finished"
        STOPPED = "stopped"

    class Kind(models.TextChoices):
        """An invitation only asks for agreement (CN-02); a campaign never changes from one to the other."""

        ORDINARY = "ordinary"
        INVITATION = "invitation"

    mandate = models.ForeignKey("mandates.Mandate", on_delete=models.PROTECT, related_name="campaigns")
    route = models.ForeignKey("subprocessors.Route", on_delete=models.PROTECT, related_name="campaigns")
    state = models.CharField(max_length=15, choices=State.choices, default=State.DRAFT)
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.ORDINARY)
    version = models.PositiveIntegerField(default=1)
    text = models.TextField()
    sender_name = models.CharField(max_length=11)
    area = ArrayField(models.CharField(max_length=31))
    age_from = models.PositiveSmallIntegerField(default=18)
    age_to = models.PositiveSmallIntegerField(default=120)
    #: Nothing leaves before the first nor after the second, the carrier's retries included.
    earliest = models.DateTimeField()
    latest = models.DateTimeField()
    #: Set when the audience is frozen.
    selected = models.BigIntegerField(default=0)
    #: Then too: the deliveries whose contacts were selected, whatever becomes of them.
    deliveries = ArrayField(models.BigIntegerField(), default=list)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: When its state last changed, by the database's clock: what the senders' acknowledgements are measured against.
    ordered_at = models.DateTimeField(null=True)


class Approval(models.Model):
    """The candidate's signature of the exact text, audience and slot (C. élect. L.52-16)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="approvals")
    uid = models.UUIDField(unique=True)
    content_sha256 = models.CharField(max_length=64)
    signatory = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)


class Message(models.Model):
    """A place in the frozen audience. Never updated, never sent twice: (campaign, phone_index) is unique."""

    pk = models.CompositePrimaryKey("mandate_id", "campaign_id", "position")
    mandate_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    position = models.IntegerField()
    delivery_id = models.BigIntegerField()
    contact_id = models.BigIntegerField()
    phone_index = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mandate_id", "campaign_id", "phone_index"], name="one_message_per_number")
        ]


class Block(models.Model):
    """A run of positions in one set of zones, the unit that a sender claims."""

    class State(models.TextChoices):
        """`claimed` is committed before the first message leaves; a claimed block is never claimed again."""

        PENDING = "pending"
        CLAIMED = "claimed"
        CLOSED = "closed"

    pk = models.CompositePrimaryKey("mandate_id", "campaign_id", "number")
    mandate_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    number = models.IntegerField()
    first = models.IntegerField()
    last = models.IntegerField()
    #: INSEE territory of the addresses and country code of the numbers: both decide silence and hours.
    territory = models.CharField(max_length=15)
    zone = models.CharField(max_length=63)
    dial = models.SmallIntegerField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.PENDING)
    sender = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    #: Version of the privacy policy in force when it was claimed: what the readers of its messages were promised.
    policy = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["mandate_id", "campaign_id", "number"],
                condition=models.Q(state="pending"),
                name="block_pending",
            ),
            # Which senders hold something: read every few seconds to find those that died.
            models.Index(
                fields=["mandate_id", "campaign_id", "sender"],
                condition=models.Q(state="claimed"),
                name="block_claimed",
            ),
        ]


class Outcome(models.Model):
    """What became of one part of a message; part 0 alone when nothing was handed over. Appended by COPY."""

    class Kind(models.IntegerChoices):
        """Terms of the balance: selected = the sum of these + pending."""

        HANDED_OVER = 1
        REFUSED = 2
        OPPOSED = 3
        EXPIRED = 4
        FAILED = 5
        UNKNOWN = 6

    pk = models.CompositePrimaryKey("mandate_id", "campaign_id", "position", "part")
    mandate_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    position = models.IntegerField()
    part = models.SmallIntegerField()
    kind = models.SmallIntegerField(choices=Kind.choices)
    #: Rule number of a refusal, carrier's status of a failure.
    reason = models.CharField(max_length=15, blank=True)
    #: As text: leading zeros and letters are part of it.
    carrier_id = models.CharField(max_length=65, null=True)  # noqa: DJ001 - NULL keeps the index small
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["mandate_id", "carrier_id"],
                condition=models.Q(carrier_id__isnull=False),
                name="outcome_by_carrier_id",
            ),
            models.Index(
                fields=["mandate_id", "campaign_id", "position"],
                condition=models.Q(kind=6),
                name="outcome_unknown",
            ),
        ]


class Receipt(models.Model):
    """What the carrier says of one part, appended as it comes; the state of a part is the highest one received."""

    class State(models.IntegerChoices):
        """The gateway's states in the order in which they may follow one another."""

        UNKNOWN = 0
        ACCEPTED = 1
        ENROUTE = 2
        FAILED_UNKNOWN = 3
        FAILED_EXPIRED = 4
        FAILED_UNDELIVERABLE = 5
        FAILED_REJECTED = 6
        FAILED_DELETED = 7
        DELIVERED = 8

    # One row per state: a receipt that the carrier repeats changes nothing.
    pk = models.CompositePrimaryKey("mandate_id", "campaign_id", "position", "part", "state")
    mandate_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    position = models.IntegerField()
    part = models.SmallIntegerField()
    state = models.SmallIntegerField()
    error = models.CharField(max_length=15, blank=True)
    carrier_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()


class ParkedReceipt(models.Model):
    """A receipt whose message is not known yet; it names no number."""

    route = models.ForeignKey("subprocessors.Route", on_delete=models.CASCADE)
    carrier_id = models.CharField(max_length=65)
    state = models.SmallIntegerField()
    error = models.CharField(max_length=15, blank=True)
    carrier_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()


class Reply(models.Model):
    """What a person answered, sealed; a doubtful one waits for a human while the number is frozen."""

    pk = models.CompositePrimaryKey("mandate_id", "uid")
    mandate_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    uid = models.UUIDField()
    generation = models.SmallIntegerField()
    sealed = models.BinaryField()
    phone_index = models.BinaryField(max_length=16)
    reading = models.CharField(max_length=15)
    waiting = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["mandate_id", "received_at"], condition=models.Q(waiting=True), name="reply_waiting")
        ]


class Trial(models.Model):
    """A test send to a number that the candidate's team declared; the number is sealed."""

    pk = models.CompositePrimaryKey("mandate_id", "uid")
    mandate_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    uid = models.UUIDField()
    generation = models.SmallIntegerField()
    sealed = models.BinaryField()
    state = models.CharField(max_length=15, default="pending")
    at = models.DateTimeField()


class Stop(models.Model):
    """A person who opposed in answer to a campaign, by place in its audience; read as counts only."""

    pk = models.CompositePrimaryKey("mandate_id", "campaign_id", "position")
    mandate_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    position = models.IntegerField()
    at = models.DateTimeField()


class Tally(models.Model):
    """How many of each term were written down in ten seconds, added up in the transaction that wrote them.

    The live figures: reading them costs the same for ten messages and for ten million. The balance counts one by one.
    """

    pk = models.CompositePrimaryKey("mandate_id", "campaign_id", "slot", "term", "reason", "writer")
    mandate_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    #: Beginning of the ten seconds, by the clock of who wrote.
    slot = models.DateTimeField()
    term = models.CharField(max_length=15)
    reason = models.CharField(max_length=15)
    #: One row for each sender, so that none waits for another.
    writer = models.UUIDField()
    #: Below zero when what was unknown is known later.
    count = models.BigIntegerField()


class Presence(models.Model):
    """One sender on one route, as it said a moment ago; what it says by its own clock may be shifted."""

    sender = models.UUIDField()
    route = models.ForeignKey("subprocessors.Route", on_delete=models.CASCADE, related_name="presences")
    started_at = models.DateTimeField()
    #: By the database's clock.
    seen_at = models.DateTimeField()
    clock_at = models.DateTimeField()
    bound = models.BooleanField()
    binds = models.PositiveIntegerField(default=0)
    in_flight = models.PositiveIntegerField(default=0)
    #: Rules for which something does not leave at present.
    withheld = ArrayField(models.CharField(max_length=31), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "route"], name="presence_once")]


class Acknowledgement(models.Model):
    """A sender has read the last order given to a campaign, and follows it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="acknowledgements")
    sender = models.UUIDField()
    version = models.PositiveIntegerField()
    #: Messages that the carrier had and had not answered for at that moment.
    in_flight = models.PositiveIntegerField()
    #: By the database's clock.
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "sender"], name="acknowledged_once")]


class Guard(models.Model):
    """When a campaign is halted without anyone asking; see `selfcontact.campaigns.guard`."""

    class Deed(models.TextChoices):
        """What the guard does: a pause can be taken back."""

        PAUSE = "pause"
        STOP = "stop"

    class Cause(models.TextChoices):
        """What a guard halts a campaign for."""

        FAILED = "failed"
        UNDELIVERED = "undelivered"
        OPPOSED = "opposed"
        SPENT = "spent"
        MANDATE_SPENT = "mandate-spent"

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, primary_key=True, related_name="guard")
    #: In thousandths: refused by the carrier or reported undelivered, and people who opposed.
    error_permille = models.PositiveSmallIntegerField(default=250)
    stop_permille = models.PositiveSmallIntegerField(default=50)
    #: No rate is judged on fewer messages than this.
    sample = models.PositiveIntegerField(default=500)
    ceiling_millicents = models.BigIntegerField(null=True)
    deed = models.CharField(max_length=7, choices=Deed.choices, default=Deed.PAUSE)
    #: Slots of tallies up to this one are not judged: set when a human lets the campaign go on.
    watched_from = models.DateTimeField(null=True)
    cause = models.CharField(max_length=15, choices=Cause.choices, blank=True)
    #: The two figures that were compared.
    found = models.BigIntegerField(default=0)
    limit = models.BigIntegerField(default=0)
    tripped_at = models.DateTimeField(null=True)
