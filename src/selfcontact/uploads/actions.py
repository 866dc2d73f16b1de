"""What one can do with an upload: open, receive, adopt, confirm, cancel, load, sweep."""

import os
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from procrastinate.contrib.django import app

from selfcontact.intake import actions as intake
from selfcontact.intake import columns as headers
from selfcontact.intake.admission import admit
from selfcontact.intake.models import Delivery
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.digest import text_sha256
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.providers.models import Agreement
from selfcontact.uploads import limits, place, receiving
from selfcontact.uploads.choices import Choices
from selfcontact.uploads.looking import PLACE, look
from selfcontact.uploads.models import Upload
from selfcontact.uploads.receiving import Checksum
from selfcontact.uploads.sealing import KEY, Mark
from selfcontact.vault import open_vault

#: Name of the task that loads, as the queue knows it.
LOAD = "uploads.load"
State = Upload.State


def open_upload(
    *, actor: Actor, mandate: Mandate, agreement: Agreement, length: int, synthetic: bool = False, at: datetime
) -> Upload:
    """Prepare to receive a file of `length` bytes for a mandate; nothing is on disk yet.

    Raises UserError when the mandate or the agreement admits no file, or when there is no room.
    """
    limits.refuse_excess(length)
    return _make(
        actor, Upload(mandate=mandate, agreement=agreement, length=length, synthetic=synthetic), os.urandom(KEY), at
    )


def receive(
    *,
    actor: Actor,
    upload: Upload,
    offset: int,
    pieces: Iterable[bytes],
    checksum: Checksum | None = None,
    at: datetime,
) -> int:
    """Store what comes after `offset`, and return up to where the upload is stored; the last byte ends it.

    Raises OffsetError, ChecksumError, UploadBusyError, or UserError for a file that could not be read anyway.
    """
    _expect(upload, State.RECEIVING)
    mark = receiving.take(upload, offset, pieces, checksum, at)
    if mark.clear == upload.length:
        with transaction.atomic():
            _move(upload, (State.RECEIVING,), State.RECEIVED)
            _record(actor, Action.UPLOAD_RECEIVED, upload, bytes=upload.length)
    return mark.clear


def adopt(
    *,
    actor: Actor,
    mandate: Mandate,
    agreement: Agreement,
    uid: UUID,
    key: bytes,
    mark: Mark,
    synthetic: bool = False,
    at: datetime,
) -> Upload:
    """Take over a file that a form brought whole and that lies sealed already under `key`."""
    upload = Upload(
        uid=uid,
        mandate=mandate,
        agreement=agreement,
        synthetic=synthetic,
        length=mark.clear,
        offset=mark.clear,
        records=mark.records,
        stored=mark.stored,
        state=State.RECEIVED,
    )
    limits.refuse_many()
    return _make(actor, upload, key, at)


@transaction.atomic
def confirm(*, actor: Actor, upload: Upload, choices: Choices, remember: bool = False, on: date, at: datetime) -> None:
    """Have a received file loaded by a worker as the operator chose; `remember` keeps the columns for the provider.

    Raises UserError for what a load would refuse at once, so that the file stays for another try.
    """
    _expect(upload, State.RECEIVED)
    admit(upload.mandate, upload.agreement, on)
    seen = look(upload, choices, on=on)
    headers.require(seen.columns)
    if remember and choices.columns:
        name = "colonnes-" + text_sha256("\n".join(seen.inspection.shape.header))[:8]
        intake.save_mapping(actor=actor, provider=upload.agreement.provider, name=name, columns=choices.columns)
    upload.choices, upload.confirmed_by = choices.described(), actor.uid
    upload.save(update_fields=["choices", "confirmed_by"])
    _queue(upload, (State.RECEIVED,), at)
    _record(actor, Action.UPLOAD_CONFIRMED, upload)


def cancel(*, actor: Actor, upload: Upload) -> None:
    """Stop an upload, or its load, whatever it is doing, and destroy what was received; nothing is half-loaded."""
    with transaction.atomic():
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        delivery = Delivery.objects.filter(reference=held.delivery_reference).first()
        if held.state == State.LOADING and delivery is not None:
            intake.cancel(actor=actor, delivery=delivery)
        _move(upload, Upload.OPEN, State.CANCELLED, sealed_key=b"")
        _record(actor, Action.UPLOAD_DISCARDED, upload, end="cancelled")
    place.remove(upload.uid)


def finish(*, upload: Upload, lines: int | None = None, failure: UserError | None = None) -> None:
    """End a load that was tried: done with so many lines, or failed with its reason; the file is destroyed."""
    with transaction.atomic():
        said = {"code": failure.code, "fr": failure.fr, "en": failure.en} if failure else {}
        state = State.FAILED if failure else State.DONE
        progress = {} if lines is None else {"lines": lines, "done": upload.length}
        # Someone may have cancelled meanwhile: then it is cancelled, and was recorded as such.
        if Upload.objects.filter(pk=upload.pk, state__in=(State.QUEUED, State.LOADING)).update(
            state=state, failure=said, sealed_key=b"", **progress
        ):
            _record(SYSTEM, Action.UPLOAD_DISCARDED, upload, end=str(state), code=said.get("code", ""))
    upload.refresh_from_db()
    place.remove(upload.uid)


@transaction.atomic
def queue_again(*, upload: Upload, attempts: int, at: datetime, seconds: int = 0) -> None:
    """Put a load that could not begin, or that died, back in the queue; `attempts` are those that made a delivery."""
    _queue(upload, (State.QUEUED, State.LOADING), at, seconds, attempts)


def expire(*, actor: Actor, upload: Upload) -> None:
    """Destroy what nobody came back for, or whose mandate has ended."""
    with transaction.atomic():
        _move(upload, Upload.OPEN, State.EXPIRED, sealed_key=b"")
        _record(actor, Action.UPLOAD_DISCARDED, upload, end="expired")
    place.remove(upload.uid)


@transaction.atomic
def _make(actor: Actor, upload: Upload, key: bytes, at: datetime) -> Upload:
    admit(upload.mandate, upload.agreement, at.date())
    upload.reference = f"L{at:%Y%m%d-%H%M%S}-{uuid4().hex[:6]}"
    upload.generation, upload.touched_at = upload.mandate.generation, at
    upload.validate()
    upload.save(force_insert=True)
    # Destroying the mandate's key makes what is left of its uploads unreadable too.
    keys = open_vault().keys.open(upload.mandate_id, upload.generation)
    upload.sealed_key = keys.seal(PLACE, upload.pk, key)
    upload.save(update_fields=["sealed_key"])
    _record(actor, Action.UPLOAD_OPENED, upload, bytes=upload.length)
    return upload


def _queue(upload: Upload, before: tuple[State, ...], at: datetime, seconds: int = 0, attempts: int = 0) -> None:
    nothing = {"done": 0, "lines": 0, "reading_since": None, "progressed_at": None}
    _move(upload, before, State.QUEUED, touched_at=at, attempts=attempts, **nothing)
    later = {"seconds": seconds} if seconds else None
    app.configure_task(LOAD, schedule_in=later).defer(upload_id=upload.pk)


def _expect(upload: Upload, state: State) -> None:
    if upload.state != state:
        raise _wrong_state(upload)


def _move(upload: Upload, before: tuple[State, ...], after: State, **changes: object) -> None:
    if not Upload.objects.filter(pk=upload.pk, state__in=before).update(state=after, **changes):
        upload.refresh_from_db()
        raise _wrong_state(upload)
    upload.refresh_from_db()


def _wrong_state(upload: Upload) -> UserError:
    return UserError(
        "upload_state",
        fr=f"Le dépôt {upload.reference} est « {upload.state} » : cela ne s’y applique plus.",
        en=f"Upload {upload.reference} is {upload.state}: that no longer applies to it.",
    )


def _record(actor: Actor, action: Action, upload: Upload, **details: JSON) -> None:
    everything: dict[str, JSON] = {"reference": upload.reference, **details}
    record(actor=actor, action=action, mandate_id=upload.mandate_id, object_id=upload.uid, details=everything)
