"""What one can do with a file and its delivery: look, load, cancel, hold, release, withdraw; keep a mapping."""

import time
from collections.abc import Mapping as Pairs
from datetime import date, datetime
from uuid import uuid4

import psycopg
from django.db import connection, transaction

from selfcontact.database import fence
from selfcontact.intake import columns as headers
from selfcontact.intake.admission import admit, refuse_same, terms
from selfcontact.intake.dates import Order as DateOrder
from selfcontact.intake.loading import lease, load
from selfcontact.intake.loading.crew import Crew
from selfcontact.intake.models import FAILED_AUDIT, WITHDRAWAL, Delivery, Mapping
from selfcontact.intake.preview import Preview, preview
from selfcontact.intake.report import Report
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.providers.models import Agreement, Provider

__all__ = ["cancel", "hold", "load_file", "preview", "release", "save_mapping", "sweep", "withdraw"]

SYSTEM_CLOCK = SystemClock()


def silent(done: int, total: int, lines: int) -> None:
    """Show no progress."""


def load_file(
    *,
    actor: Actor,
    mandate: Mandate,
    agreement: Agreement,
    seen: Preview,
    received_on: date | None = None,
    form: str = "",
    order: DateOrder | None = None,
    synthetic: bool = False,
    reference: str = "",
    clock: Clock = SYSTEM_CLOCK,
    progress: load.Progress = silent,
) -> Report:
    """Load the file that the operator saw in `seen` and confirmed; publish it whole, or nothing.

    `form` is the consent form of rows that name none, `order` that of day and month (as seen by default). A column
    that looks like a special category leaves the delivery held. Raises UserError; every refusal has a sentence.
    """
    started = time.monotonic()
    on = load.today(clock)
    received = received_on or on
    admit(mandate, agreement, on)
    headers.require(seen.columns)
    judged_by = terms(
        mandate, agreement, on=on, received_on=received, form=form, synthetic=synthetic, order=order or seen.order
    )
    sweep(actor=SYSTEM)
    with Crew() as crew, lease.held(load.conninfo(), mandate.pk):
        # The workers load their libraries meanwhile.
        stamp = seen.source.stamp()
        sha256 = seen.source.sha256()
        refuse_same(mandate, sha256)
        delivery = _delivery(mandate, agreement, seen, sha256, received, clock.now())
        delivery.synthetic = synthetic
        delivery.reference = reference or delivery.reference
        delivery.validate()
        asked = load.Order(
            actor=actor,
            delivery=delivery,
            preview=seen,
            terms=judged_by,
            held_for="special_category" if seen.special else "",
            stamp=stamp,
            clock=clock,
            progress=progress,
        )
        return load.run(asked, crew, started)


def _delivery(
    mandate: Mandate, agreement: Agreement, seen: Preview, sha256: str, received_on: date, at: datetime
) -> Delivery:
    return Delivery(
        reference=f"L{at:%Y%m%d-%H%M%S}-{uuid4().hex[:6]}",
        mandate=mandate,
        agreement=agreement,
        file_sha256=sha256,
        file_bytes=seen.inspection.file_bytes,
        received_on=received_on,
        shape=seen.inspection.shape.described(),
        dropped_columns=list(seen.columns.dropped),
    )


@transaction.atomic
def cancel(*, actor: Actor, delivery: Delivery) -> None:
    """Stop a load that runs, here or elsewhere: it notices within a second and leaves nothing."""
    changed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.LOADING).update(
        state=Delivery.State.CANCELLED
    )
    if not changed:
        raise _wrong_state(delivery, "loading")
    delivery.refresh_from_db()
    _record(actor, Action.DELIVERY_CANCELLED, delivery)


@transaction.atomic
def hold(*, actor: Actor, delivery: Delivery, reason: str) -> None:
    """Take a published delivery out of every campaign until the DPO has decided.

    Alone behind the fence: a slice of messages is on the wire before, or sees this.
    """
    fence.close()
    _move(delivery, (Delivery.State.PUBLISHED,), Delivery.State.HELD, hold_reason=reason)
    _record(actor, Action.DELIVERY_HELD, delivery, reason=reason)


@transaction.atomic
def hold_unproven(*, actor: Actor, delivery: Delivery) -> None:
    """Hold a delivery that failed its audit (PR-01), whatever it is held for already; one that is gone stays gone."""
    usable = (Delivery.State.PUBLISHED, Delivery.State.HELD)
    found = Delivery.objects.filter(pk=delivery.pk, state__in=usable)
    if found.update(state=Delivery.State.HELD, hold_reason=FAILED_AUDIT):
        _record(actor, Action.DELIVERY_HELD, delivery, reason=FAILED_AUDIT)
    delivery.refresh_from_db()


@transaction.atomic
def release_unproven(*, actor: Actor, delivery: Delivery) -> None:
    """Let a delivery be used whose failed audit the DPO has lifted; nothing to do for one that was withdrawn since."""
    found = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.HELD, hold_reason=FAILED_AUDIT)
    if found.update(state=Delivery.State.PUBLISHED, hold_reason=""):
        _record(actor, Action.DELIVERY_RELEASED, delivery, reason=FAILED_AUDIT)
    delivery.refresh_from_db()


@transaction.atomic
def release(*, actor: Actor, delivery: Delivery) -> None:
    """Let a held delivery be used: the DPO's decision. Raises UserError for one that failed its audit."""
    if delivery.hold_reason == FAILED_AUDIT:
        raise UserError(
            "delivery_failed_audit",
            fr="Cette livraison a échoué à son sondage : le délégué décide sur la page du sondage, avec un motif.",
            en="This delivery failed its audit: the DPO decides on the page of the audit, with a ground.",
            hint="selfcontact audit lift",
        )
    reason = delivery.hold_reason
    _move(delivery, (Delivery.State.HELD,), Delivery.State.PUBLISHED, hold_reason="")
    _record(actor, Action.DELIVERY_RELEASED, delivery, reason=reason)


def withdraw(*, actor: Actor, delivery: Delivery, reason: str) -> None:
    """Delete the contacts of a delivery, for good; its counts and refused lines stay as evidence.

    A published one is held first: emptying waits for whoever reads it, and a STOP must not wait behind the fence for
    that. When something breaks in between it stays held, and can be withdrawn again.
    """
    delivery.refresh_from_db()
    if delivery.state == Delivery.State.PUBLISHED:
        hold(actor=actor, delivery=delivery, reason=WITHDRAWAL)
    if delivery.state != Delivery.State.HELD:
        raise _wrong_state(delivery, "published / held")
    with transaction.atomic():
        _move(delivery, (Delivery.State.HELD,), Delivery.State.WITHDRAWN)
        with connection.cursor() as cursor:
            cursor.execute("SELECT selfcontact_empty_delivery(%s, %s)", [delivery.mandate_id, delivery.pk])
        _record(actor, Action.DELIVERY_WITHDRAWN, delivery, reason=reason)


@transaction.atomic
def save_mapping(*, actor: Actor, provider: Provider, name: str, columns: Pairs[str, str]) -> Mapping:
    """Keep how a provider names its columns (column name -> field, or "dropped"), for its next files."""
    headers.checked(columns, list(columns))
    mapping, _ = Mapping.objects.update_or_create(provider=provider, name=name, defaults={"columns": dict(columns)})
    details = {"name": name, "fields": sorted(set(columns.values()))}
    record(actor=actor, action=Action.MAPPING_SAVED, mandate_id=None, object_id=provider.uid, details=details)
    return mapping


def sweep(*, actor: Actor) -> int:
    """Take back what loads that died have left; return their number. A load that lives holds its mandate's lease."""
    swept = 0
    with psycopg.connect(load.conninfo(), autocommit=True) as session:
        for delivery in _unfinished():
            if lease.take(session, delivery.mandate_id):
                load.give_up(actor, delivery)
                lease.leave(session, delivery.mandate_id)
                swept += 1
    return swept


def _unfinished() -> list[Delivery]:
    """Loads that never came to their end, and cancelled ones whose table is still there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id FROM intake_delivery d WHERE d.published_at IS NULL AND (d.state = 'loading' OR d.state = "
            "'cancelled' AND to_regclass('contacts_contact_m' || d.mandate_id || '_d' || d.id) IS NOT NULL)"
        )
        return list(Delivery.objects.filter(pk__in=[row[0] for row in cursor.fetchall()]))


def _move(delivery: Delivery, before: tuple[Delivery.State, ...], after: Delivery.State, **changes: str) -> None:
    if not Delivery.objects.filter(pk=delivery.pk, state__in=before).update(state=after, **changes):
        raise _wrong_state(delivery, " / ".join(before))
    delivery.refresh_from_db()


def _wrong_state(delivery: Delivery, expected: str) -> UserError:
    delivery.refresh_from_db()
    return UserError(
        "delivery_state",
        fr=f"La livraison {delivery.reference} est « {delivery.state} » ; attendu : {expected}.",
        en=f"Delivery {delivery.reference} is {delivery.state}; expected: {expected}.",
    )


def _record(actor: Actor, action: Action, delivery: Delivery, **details: str) -> None:
    everything = {"reference": delivery.reference, **details}
    record(actor=actor, action=action, mandate_id=delivery.mandate_id, object_id=delivery.uid, details=everything)
