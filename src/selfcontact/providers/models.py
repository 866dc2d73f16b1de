"""Who collected the data, under which contract, with which wording."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selfcontact.database.models import Record

#: What proves a form besides its wording (legal rules, section 6; PR-02), each a field of `ConsentForm`.
EVIDENCE = ("collector", "box", "notice_version", "captured_on", "image_sha256")


class Provider(Record):
    """A company that collects consent and delivers files; nothing is loaded from it before it is vetted."""

    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    vetted_on = models.DateField(null=True)
    suspended_on = models.DateField(null=True)
    #: Where it is told of a rectification, an erasure or a restriction (GDPR art. 19); empty: by letter.
    privacy_email = models.EmailField(blank=True, default="")
    #: A delivery of it failed its audit that day; only the DPO lifts it, and no new vetting does.
    failed_on = models.DateField(null=True)
    #: The suspension came with that failure, and goes with it.
    suspended_by_audit = models.BooleanField(default=False)

    @property
    def usable(self) -> bool:
        """Tell whether a file of this provider may be loaded and its contacts written to."""
        return self.vetted_on is not None and self.suspended_on is None


class Agreement(Record):
    """The contract with a provider: its guarantees and its dates."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="agreements")
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    guarantees = models.TextField()
    document_sha256 = models.CharField(max_length=64)


class ConsentForm(models.Model):
    """One version of the wording a person agreed to; `code` is how the provider's file names it."""

    class Box(models.TextChoices):
        """How the person agreed; a box that was ticked beforehand is no consent, and has no place here."""

        UNTICKED = "unticked"
        BUTTON = "button"
        SIGNATURE = "signature"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="forms")
    uid = models.UUIDField(unique=True)
    code = models.CharField(max_length=63)
    wording = models.TextField()
    wording_sha256 = models.CharField(max_length=64)
    purposes = ArrayField(models.CharField(max_length=31))
    channels = ArrayField(models.CharField(max_length=31))
    recipients = models.TextField()
    used_from = models.DateField()
    used_until = models.DateField(null=True)
    #: Months after which a consent given on this form is too old to use.
    lifetime_months = models.PositiveSmallIntegerField(default=36)
    #: What section 6 of the legal rules asks besides, empty until it is known: who collected and where, how one agreed,
    #: which version of the information was given, a dated picture of the form (its hash: the provider keeps it).
    collector = models.CharField(max_length=200, blank=True, default="")
    box = models.CharField(max_length=15, choices=Box.choices, blank=True, default="")
    notice_version = models.CharField(max_length=63, blank=True, default="")
    captured_on = models.DateField(null=True)
    image_sha256 = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "code"], name="form_once_per_agreement")]

    def __str__(self) -> str:
        return self.code

    @property
    def missing(self) -> tuple[str, ...]:
        """Return which pieces of evidence are still unknown."""
        return tuple(name for name in EVIDENCE if not getattr(self, name))
