"""Ends a mandate. Every step may be interrupted; calling again goes on from where it stopped."""

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from selfcontact.campaigns import disclosing
from selfcontact.campaigns.models import Block, Campaign
from selfcontact.certificates import document
from selfcontact.certificates.models import Certificate
from selfcontact.certificates.statement import checks, passed, scope, statement
from selfcontact.database import partitions
from selfcontact.database.connect import connect
from selfcontact.ledger import actions as ledger
from selfcontact.ledger import heads
from selfcontact.ledger.proving import prove
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock, of_installation
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.requests.outstanding import refuse_end
from selfcontact.vault import DestructionRecord, open_vault

BUSY = (Campaign.State.RUNNING, Campaign.State.PAUSED)
#: The worker's task that goes on where `request_end` stops (see `tasks`).
FINISH = "certificates-finish-end"


@transaction.atomic
def request_end(*, actor: Actor, mandate: Mandate, grounds: str, despite: str = "") -> None:
    """Begin the end and leave the rest to the worker: from here on nothing can be done under the mandate.

    Raises UserError as `end_mandate`. Safe to repeat, as long as there is no certificate yet.
    """
    _begin(actor, mandate, of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR), despite)
    if mandate.state != Mandate.State.ENDING:
        return
    job = app.configure_task(FINISH, queueing_lock=f"{FINISH}-{mandate.pk}")
    try:
        with transaction.atomic():
            job.defer(mandate_id=mandate.pk, actor_kind=actor.kind, actor_uid=str(actor.uid), grounds=grounds)
    except AlreadyEnqueued:
        return


def end_mandate(*, actor: Actor, mandate: Mandate, grounds: str, clock: Clock, despite: str = "") -> Certificate:
    """Destroy the mandate's keys, drop its data and return the certificate, already in the ledger.

    Raises UserError while a campaign is running or a sender holds messages, or while people's requests or a hold need
    the data, unless `despite` says why it ends all the same. On a mandate that has ended, returns its certificate.
    """
    if found := mandate.certificates.first():
        return found
    _begin(actor, mandate, clock, despite)
    record = open_vault().keys.destroy(mandate.pk, clock=clock)
    _note(actor, mandate, Action.MANDATE_KEYS_DESTROYED)
    _drop(mandate)
    _note(actor, mandate, Action.MANDATE_DATA_DROPPED)
    found_checks = checks(mandate)
    if not passed(found_checks):
        raise UserError(
            "erasure_incomplete",
            fr=f"L’effacement n’est pas complet : {found_checks}. Relancez la commande.",
            en=f"The erasure is not complete: {found_checks}. Run the command again.",
        )
    return _issue(actor, mandate, record, grounds, clock)


@transaction.atomic
def _begin(actor: Actor, mandate: Mandate, clock: Clock, despite: str = "") -> None:
    locked = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if locked.state != Mandate.State.LIVE:
        mandate.refresh_from_db()
        return
    _refuse_busy(locked)
    refuse_end(actor=actor, mandate=locked, despite=despite)
    # What the public reads of its campaigns outlives it: for the last time, it is brought up to what was done.
    disclosing.refresh(actor=actor, mandate=locked, at=clock.now())
    locked.campaigns.exclude(state=Campaign.State.FINISHED).update(state=Campaign.State.STOPPED)
    locked.closing = scope(locked)
    locked.state = Mandate.State.ENDING
    locked.save()
    _note(actor, locked, Action.MANDATE_ENDING)
    mandate.refresh_from_db()


def _refuse_busy(mandate: Mandate) -> None:
    running = mandate.campaigns.filter(state__in=BUSY).exists()
    held = Block.objects.filter(mandate_id=mandate.pk, state=Block.State.CLAIMED).exists()
    if running or held:
        raise UserError(
            "mandate_busy",
            fr="Une campagne de ce mandat est encore en cours : arrêtez-la d’abord.",
            en="A campaign of this mandate is still running: stop it first.",
            hint="selfcontact campaign stop",
        )


def _drop(mandate: Mandate) -> None:
    # Emptied first, which waits for nobody; dropping detaches without stalling the other mandates.
    drop = partitions.drop_mandate_as_keeper if settings.ROLE else partitions.drop_mandate
    with connect(settings.ROLE or None, autocommit=True) as connection:
        partitions.truncate_mandate(connection, mandate.pk)
        drop(connection, mandate.pk)


def _note(actor: Actor, mandate: Mandate, action: Action) -> None:
    # Without details: nothing of a mandate that ends should need its keys to be read.
    with transaction.atomic():
        ledger.record(actor=actor, action=action, mandate_id=mandate.pk, object_id=mandate.uid, details={})


def _issue(actor: Actor, mandate: Mandate, record: DestructionRecord, grounds: str, clock: Clock) -> Certificate:
    said = statement(mandate, record, grounds)
    uid = document.identity(said)
    with transaction.atomic():
        entry = ledger.record(
            actor=actor, action=Action.CERTIFICATE_ISSUED, mandate_id=mandate.pk, object_id=uid, details={}
        )
    ledger.sequence(clock=clock)
    proof = prove(entry.uid)
    signature = open_vault().custodian.sign(document.signed_bytes(said))
    text = document.compose(said, signature, heads.verifier(), proof)
    # What a stranger will check is checked before it is handed out.
    document.verify(text, trusted=heads.verifier(), mandate=mandate.reference)
    with transaction.atomic():
        mandate.state, mandate.ended_at = Mandate.State.ENDED, clock.now()
        mandate.save()
        _note(actor, mandate, Action.MANDATE_ENDED)
        return Certificate.objects.create(uid=uid, mandate=mandate, document=text, issued_at=clock.now())
