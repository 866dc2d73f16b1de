"""Who may call the API, what was answered to a key that may come again, and where events of campaigns are sent."""

from datetime import datetime
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selfcontact.lib.actor import Actor


class ApiToken(models.Model):
    """Acts in its owner's name, inside its scopes. Of the token itself a hash alone is kept."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=63)
    #: The beginning of the token, by which people tell one from another.
    prefix = models.CharField(max_length=12, unique=True)
    #: A token is 32 random bytes: nothing slower than SHA-256 is needed to keep it.
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=31))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    #: Calls within the minute that began then.
    minute = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.prefix

    def actor(self) -> Actor:
        """Return the pseudonym under which the ledger keeps what is done with it."""
        return Actor(kind="staff", uid=self.uid)

    def state(self, at: datetime) -> str:
        """Return where it stands: active, expired or revoked."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= at else "active"


class IdempotencyKey(models.Model):
    """A call that was carried out, and its answer: repeated under the same key, it is answered and not repeated."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="idempotency_keys")
    key_hash = models.BinaryField(max_length=32)
    #: Hash of method, path and body.
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    location = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key_hash"], name="key_once_per_token")]


class Webhook(models.Model):
    """An address of the house's own systems that is told of events. Its secret is sealed under the platform's keys."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=31))
    secret_sealed = models.BinaryField()
    #: Signs beside the new secret for a day after a rotation.
    former_sealed = models.BinaryField(null=True)
    former_until = models.DateTimeField(null=True)
    #: Place in the ledger of the next entry to look at.
    position = models.BigIntegerField()
    created_at = models.DateTimeField()
    #: Set when the receiver answers 410, or by hand.
    disabled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.uid)


class WebhookDelivery(models.Model):
    """One event for one address. The body is kept as it was signed: ids, references and counts, never a person."""

    class State(models.TextChoices):
        """`failed` comes after the last attempt; nothing is sent again by itself from there."""

        PENDING = "pending"
        DELIVERED = "delivered"
        FAILED = "failed"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    #: What the receiver deduplicates on: the uid of the ledger's entry.
    event_id = models.UUIDField()
    event = models.CharField(max_length=31)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    #: "204", "timeout", "refused_address", …: what became of the last attempt, never what was answered.
    outcome = models.CharField(max_length=31, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "event_id"], name="event_once_per_webhook")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="pending"), name="webhook_due"),
            models.Index(fields=["webhook", "-id"], name="webhook_latest"),
        ]
