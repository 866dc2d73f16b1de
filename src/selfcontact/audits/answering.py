"""Proofs: what a provider sends for a row, sealed on its way and at rest, and read by whoever judges it."""

import hashlib

from django.db import transaction

from selfcontact.audits.models import Audit, DrawnRow
from selfcontact.audits.proof import Proof, place
from selfcontact.identity import boxes
from selfcontact.identity.models import BoxKey
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.vault import SealBrokenError, open_vault

TABLE = "audits_drawnrow"
#: Taken in at a time.
MOST = 200


def take(*, actor: Actor) -> int:
    """Put the proofs that came under their mandate's keys; return how many. What cannot be read counts as not sent."""
    waiting = Audit.objects.filter(rows__dropped__isnull=False).distinct().select_related("delivery__mandate")
    return sum(_take(actor, one) for one in waiting)


@transaction.atomic
def _take(actor: Actor, audit: Audit) -> int:
    found = list(audit.rows.select_for_update(skip_locked=True).filter(dropped__isnull=False)[:MOST])
    live = audit.delivery.mandate.state == Mandate.State.LIVE
    taken = [row for row in found if live and _reseal(audit, row)]
    lost = [row.pk for row in found if row not in taken]
    DrawnRow.objects.filter(pk__in=lost).update(dropped=None, answered_at=None)
    if taken:
        details: dict[str, JSON] = {"audit": audit.reference, "rows": sorted(row.line for row in taken)}
        mandate = audit.delivery.mandate_id
        record(actor=actor, action=Action.AUDIT_ANSWERED, mandate_id=mandate, object_id=audit.uid, details=details)
    return len(taken)


def _reseal(audit: Audit, row: DrawnRow) -> bool:
    mandate = audit.delivery.mandate
    try:
        clear = boxes.unseal(bytes(row.dropped or b""), place(audit.uid, row.line))
    except (SealBrokenError, BoxKey.DoesNotExist):
        return False
    row.generation, row.dropped = mandate.generation, None
    row.sealed = open_vault().keys.open(mandate.pk, mandate.generation).seal(TABLE, row.pk, clear)
    row.proof_sha256 = hashlib.sha256(clear).hexdigest()
    row.save(update_fields=["generation", "dropped", "sealed", "proof_sha256"])
    return True


@transaction.atomic
def disclose(*, actor: Actor, audit: Audit, line: int) -> Proof:
    """Return the proof of one row, and record who read it; raises UserError when there is none."""
    row = audit.rows.filter(line=line, sealed__isnull=False).first()
    if row is None:
        raise UserError(
            "proof_missing",
            fr="Aucune preuve n’est gardée pour cette ligne.",
            en="No proof is kept for this row.",
        )
    mandate = audit.delivery.mandate_id
    clear = open_vault().keys.open(mandate, row.generation).open(TABLE, row.pk, bytes(row.sealed or b""))
    details: dict[str, JSON] = {"audit": audit.reference, "row": line}
    record(actor=actor, action=Action.AUDIT_DISCLOSED, mandate_id=mandate, object_id=audit.uid, details=details)
    return Proof.read(clear)
