"""Webhooks: told once of what the ledger holds, signed, tried again, and never with a person inside."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from standardwebhooks.webhooks import WebhookVerificationError
from tests.campaigns.sending_world import NOON, STAFF, TEXT, House, People
from tests.integrations.receiver import Receiver

from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.models import Campaign, Guard
from selfcontact.intake import actions as intake
from selfcontact.intake.models import Delivery
from selfcontact.integrations import actions, events, outbox, sending
from selfcontact.integrations.models import Webhook, WebhookDelivery
from selfcontact.ledger import actions as ledger
from selfcontact.ledger.models import Entry
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate

PEOPLE = People(count=3)


@dataclass
class Hands:
    """A clock moved by hand; it begins at the true time, to which receivers compare."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        """Return where the clock was put."""
        return self.at


@pytest.fixture
def house(database: str) -> House:
    return House(database, 2775)


def told(webhook: Webhook, clock: Hands) -> int:
    """Let the worker's tasks run once: the ledger takes its entries in, events are made, and sent."""
    ledger.sequence()
    outbox.collect(clock.now())
    return sum(sending.serve(pk, clock) for pk in sending.due(clock.now()) if pk == webhook.pk)


def opened(receiver: Receiver, *names: str) -> actions.Opened:
    ledger.sequence()
    return actions.add_webhook(
        actor=STAFF, url=receiver.url, names=names or events.EVENTS, at=datetime.now(UTC) - timedelta(seconds=1)
    )


def whole_life(house: House) -> Campaign:
    """Take a campaign of three people from its text to its end."""
    campaign = house.campaign(house.mandate(PEOPLE))
    campaigns.pause(actor=STAFF, campaign=campaign)
    campaigns.resume(actor=STAFF, campaign=campaign)
    campaigns.finish(actor=STAFF, campaign=campaign, at=campaign.latest)
    return campaign


def test_a_campaign_is_told_from_its_submission_to_its_end(house: House, receiver: Receiver) -> None:
    webhook = opened(receiver)
    campaign = whole_life(house)
    assert told(webhook.webhook, Hands()) == 6
    said = receiver.verified(webhook.secret)
    verbs = ("submitted", "approved", "started", "paused", "resumed", "finished")
    assert [one["type"] for one in said] == [f"campaign.{verb}" for verb in verbs]
    assert said[2]["data"]["counts"] == {"selected": 3}
    assert said[5]["data"]["counts"]["expired"] == 3
    assert {one["data"]["campaign"]["reference"] for one in said} == {campaign.reference}
    assert {one["data"]["mandate"]["id"] for one in said} == {str(campaign.mandate.uid)}
    order = [one["data"]["entry"]["index"] for one in said]
    assert order == sorted(order)


def test_a_stop_and_a_held_delivery_are_told(house: House, receiver: Receiver) -> None:
    webhook = opened(receiver, "campaign.stopped", "delivery.held")
    campaign = house.campaign(house.mandate(PEOPLE))
    campaigns.stop(actor=STAFF, campaign=campaign, at=NOON, grounds="erreur de Camille")
    intake.hold(actor=STAFF, delivery=Delivery.objects.get(), reason="question")
    told(webhook.webhook, Hands())
    stop, held = receiver.verified(webhook.secret)
    assert (stop["type"], held["type"]) == ("campaign.stopped", "delivery.held")
    assert stop["data"]["counts"]["selected"] == stop["data"]["counts"]["expired"] == 3
    assert held["data"]["counts"] == {"lines": 0, "accepted": 0, "repaired": 0, "refused": 0}


def test_no_person_no_text_and_no_grounds_are_in_what_is_sent(house: House, receiver: Receiver) -> None:
    webhook = opened(receiver)
    campaign = whole_life(house)
    other = house.campaign(campaign.mandate)
    campaigns.stop(actor=STAFF, campaign=other, at=NOON, grounds="erreur de Camille")
    intake.hold(actor=STAFF, delivery=Delivery.objects.get(), reason="question")
    told(webhook.webhook, Hands())
    # Ids are random and may hold any digits: what is looked at is everything else.
    sent = [json.dumps(without_ids(one), ensure_ascii=False) for one in receiver.verified(webhook.secret)]
    assert len(sent) == 11
    words = ["Exemple", "Camille", "rue du Test", TEXT[:20], "question", "erreur", "Durand", "35238", "DURAND"]
    for body in sent:
        assert not [word for word in [*words, *(str(number)[2:] for number in PEOPLE.numbers)] if word in body], body


def without_ids(node: object) -> object:
    """Return the same without what is named "id"."""
    if isinstance(node, dict):
        return {name: without_ids(value) for name, value in node.items() if name != "id"}
    return node


def test_an_event_is_told_once_however_often_the_ledger_is_read(house: House, receiver: Receiver) -> None:
    webhook = opened(receiver, "campaign.submitted")
    house.campaign(house.mandate(PEOPLE))
    clock = Hands()
    assert told(webhook.webhook, clock) == 1
    Webhook.objects.update(position=0)
    assert told(webhook.webhook, clock) == 0
    assert len(receiver.bodies) == 1


def test_an_action_that_is_undone_tells_nothing(house: House, receiver: Receiver) -> None:
    webhook = opened(receiver)
    campaign = house.campaign(house.mandate(PEOPLE), start=False)

    def undone() -> None:
        with transaction.atomic():
            campaigns.submit(actor=STAFF, campaign=campaign, at=NOON)
            raise LookupError

    with pytest.raises(LookupError):
        undone()
    assert told(webhook.webhook, Hands()) == 0
    assert not receiver.bodies


def test_what_was_before_a_webhook_is_not_told(house: House, receiver: Receiver) -> None:
    campaign = house.campaign(house.mandate(PEOPLE))
    webhook = opened(receiver)
    campaigns.pause(actor=STAFF, campaign=campaign)
    told(webhook.webhook, Hands())
    assert [one["type"] for one in receiver.told()] == ["campaign.paused"]


def test_a_campaign_that_its_guard_halts_is_told_with_its_counts(house: House, receiver: Receiver) -> None:
    campaign = house.campaign(house.mandate(PEOPLE))
    webhook = opened(receiver, "campaign.halted")
    campaigns.halt(actor=SYSTEM, campaign=campaign, cause=Guard.Cause.FAILED, found=400, limit=300, at=NOON)
    told(webhook.webhook, Hands())
    (one,) = receiver.told()
    assert one["type"] == "campaign.halted"
    counts = one["data"]["counts"]
    assert counts["selected"] == counts["pending"] == PEOPLE.count


def test_a_receiver_that_fails_gets_the_same_event_again_later(house: House, receiver: Receiver) -> None:
    receiver.answers = [500, 302]
    webhook = opened(receiver, "campaign.submitted")
    house.campaign(house.mandate(PEOPLE))
    clock = Hands()
    for wait in (timedelta(0), timedelta(seconds=5), timedelta(minutes=5)):
        clock.at += wait
        told(webhook.webhook, clock)
        told(webhook.webhook, clock)
    assert len(receiver.bodies) == 3
    assert len(set(receiver.bodies)) == len({one["webhook-id"] for one in receiver.headers}) == 1
    sent = WebhookDelivery.objects.get()
    assert (sent.state, sent.attempts, sent.outcome) == ("delivered", 3, "204")


def test_after_the_last_attempt_an_event_is_given_up(house: House, receiver: Receiver) -> None:
    receiver.answers = [503] * 20
    webhook = opened(receiver, "campaign.submitted")
    house.campaign(house.mandate(PEOPLE))
    clock = Hands()
    for delay in (timedelta(0), *sending.DELAYS, timedelta(days=2)):
        clock.at += delay
        told(webhook.webhook, clock)
    sent = WebhookDelivery.objects.get()
    assert (sent.state, sent.outcome, len(receiver.bodies)) == ("failed", "503", len(sending.DELAYS) + 1)
    assert sending.forget(clock.at + sending.KEPT) == 1


def test_a_worker_that_dies_while_it_sends_leaves_the_event_to_the_next(house: House, receiver: Receiver) -> None:
    webhook = opened(receiver, "campaign.submitted")
    house.campaign(house.mandate(PEOPLE))
    clock = Hands()
    ledger.sequence()
    outbox.collect(clock.now())
    assert sending._claim(webhook.webhook.pk, clock.now())
    assert told(webhook.webhook, clock) == 0
    clock.at += sending.DELAYS[0]
    assert told(webhook.webhook, clock) == 1


def test_a_receiver_that_answers_410_is_left_alone(house: House, receiver: Receiver) -> None:
    receiver.answers = [410]
    webhook = opened(receiver)
    house.campaign(house.mandate(PEOPLE))
    told(webhook.webhook, Hands())
    webhook.webhook.refresh_from_db()
    assert webhook.webhook.disabled_at
    assert len(receiver.bodies) == 1
    assert not WebhookDelivery.objects.filter(state="pending").exists()
    with pytest.raises(UserError):
        actions.send_test(actor=STAFF, webhook=webhook.webhook, at=datetime.now(UTC))
    actions.enable_webhook(actor=STAFF, webhook=webhook.webhook)
    assert told(webhook.webhook, Hands()) == 0


def test_the_former_secret_signs_for_a_day_beside_the_new_one(house: House, receiver: Receiver) -> None:
    clock = Hands()
    first = opened(receiver)
    second = actions.rotate_secret(actor=STAFF, webhook=first.webhook, at=clock.at - actions.OVERLAP)
    third = actions.rotate_secret(actor=STAFF, webhook=first.webhook, at=clock.at)
    actions.send_test(actor=STAFF, webhook=first.webhook, at=clock.at)
    told(first.webhook, clock)
    for secret in (second.secret, third.secret):
        assert receiver.verified(secret)[0]["type"] == "webhook.test"
    with pytest.raises(WebhookVerificationError):
        receiver.verified(first.secret)
    clock.at += actions.OVERLAP
    actions.send_test(actor=STAFF, webhook=first.webhook, at=clock.at)
    told(first.webhook, clock)
    assert [len(one["webhook-signature"].split()) for one in receiver.headers] == [2, 1]


def test_the_secret_is_sealed_and_a_changed_body_does_not_verify(house: House, receiver: Receiver) -> None:
    webhook = opened(receiver)
    assert webhook.secret.encode() not in bytes(webhook.webhook.secret_sealed)
    assert webhook.secret not in repr(webhook)
    actions.send_test(actor=STAFF, webhook=webhook.webhook, at=datetime.now(UTC))
    told(webhook.webhook, Hands())
    receiver.bodies[0] = receiver.bodies[0].replace(b"test", b"tost")
    with pytest.raises(WebhookVerificationError):
        receiver.verified(webhook.secret)


def test_a_webhook_that_is_forgotten_leaves_its_entries_in_the_ledger_alone(house: House, receiver: Receiver) -> None:
    webhook = opened(receiver)
    actions.send_test(actor=STAFF, webhook=webhook.webhook, at=datetime.now(UTC))
    actions.remove_webhook(actor=STAFF, webhook=webhook.webhook)
    assert not WebhookDelivery.objects.exists()
    last = Entry.objects.order_by("-id").first()
    assert last
    assert b'"webhook:removed"' in bytes(last.leaf)
    assert Mandate.objects.count() == 0


@pytest.mark.parametrize("names", [[], ["campaign.exploded"]])
def test_an_unknown_event_is_refused(house: House, receiver: Receiver, names: list[str]) -> None:
    with pytest.raises(UserError):
        actions.add_webhook(actor=STAFF, url=receiver.url, names=names, at=datetime.now(UTC))


def test_the_worker_serves_each_webhook_through_the_queue(
    house: House, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from selfcontact.integrations import tasks

    webhook = opened(receiver, "campaign.submitted")
    house.campaign(house.mandate(PEOPLE))
    ledger.sequence()
    tasks.collect(0)
    tasks.collect(0)
    job = ProcrastinateJob.objects.get(task_name="selfcontact.integrations.tasks.serve")
    assert (job.args, job.lock) == ({"webhook": webhook.webhook.pk}, f"webhook-{webhook.webhook.pk}")
    serve: Callable[..., None] = tasks.serve
    serve(**job.args)
    assert receiver.verified(webhook.secret)
