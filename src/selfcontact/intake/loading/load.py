"""One load from the first byte to publication; whatever interrupts it, nothing remains."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings
from django.db import transaction

from selfcontact.database import partitions
from selfcontact.database.connect import address
from selfcontact.database.fence import FENCE
from selfcontact.intake.loading import building, listed, memory, publishing
from selfcontact.intake.loading.crew import Crew
from selfcontact.intake.loading.job import Job, Tally
from selfcontact.intake.loading.listed import Scope
from selfcontact.intake.loading.publishing import CancelledError, Latecomers, raw
from selfcontact.intake.models import Delivery, Refusal
from selfcontact.intake.preview import Preview
from selfcontact.intake.reader import stream
from selfcontact.intake.report import Report
from selfcontact.intake.verdicts import Terms
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.policies.standing import counts_from

#: How many bytes of the file are done, how many it has, and the lines judged so far.
Progress = Callable[[int, int, int], None]
#: Seconds between two looks at whether someone cancelled the load, and at the memory it takes.
LOOK = 1.0


@dataclass(frozen=True, kw_only=True)
class Order:
    """A load that was admitted; `held_for` is why it waits for the DPO once loaded, or empty.

    `stamp` is the file's when its hash was computed: what is published is what was hashed.
    """

    actor: Actor
    delivery: Delivery
    preview: Preview
    terms: Terms
    held_for: str
    stamp: tuple[int, int]
    clock: Clock
    progress: Progress


def conninfo() -> str:
    """Return the address of the database for the role of this process."""
    return address(settings.ROLE or None)


def run(order: Order, crew: Crew, started: float) -> Report:
    """Load and publish a delivery whose row exists in state LOADING; on any failure take everything back."""
    try:
        job = _job(order, crew)
        tally = _copy(order, crew, job)
        crew.dismiss()
        building.build(job.conninfo, job.table, f"contacts_contact_m{job.mandate_id}")
        late = Latecomers(job=job, memory=crew.seen, tally=tally, upto=job.picture.upto)
        publishing.publish(order.actor, order.delivery, late, order.held_for, order.clock.now())
    except BaseException:
        crew.close()
        give_up(order.actor, order.delivery)
        raise
    return _report(order, tally, time.monotonic() - started)


def prepare(delivery: Delivery, actor: Actor) -> str:
    """Write the delivery, its empty detached table and the ledger entry, or nothing; return the table's name."""
    with transaction.atomic():
        delivery.save(force_insert=True)
        table = partitions.prepare_delivery(raw(), delivery.mandate_id, delivery.pk)
        details: dict[str, JSON] = {
            "reference": delivery.reference,
            "file_sha256": delivery.file_sha256,
            "bytes": delivery.file_bytes,
        }
        record(
            actor=actor,
            action=Action.DELIVERY_RECEIVED,
            mandate_id=delivery.mandate_id,
            object_id=delivery.uid,
            details=details,
        )
    return table


def give_up(actor: Actor, delivery: Delivery) -> None:
    """Drop what a load that will not be published has written, and say so; nothing is done to a published one."""
    with transaction.atomic():
        current = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if current.published_at is not None:
            return
        partitions.discard_delivery(raw(), current.mandate_id, current.pk)
        Refusal.objects.filter(mandate_id=current.mandate_id, delivery_id=current.pk).delete()
        already = current.state == Delivery.State.CANCELLED
        current.state = Delivery.State.CANCELLED
        current.save()
        if not already:
            record(
                actor=actor,
                action=Action.DELIVERY_CANCELLED,
                mandate_id=current.mandate_id,
                object_id=current.uid,
                details={"reference": current.reference},
            )


def _job(order: Order, crew: Crew) -> Job:
    delivery = order.delivery
    mandate = delivery.mandate
    scope = Scope(candidate_id=mandate.candidate_id, on=order.terms.on)
    table = prepare(delivery, order.actor)
    with psycopg.connect(conninfo(), autocommit=True) as connection:
        picture = listed.take(connection, scope, listed.newest(connection, FENCE), crew.prefixes)
    live = (Delivery.State.PUBLISHED, Delivery.State.HELD)
    return Job(
        conninfo=conninfo(),
        mandate_id=mandate.pk,
        delivery_id=delivery.pk,
        generation=mandate.generation,
        table=table,
        shape=order.preview.inspection.shape,
        columns=order.preview.columns,
        terms=order.terms,
        scope=scope,
        picture=picture,
        earlier=mandate.deliveries.filter(state__in=live, accepted__gt=0).exists(),
        counts_from=counts_from(order.terms.on) or date.min,
    )


def _copy(order: Order, crew: Crew, job: Job) -> Tally:
    crew.begin(job)
    total = order.preview.inspection.file_bytes
    looked = 0.0

    def told(tally: Tally) -> None:
        nonlocal looked
        order.progress(min(total, crew.dealt), total, tally.lines)
        if time.monotonic() - looked > LOOK:
            looked = time.monotonic()
            refuse_cancelled(order.delivery)
            tally.peak_kb = max(tally.peak_kb, memory.held(crew.pids))

    tally = crew.load(stream(order.preview.source, job.shape), told)
    refuse_cancelled(order.delivery)
    if order.preview.source.stamp() != order.stamp:
        raise UserError(
            "file_changed",
            fr="Le fichier a changé pendant sa lecture : rien n’est chargé.",
            en="The file changed while it was read: nothing is loaded.",
        )
    return tally


def refuse_cancelled(delivery: Delivery) -> None:
    """Raise CancelledError when someone cancelled the delivery meanwhile."""
    if not Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.LOADING).exists():
        raise CancelledError


def _report(order: Order, tally: Tally, seconds: float) -> Report:
    return Report(
        delivery=order.delivery.reference,
        state=order.delivery.state,
        lines=tally.lines,
        accepted=tally.accepted,
        refused=order.delivery.refused,
        repaired=tally.repaired,
        seconds=seconds,
        peak_rss_mb=tally.peak_kb >> 10,
        dropped=order.preview.columns.dropped,
        special=order.preview.special,
        remarks=dict(tally.remarks),
    )


def today(clock: Clock) -> date:
    """Return the day of the load, on the clock of Paris."""
    return clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()
