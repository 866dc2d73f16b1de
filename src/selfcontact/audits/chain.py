"""Where a delivery comes from: what its provider attests of the file, and who handed the data to whom before."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from selfcontact.audits.models import Attestation, Transfer
from selfcontact.intake.models import Delivery
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError


@transaction.atomic
def attest(
    *,
    actor: Actor,
    delivery: Delivery,
    signed_on: date,
    file_sha256: str,
    rows: int,
    own_collection: bool,
    document_sha256: str,
) -> Attestation:
    """Put the provider's signed attestation of a delivery on record, once.

    Raises UserError when it speaks of another file, or of another number of rows, than what was loaded.
    Source: legal rules, section 6 (file checksum, signed attestation, row count).
    """
    if Attestation.objects.filter(delivery=delivery).exists():
        raise UserError(
            "attested_already",
            fr=f"La livraison {delivery.reference} a déjà son attestation.",
            en=f"Delivery {delivery.reference} has its attestation already.",
        )
    if (file_sha256.strip().lower(), rows) != (delivery.file_sha256, delivery.lines):
        raise UserError(
            "attestation_mismatch",
            fr=f"L’attestation parle d’un autre fichier : reçu {delivery.file_sha256}, {delivery.lines} lignes.",
            en=f"The attestation speaks of another file: received {delivery.file_sha256}, {delivery.lines} rows.",
        )
    made = Attestation.objects.create(
        delivery=delivery,
        signed_on=signed_on,
        file_sha256=delivery.file_sha256,
        rows=rows,
        own_collection=own_collection,
        document_sha256=document_sha256,
    )
    _note(
        actor,
        Action.DELIVERY_ATTESTED,
        delivery,
        file_sha256=made.file_sha256,
        lines=rows,
        own_collection=own_collection,
        document_sha256=document_sha256,
    )
    return made


@transaction.atomic
def add_transfer(
    *, actor: Actor, delivery: Delivery, giver: str, receiver: str, on: date, contract_sha256: str
) -> Transfer:
    """Add a link to the chain of a delivery; both ends are companies. Raises UserError for one told already or late.

    Source: legal rules, section 6 (chain of transfers with dates and contracts; CNIL, brokers).
    """
    if on > delivery.received_on or delivery.transfers.filter(giver=giver, receiver=receiver).exists():
        raise UserError(
            "transfer_refused",
            fr="Cette cession est déjà dite, ou elle est d’après la réception du fichier.",
            en="This transfer was told already, or it is from after the file was received.",
        )
    made = Transfer.objects.create(
        delivery=delivery, giver=giver, receiver=receiver, transferred_on=on, contract_sha256=contract_sha256
    )
    _note(
        actor,
        Action.DELIVERY_TRANSFERRED,
        delivery,
        giver=giver,
        receiver=receiver,
        on=on.isoformat(),
        contract_sha256=contract_sha256,
    )
    return made


def missing(delivery: Delivery) -> tuple[str, ...]:
    """Return what a delivery still lacks: `attestation`, `chain`, or `form CODE` for a form without its evidence."""
    return tuple(_missing(delivery))


def _missing(delivery: Delivery) -> Iterator[str]:
    attested = Attestation.objects.filter(delivery=delivery).first()
    if attested is None:
        yield "attestation"
    reached = {one.receiver for one in delivery.transfers.all()}
    if not (attested and attested.own_collection) and delivery.agreement.provider.name not in reached:
        yield "chain"
    yield from (f"form {form.code}" for form in delivery.agreement.forms.order_by("code") if form.missing)


def _note(actor: Actor, action: Action, delivery: Delivery, **details: JSON) -> None:
    everything: dict[str, JSON] = {"reference": delivery.reference, **details}
    record(actor=actor, action=action, mandate_id=delivery.mandate_id, object_id=delivery.uid, details=everything)
