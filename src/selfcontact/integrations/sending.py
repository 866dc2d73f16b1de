"""Carries what is due to its webhook: an attempt is claimed before it is made, and one that fails comes again later."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from selfcontact.integrations import actions, courier, signing
from selfcontact.integrations.models import Webhook, WebhookDelivery
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import Clock

#: What Standard Webhooks advises: nine more attempts over three days.
DELAYS = tuple(
    timedelta(**delay)
    for delay in (
        {"seconds": 5}, {"minutes": 5}, {"minutes": 30}, {"hours": 2}, {"hours": 5},
        {"hours": 10}, {"hours": 14}, {"hours": 20}, {"hours": 24},
    )
)  # fmt: skip
KEPT = timedelta(days=30)
State = WebhookDelivery.State
log = structlog.get_logger("webhooks")


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One claimed delivery and its place in the row of attempts, from 1."""

    delivery: WebhookDelivery
    number: int


def due(at: datetime) -> list[int]:
    """Return the webhooks that something waits for."""
    waiting = WebhookDelivery.objects.filter(state=State.PENDING, due_at__lte=at, webhook__disabled_at=None)
    return sorted(set(waiting.values_list("webhook_id", flat=True)))


def serve(webhook_id: int, clock: Clock) -> int:
    """Send what is due to one webhook, oldest first, until there is nothing more or it fails; return how many went."""
    sent = 0
    while attempt := _claim(webhook_id, clock.now()):
        if not _attempt(attempt, clock):
            break
        sent += 1
    return sent


def forget(at: datetime) -> int:
    """Delete what was sent or given up a month ago; return how many."""
    deleted, _ = WebhookDelivery.objects.filter(created_at__lte=at - KEPT).exclude(state=State.PENDING).delete()
    return deleted


@transaction.atomic
def _claim(webhook_id: int, at: datetime) -> Attempt | None:
    """Take the oldest due delivery: its next attempt is set before this one is made, so that a crash loses nothing."""
    waiting = WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("webhook")
    found = waiting.filter(webhook_id=webhook_id, webhook__disabled_at=None, state=State.PENDING, due_at__lte=at)
    delivery = found.order_by("id").first()
    if delivery is None:
        return None
    delivery.attempts += 1
    delivery.due_at = at + DELAYS[min(delivery.attempts, len(DELAYS)) - 1]
    delivery.save(update_fields=["attempts", "due_at"])
    return Attempt(delivery=delivery, number=delivery.attempts)


def _attempt(attempt: Attempt, clock: Clock) -> bool:
    delivery, at = attempt.delivery, clock.now()
    signing_secrets = signing.secrets(delivery.webhook, at)
    headers = signing.headers(delivery.event_id, delivery.body, signing_secrets, at)
    answer = courier.post(delivery.webhook.url, delivery.body, headers, settings.WEBHOOK_NETWORKS)
    log.info("webhook_sent", event_id=str(delivery.event_id), outcome=answer.outcome, attempt=attempt.number)
    _settle(attempt, answer, clock.now())
    return answer.taken


def _settle(attempt: Attempt, answer: courier.Answer, at: datetime) -> None:
    changes: dict[str, object] = {"outcome": answer.outcome}
    if answer.taken:
        changes |= {"state": State.DELIVERED, "delivered_at": at}
    elif attempt.number > len(DELAYS) or answer.gone:
        changes |= {"state": State.FAILED}
    # Not over a later attempt's word: this one may have lasted longer than the delay before the next.
    mine = WebhookDelivery.objects.filter(pk=attempt.delivery.pk, state=State.PENDING, attempts=attempt.number)
    mine.update(**changes)
    if answer.gone:
        webhook: Webhook = attempt.delivery.webhook
        actions.disable_webhook(actor=SYSTEM, webhook=webhook, at=at, grounds="gone")
