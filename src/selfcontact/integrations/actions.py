"""What one can do with API tokens and webhooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from selfcontact.accounts.models import User
from selfcontact.integrations import addresses, events, outbox, scopes, signing, tokens
from selfcontact.integrations.models import ApiToken, Webhook, WebhookDelivery
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON, iso
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError

LONGEST_NAME = 63
LONGEST_LIFE = 366
#: How long the former secret of a webhook still signs beside the new one.
OVERLAP = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A token and its text, which is shown once and kept nowhere."""

    token: ApiToken
    clear: str

    def __repr__(self) -> str:
        return f"Issued({self.token})"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A webhook and its secret, which is shown once."""

    webhook: Webhook
    secret: str

    def __repr__(self) -> str:
        return f"Opened({self.webhook})"


@transaction.atomic
def issue_token(*, actor: Actor, owner: User, name: str, words: Sequence[str], days: int, at: datetime) -> Issued:
    """Issue a token that acts in its owner's name; raises UserError for a scope above the owner's roles."""
    wanted = scopes.parse(words)
    _refuse_token(owner, name, wanted, days)
    made = tokens.make()
    token = ApiToken.objects.create(
        owner=owner,
        name=name.strip(),
        prefix=made.prefix,
        digest=made.digest,
        scopes=[str(scope) for scope in wanted],
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    details: dict[str, JSON] = {"prefix": token.prefix, "scopes": token.scopes, "owner": str(owner.uid), "days": days}
    record(actor=actor, action=Action.API_TOKEN_ISSUED, mandate_id=None, object_id=token.uid, details=details)
    return Issued(token=token, clear=made.clear)


def _refuse_token(owner: User, name: str, wanted: Sequence[scopes.Scope], days: int) -> None:
    if not 0 < len(name.strip()) <= LONGEST_NAME or "\0" in name:
        raise UserError("token_name", fr="Un nom de 63 caractères au plus.", en="A name of 63 characters at most.")
    if not 1 <= days <= LONGEST_LIFE:
        raise UserError("token_life", fr="Une durée de 1 à 366 jours.", en="A life of 1 to 366 days.")
    if not owner.is_active:
        raise UserError(
            "token_owner_closed",
            fr="Le compte du titulaire n’est pas ouvert : l’invitation n’est pas acceptée, ou il a été fermé.",
            en="The owner's account is not open: the invitation is not accepted, or it was closed.",
        )
    above = [scope for scope in wanted if scope not in scopes.held(owner, wanted)]
    if above:
        listed = ", ".join(above)
        raise UserError(
            "token_above_owner",
            fr=f"Le titulaire n’a pas le rôle que demandent ces portées : {listed}.",
            en=f"The owner lacks the role that these scopes ask for: {listed}.",
        )


@transaction.atomic
def revoke_token(*, actor: Actor, token: ApiToken, at: datetime) -> None:
    """End a token now; revoking it again changes nothing."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        details = {"prefix": token.prefix}
        record(actor=actor, action=Action.API_TOKEN_REVOKED, mandate_id=None, object_id=token.uid, details=details)
    token.refresh_from_db()


def add_webhook(*, actor: Actor, url: str, names: Sequence[str], at: datetime) -> Opened:
    """Tell this address of these events from now on; raises UserError for an address that may not be called."""
    wanted = _events(names)
    addresses.demand(url, settings.WEBHOOK_NETWORKS)
    secret, uid = signing.new_secret(), uuid4()
    with transaction.atomic():
        webhook = Webhook.objects.create(
            uid=uid,
            url=url,
            events=wanted,
            secret_sealed=signing.seal(uid, secret),
            position=outbox.size(),
            created_at=at,
        )
        _note(actor, webhook, Action.WEBHOOK_ADDED, events=wanted)
    return Opened(webhook=webhook, secret=secret)


@transaction.atomic
def rotate_secret(*, actor: Actor, webhook: Webhook, at: datetime) -> Opened:
    """Give a webhook a new secret; the former one signs beside it for a day, so that no event is refused meanwhile."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    secret = signing.new_secret()
    webhook.former_sealed, webhook.former_until = webhook.secret_sealed, at + OVERLAP
    webhook.secret_sealed = signing.seal(webhook.uid, secret)
    webhook.save(update_fields=["former_sealed", "former_until", "secret_sealed"])
    _note(actor, webhook, Action.WEBHOOK_ROTATED)
    return Opened(webhook=webhook, secret=secret)


@transaction.atomic
def remove_webhook(*, actor: Actor, webhook: Webhook) -> None:
    """Forget an address, its secret and what was sent there."""
    _note(actor, webhook, Action.WEBHOOK_REMOVED)
    webhook.delete()


@transaction.atomic
def enable_webhook(*, actor: Actor, webhook: Webhook) -> None:
    """Tell an address again, of what happens from now on."""
    changed = Webhook.objects.filter(pk=webhook.pk).exclude(disabled_at=None)
    if changed.update(disabled_at=None, position=outbox.size()):
        _note(actor, webhook, Action.WEBHOOK_ENABLED)
    webhook.refresh_from_db()


@transaction.atomic
def disable_webhook(*, actor: Actor, webhook: Webhook, at: datetime, grounds: str) -> None:
    """Tell an address no more; what was still to be sent there is given up."""
    if Webhook.objects.filter(pk=webhook.pk, disabled_at=None).update(disabled_at=at):
        waiting = webhook.deliveries.filter(state=WebhookDelivery.State.PENDING)
        waiting.update(state=WebhookDelivery.State.FAILED)
        _note(actor, webhook, Action.WEBHOOK_DISABLED, grounds=grounds)
    webhook.refresh_from_db()


@transaction.atomic
def send_test(*, actor: Actor, webhook: Webhook, at: datetime) -> WebhookDelivery:
    """Queue a test event; raises UserError when the webhook is disabled."""
    if webhook.disabled_at:
        raise UserError(
            "webhook_disabled", fr="Ce webhook est désactivé.", en="This webhook is disabled.", hint="enable"
        )
    _note(actor, webhook, Action.WEBHOOK_TESTED)
    return WebhookDelivery.objects.create(
        webhook=webhook,
        event_id=uuid4(),
        event=events.TEST,
        body=events.test_body(webhook.uid, iso(at)),
        created_at=at,
        due_at=at,
    )


def find_token(uid: UUID | str) -> ApiToken | None:
    """Return the token of that uid or prefix."""
    wanted = {"uid": uid} if isinstance(uid, UUID) else {"prefix": uid}
    return ApiToken.objects.filter(**wanted).first()


def _events(names: Sequence[str]) -> list[str]:
    if not names or not set(events.EVENTS).issuperset(names):
        listed = ", ".join(events.EVENTS)
        raise UserError(
            "event_unknown",
            fr=f"Événements attendus, un au moins : {listed}.",
            en=f"Events expected, at least one: {listed}.",
        )
    return [name for name in events.EVENTS if name in names]


def _note(actor: Actor, webhook: Webhook, action: Action, **details: JSON) -> None:
    # The whole URL may hold a secret of the receiver's: the host is enough to know which one it is.
    said: dict[str, JSON] = {"host": urlsplit(webhook.url).hostname or "", **details}
    record(actor=actor, action=action, mandate_id=None, object_id=webhook.uid, details=said)
