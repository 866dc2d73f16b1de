"""What a candidate is asked to sign, and what came back. The portal reads proposals and adds decisions."""

from uuid import uuid4

from django.db import models


class Proposal(models.Model):
    """One submission of a campaign, exactly as its candidate sees it; a new submission is a new row."""

    class State(models.TextChoices):
        """`void`: the campaign changed, or was stopped, after it was shown; an approval given to it is void too."""

        OPEN = "open"
        APPROVED = "approved"
        CHANGES = "changes"
        VOID = "void"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    campaign_uid = models.UUIDField(db_index=True)
    campaign = models.CharField(max_length=63)
    sheet = models.ForeignKey("figures.Sheet", on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=15, choices=State.choices, default=State.OPEN)
    #: Whether all it does is to ask for agreement, see `campaigns.models.Campaign.Kind`.
    invitation = models.BooleanField(default=False)
    text = models.TextField()
    #: The text as it leaves, when characters had to be replaced.
    text_as_sent = models.TextField()
    sender_name = models.CharField(max_length=11)
    area = models.JSONField(default=list)
    age_from = models.PositiveSmallIntegerField()
    age_to = models.PositiveSmallIntegerField()
    earliest = models.DateTimeField()
    latest = models.DateTimeField()
    #: Rounded; None for a small audience.
    numbers = models.PositiveBigIntegerField(null=True)
    encoding = models.CharField(max_length=7)
    segments_at_worst = models.PositiveSmallIntegerField()
    segment_millicents = models.PositiveIntegerField()
    lot = models.PositiveIntegerField()
    vat_permille = models.PositiveIntegerField()
    #: At most, on the rounded number; None with it.
    quote_cents = models.PositiveBigIntegerField(null=True)
    content_sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    #: When it stopped standing, whether or not it had been approved.
    void_at = models.DateTimeField(null=True)

    @property
    def was_approved(self) -> bool:
        """Tell whether an approval had been given, void since or not."""
        return self.decided_at is not None and self.state in (self.State.APPROVED, self.State.VOID)


class Signed(models.Model):
    """What someone of the candidate's team decided in the portal, which may add such rows and never change one."""

    class Verdict(models.TextChoices):
        """Sign exactly this content, or ask for another."""

        APPROVE = "approve"
        CHANGES = "changes"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    verdict = models.CharField(max_length=15, choices=Verdict.choices)
    comment = models.TextField(blank=True)
    content_sha256 = models.CharField(max_length=64)
    user_uid = models.UUIDField()
    #: The second factor that was given for this decision: totp, passkey or recovery-code.
    factor = models.CharField(max_length=20)
    decided_at = models.DateTimeField()

    class Meta:
        abstract = True


class Applied(models.Model):
    """What the worker made of a decision: applied, or refused with the reason."""

    #: Empty when it was applied.
    code = models.CharField(max_length=63, blank=True)
    fr = models.TextField(blank=True)
    en = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Decision(Signed):
    """A decision on a campaign."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")


class Result(Applied):
    """What came of it."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="result")


class Recording(models.Model):
    """One submission of a voice line, exactly as its candidate hears it; a new submission is a new row."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    line_uid = models.UUIDField(db_index=True)
    line = models.CharField(max_length=63)
    sheet = models.ForeignKey("figures.Sheet", on_delete=models.PROTECT, related_name="recordings")
    state = models.CharField(max_length=15, choices=Proposal.State.choices, default=Proposal.State.OPEN)
    number = models.BigIntegerField()
    price = models.CharField(max_length=15)
    languages = models.JSONField(default=list)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    content_sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)


class Clip(models.Model):
    """One sound of a submission, copied where the portal can play it."""

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="clips")
    part = models.CharField(max_length=15)
    language = models.CharField(max_length=2)
    text = models.TextField(blank=True)
    alaw = models.BinaryField()
    outline = models.BinaryField()
    milliseconds = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)


class RecordingDecision(Signed):
    """A decision on a voice line."""

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="decisions")


class RecordingResult(Applied):
    """What came of it."""

    decision = models.OneToOneField(RecordingDecision, on_delete=models.PROTECT, related_name="result")
