"""Turns the ledger into events.

The ledger is the outbox: every action writes its entry in its own transaction, and the sequencer gives entries a
gapless order. Reading it from a kept place loses nothing and tells nothing twice, and no action has to know of it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from selfcontact.integrations import events
from selfcontact.integrations.models import Webhook, WebhookDelivery
from selfcontact.ledger.leaf import Leaf
from selfcontact.ledger.models import Entry

BATCH = 1_000


def size() -> int:
    """Return how many entries have their place in the ledger: the index of the next one."""
    last = Entry.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1


def collect(at: datetime) -> int:
    """Write down what each webhook is to be told of since its last look at the ledger; return how many events."""
    end = size()
    behind = Webhook.objects.filter(disabled_at=None, position__lt=end).values_list("pk", flat=True)
    return sum(_collect(pk, at) for pk in list(behind))


@transaction.atomic
def _collect(pk: int, at: datetime) -> int:
    # Another worker may be at it: one of the two moves the place, the other finds nothing.
    webhook = Webhook.objects.select_for_update(skip_locked=True).filter(pk=pk, disabled_at=None).first()
    if webhook is None:
        return 0
    entries = list(Entry.objects.filter(index__gte=webhook.position).order_by("index")[:BATCH])
    made = [made for entry in entries if (made := _delivery(webhook, entry, at))]
    WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True)
    if entries:
        Webhook.objects.filter(pk=pk).update(position=(entries[-1].index or 0) + 1)
    return len(made)


def _delivery(webhook: Webhook, entry: Entry, at: datetime) -> WebhookDelivery | None:
    leaf = Leaf.decode(bytes(entry.leaf))
    name = events.NAMES.get(leaf.action)
    if name is None or name not in webhook.events or entry.index is None:
        return None
    body = events.body(leaf, entry.index)
    if body is None:
        return None
    return WebhookDelivery(webhook=webhook, event_id=leaf.uid, event=name, body=body, created_at=at, due_at=at)
