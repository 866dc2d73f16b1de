"""What was written, to what kind of reader, from which version of which text; the words themselves are sealed."""

from uuid import uuid4

from django.db import models

FRENCH, ENGLISH = "fr", "en"
PERSON = "person"


class Kind(models.TextChoices):
    """Why we write."""

    ACKNOWLEDGED = "acknowledged"
    CLARIFY = "clarify"
    IDENTITY_ASKED = "identity-asked"
    IDENTITY_LETTER = "identity-letter"
    EXTENDED = "extended"
    ANSWER_READY = "answer-ready"
    REFUSED = "refused"
    PARTLY_REFUSED = "partly-refused"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    COMPLAINT_RECORDED = "complaint-recorded"
    DIRECTIVES_RECORDED = "directives-recorded"
    RELEASE_ANNOUNCED = "release-announced"
    MANDATE_ENDING = "mandate-ending"
    RECTIFIED_RECIPIENT = "rectified-recipient"
    ERASED_RECIPIENT = "erased-recipient"
    RESTRICTED_RECIPIENT = "restricted-recipient"
    RELEASED_RECIPIENT = "released-recipient"
    BREACH_CONTROLLER = "breach-controller"
    POLICY_CHANGED = "policy-changed"
    CONSENT_AGAIN = "consent-again"


class Language(models.TextChoices):
    """In which we write."""

    FRENCH = FRENCH
    ENGLISH = ENGLISH


class Means(models.TextChoices):
    """How it travels."""

    MAIL = "mail"
    POST = "post"
    #: Shown on the page that the person opened; nothing leaves.
    PAGE = "page"


class Template(models.Model):
    """One version of one text; the database refuses to change or remove it."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=31, choices=Kind.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=150)
    text = models.TextField()
    note = models.TextField(blank=True, default="")
    published_at = models.DateTimeField()
    #: Of subject, line feed and text in UTF-8.
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "number"], name="template_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.language}.{self.number}"


class Notice(models.Model):
    """One thing written to one reader. `sealed` is empty once it was forgotten; dates and proof remain."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    #: What it is about: the uid of a request, of a mandate.
    subject_uid = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=31, choices=Kind.choices)
    #: "person", "provider:<reference>", "subprocessor:<reference>" or "candidate:<reference>".
    recipient = models.CharField(max_length=80)
    language = models.CharField(max_length=2, choices=Language.choices)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    means = models.CharField(max_length=4, choices=Means.choices)
    #: Of the platform's keys.
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=200, blank=True, default="")
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["means", "id"], name="notice_waiting", condition=models.Q(sent_at=None)),
        ]


class Alarm(models.Model):
    """One step about which the house was warned."""

    subject_uid = models.UUIDField()
    step = models.CharField(max_length=31)
    #: Tells whoever claimed it from whoever came second.
    token = models.UUIDField(default=uuid4)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_uid", "step"], name="alarm_once")]
