"""Who may sign in, to which face and as what. Staff and candidates' teams, never one who receives messages."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from selfcontact.lib.actor import Actor


class Face(models.TextChoices):
    """The two doors behind which one signs in."""

    CONSOLE = "console", _("console")
    PORTAL = "portal", _("portail")


class Role(models.TextChoices):
    """What a member of the staff may do; one person may hold several."""

    OPERATOR = "operator", _("opérateur")
    APPROVER = "approver", _("approbateur")
    DPO = "dpo", _("délégué à la protection des données")
    ADMINISTRATOR = "administrator", _("administrateur")
    AUDITOR = "auditor", _("auditeur")


class Seat(models.TextChoices):
    """What a member of a candidate's team may do."""

    OWNER = "owner", _("responsable")
    APPROVER = "approver", _("signataire")
    READER = "reader", _("lecteur")


class UserManager(BaseUserManager["User"]):
    """Makes users known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Return a saved user; without a password nobody can log in as that user."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Someone of the staff or of a candidate's team; `uid` is the pseudonym that the ledger holds."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    face = models.CharField(max_length=7, choices=Face.choices, default=Face.CONSOLE)
    roles = ArrayField(models.CharField(max_length=15, choices=Role.choices), default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def actor(self) -> Actor:
        """Return this user as actions and the ledger know it."""
        return Actor(kind="staff" if self.face == Face.CONSOLE else "candidate", uid=self.uid)

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """A seat in the team of one candidate; without one, the portal shows nothing."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    candidate = models.ForeignKey("mandates.Candidate", on_delete=models.PROTECT, related_name="team")
    seat = models.CharField(max_length=15, choices=Seat.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "candidate"], name="one_seat_per_candidate")]


class Invitation(models.Model):
    """A link that opens an account once, until it expires; only a digest of its secret is kept."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    #: Whether the ledger says that it was accepted: the portal cannot write there, the worker does.
    noted = models.BooleanField(default=False)


class ConsoleSession(AbstractBaseSession):
    """Sessions of the staff."""

    class Meta(AbstractBaseSession.Meta):
        abstract = False


class PortalSession(AbstractBaseSession):
    """Sessions of candidates' teams, where the console's cannot be read."""

    class Meta(AbstractBaseSession.Meta):
        abstract = False


class PublicSession(AbstractBaseSession):
    """Sessions of visitors of the public site."""

    class Meta(AbstractBaseSession.Meta):
        abstract = False
