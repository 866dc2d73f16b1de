"""What one can do with an audit: draw, ask the provider, judge a proof, conclude what is due, lift a failure."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef

from selfcontact.accounts.actions import demand_dpo
from selfcontact.audits import drawing
from selfcontact.audits.link import digest
from selfcontact.audits.models import Audit, DrawnRow
from selfcontact.compliance import sampling
from selfcontact.compliance.verdict import Allowed
from selfcontact.database import fence
from selfcontact.intake import actions as intake
from selfcontact.intake.models import Delivery
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.providers import actions as providers
from selfcontact.providers.models import Provider

State, Cause, Result, Reason = Audit.State, Audit.Cause, DrawnRow.Result, DrawnRow.Reason
USABLE = (Delivery.State.PUBLISHED, Delivery.State.HELD)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An audit with the provider's link, told once: only the digest of its secret is kept."""

    audit: Audit
    link: str


@transaction.atomic
def draw(*, actor: Actor, delivery: Delivery, at: datetime) -> Audit:
    """Draw the rows of a delivery that its provider has to prove, and commit to the draw on the ledger.

    Raises UserError for a delivery without accepted rows, or one whose audit is open. Source: legal rule PR-01.
    """
    _refuse_undrawable(delivery)
    values, (first, last) = sampling.terms(at.date()), drawing.lines_of(delivery)
    drawn = drawing.Draw(
        mandate_id=delivery.mandate_id,
        delivery_id=delivery.pk,
        seed=os.urandom(drawing.SEED),
        first=first,
        last=last,
        size=values.size(delivery.accepted),
    )
    lines, uid = drawn.lines(), uuid4()
    sealed_rows = drawing.rows_sha256(drawn.seed, lines)
    entry = _commit(actor, uid, delivery, drawn, sealed_rows)
    audit = Audit(
        uid=uid,
        reference=f"S{at:%Y%m%d}-{uid.hex[:8]}",
        delivery=delivery,
        seed=drawn.seed,
        first_line=drawn.first,
        last_line=drawn.last,
        size=len(lines),
        rows_sha256=sealed_rows,
        entry_uid=entry.uid,
        invalid_allowed=values.invalid_allowed,
        unanswered_allowed=values.unanswered_allowed,
        drawn_at=at,
    )
    _keep(audit)
    DrawnRow.objects.bulk_create([DrawnRow(audit=audit, line=line) for line in lines], batch_size=5000)
    return audit


def _commit(actor: Actor, uid: UUID, delivery: Delivery, drawn: drawing.Draw, rows_sha256: str) -> Entry:
    details: dict[str, JSON] = {
        "delivery": delivery.reference,
        "file_sha256": delivery.file_sha256,
        "lines": delivery.lines,
        "accepted": delivery.accepted,
        "size": drawn.size,
        "seed_sha256": hashlib.sha256(drawn.seed).hexdigest(),
        "rows_sha256": rows_sha256,
    }
    return record(
        actor=actor, action=Action.AUDIT_DRAWN, mandate_id=delivery.mandate_id, object_id=uid, details=details
    )


def _keep(audit: Audit) -> None:
    """Write it down, unless somebody who draws at the same time was first."""
    try:
        with transaction.atomic():
            audit.save(force_insert=True)
    except IntegrityError as error:
        raise _open(audit.delivery) from error


def _open(delivery: Delivery) -> UserError:
    return UserError(
        "audit_open",
        fr=f"Un sondage de la livraison {delivery.reference} est déjà ouvert.",
        en=f"An audit of delivery {delivery.reference} is open already.",
    )


def _refuse_undrawable(delivery: Delivery) -> None:
    if delivery.state not in USABLE or delivery.accepted < 1 or delivery.lines < 1:
        raise UserError(
            "audit_nothing",
            fr=f"La livraison {delivery.reference} n’a aucune ligne utilisable à sonder.",
            en=f"Delivery {delivery.reference} has no usable row to draw.",
        )
    if delivery.audits.filter(state__in=Audit.OPEN).exists():
        raise _open(delivery)


def draw_missing(*, actor: Actor, at: datetime) -> list[Audit]:
    """Draw every published delivery of a live mandate that was never audited; return the audits.

    One that somebody draws at the same time is theirs.
    """
    never = ~Exists(Audit.objects.filter(delivery=OuterRef("pk")))
    found = Delivery.objects.filter(never, state=Delivery.State.PUBLISHED, accepted__gt=0, mandate__state="live")
    drawn = [_drawn(actor, one, at) for one in found.order_by("pk")]
    return [one for one in drawn if one]


def _drawn(actor: Actor, delivery: Delivery, at: datetime) -> Audit | None:
    try:
        return draw(actor=actor, delivery=delivery, at=at)
    except UserError as error:
        if error.code != "audit_open":
            raise
        return None


def redrawn(audit: Audit) -> bool:
    """Tell whether the seed gives the rows that the ledger commits to and the table holds."""
    delivery = audit.delivery
    again = drawing.Draw(
        mandate_id=delivery.mandate_id,
        delivery_id=delivery.pk,
        seed=bytes(audit.seed),
        first=audit.first_line,
        last=audit.last_line,
        size=audit.size,
    ).lines()
    kept = list(audit.rows.order_by("line").values_list("line", flat=True))
    return again == kept and drawing.rows_sha256(bytes(audit.seed), again) == audit.rows_sha256


@transaction.atomic
def ask(*, actor: Actor, audit: Audit, at: datetime) -> Asked:
    """Give the provider's link, and begin its time; a second link voids the first and leaves the time as it was.

    Raises UserError while the draw is not under a signed head of the ledger: until then it could be another one.
    """
    held = _locked(audit, Audit.OPEN)
    if not Entry.objects.filter(uid=held.entry_uid, index__isnull=False).exists():
        raise UserError(
            "draw_not_sealed",
            fr="Le tirage n’est pas encore sous une tête signée du journal : le travailleur le fait chaque seconde.",
            en="The draw is not under a signed head of the ledger yet: the worker sees to it every second.",
            hint="selfcontact worker",
        )
    secret = secrets.token_urlsafe(32)
    held.state, held.secret_sha256 = State.ASKED, digest(secret)
    held.asked_at = held.asked_at or at
    held.due_at = held.due_at or at + sampling.terms(at.date()).time
    held.save()
    _note(actor, Action.AUDIT_ASKED, held, due=held.due_at.isoformat())
    _refresh(audit)
    return Asked(audit=audit, link=f"{settings.FACE_URLS['public']}/proofs/{secret}/")


@transaction.atomic
def judge(
    *, actor: Actor, audit: Audit, lines: Sequence[int], result: DrawnRow.Result, reason: str = "", at: datetime
) -> Audit:
    """Record what someone made of the proofs of these rows: valid, or invalid with a reason.

    The first invalid one beyond what is allowed fails the audit; the last valid one passes it. Raises UserError for a
    row that was not drawn, is judged already, or is called valid without a proof.
    """
    held = _locked(audit, (State.ASKED,))
    _refuse_reason(result, reason)
    rows = held.rows.filter(line__in=list(lines), result=Result.NONE)
    if result == Result.VALID:
        rows = rows.filter(sealed__isnull=False)
    changed = rows.update(result=result, reason=reason, judged_at=at, judged_by=actor.uid)
    if not lines or changed != len(set(lines)):
        raise UserError(
            "audit_rows",
            fr="Une de ces lignes n’est pas tirée, est déjà jugée, ou n’a pas de preuve reçue.",
            en="One of these rows was not drawn, is judged already, or has no proof that came.",
        )
    _note(actor, Action.AUDIT_JUDGED, held, rows=sorted(set(lines)), result=str(result), reason=reason)
    _settle(actor, held, at)
    _refresh(audit)
    return audit


def _refuse_reason(result: DrawnRow.Result, reason: str) -> None:
    known = reason in Reason.values
    if result not in (Result.VALID, Result.INVALID) or not known or (result == Result.INVALID) != bool(reason):
        listed = ", ".join(one for one in Reason.values if one)
        raise UserError(
            "audit_result",
            fr=f"Valide, sans raison ; ou invalide, avec une raison parmi : {listed}.",
            en=f"Valid, without a reason; or invalid, with a reason among: {listed}.",
        )


def results(audit: Audit) -> dict[str, int]:
    """Return how many rows have each result; the empty one is of those not judged yet."""
    found = audit.rows.order_by("result").values_list("result").annotate(count=Count("pk"))
    return {str(result): int(count) for result, count in found}


def _settle(actor: Actor, held: Audit, at: datetime) -> None:
    found = results(held)
    invalid, unanswered = found.get(Result.INVALID, 0), found.get(Result.UNANSWERED, 0)
    verdict = sampling.check(
        invalid=invalid,
        unanswered=unanswered,
        invalid_allowed=held.invalid_allowed,
        unanswered_allowed=held.unanswered_allowed,
    )
    if not isinstance(verdict, Allowed):
        _fail(actor, held, Cause.INVALID if invalid > held.invalid_allowed else Cause.UNANSWERED, at)
    elif not found.get(Result.NONE, 0):
        _pass(actor, held, at)


def _pass(actor: Actor, held: Audit, at: datetime) -> None:
    held.state, held.concluded_at, held.secret_sha256 = State.PASSED, at, ""
    held.save()
    _forget_proofs(held)
    _note(actor, Action.AUDIT_PASSED, held, **_told(held))


def _fail(actor: Actor, held: Audit, cause: Audit.Cause, at: datetime) -> None:
    """Hold the delivery and suspend the provider with all that it delivered: when this commits, nothing leaves.

    Alone behind the fence: a slice of messages is on the wire before, or sees this. Source: legal rules PR-01, PR-03.
    """
    fence.close()
    held.state, held.cause, held.concluded_at, held.secret_sha256 = State.FAILED, cause, at, ""
    held.save()
    _note(actor, Action.AUDIT_FAILED, held, cause=str(cause), **_told(held))
    intake.hold_unproven(actor=actor, delivery=held.delivery)
    provider = Provider.objects.select_for_update().get(pk=held.delivery.agreement.provider_id)
    providers.fail_provider(actor=actor, provider=provider, on=at.date(), audit=held.reference)


def _told(held: Audit) -> dict[str, JSON]:
    """Return what the end of an audit reveals: the seed that the draw committed to, and the counts."""
    counts: dict[str, JSON] = {(result or "open"): count for result, count in results(held).items()}
    return {"seed": bytes(held.seed).hex(), "results": counts}


def conclude_due(*, actor: Actor, at: datetime) -> list[Audit]:
    """Close what is past its time: a row without an answer is unanswered; return the audits that ended by it."""
    due = Audit.objects.filter(state=State.ASKED, due_at__lte=at, delivery__mandate__state="live").order_by("pk")
    return [one for one in due if _conclude(actor, one, at)]


@transaction.atomic
def _conclude(actor: Actor, audit: Audit, at: datetime) -> bool:
    held = Audit.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=audit.pk, state=State.ASKED)
    one = held.select_related("delivery__agreement").first()
    if one is None:
        return False
    missing = one.rows.filter(result=Result.NONE, answered_at=None)
    missing.update(result=Result.UNANSWERED, judged_at=at)
    _settle(actor, one, at)
    return one.state != State.ASKED


@transaction.atomic
def lift(*, actor: Actor, audit: Audit, grounds: str, at: datetime) -> Audit:
    """Lift a failed audit: the DPO's decision, with a written ground. The delivery is published again.

    The provider stands again once no other audit of it is failed. Raises UserError for any other actor, at the
    terminal too, and without a ground.
    """
    demand_dpo(actor)
    if not grounds.strip():
        raise UserError("grounds_missing", fr="Écrivez le motif.", en="Write the ground.")
    held = _locked(audit, (State.FAILED,))
    held.state, held.lifted_at = State.LIFTED, at
    held.save()
    _forget_proofs(held)
    _note(actor, Action.AUDIT_LIFTED, held, grounds=grounds)
    intake.release_unproven(actor=actor, delivery=held.delivery)
    provider = Provider.objects.select_for_update().get(pk=held.delivery.agreement.provider_id)
    if not Audit.objects.filter(state=State.FAILED, delivery__agreement__provider=provider).exists():
        providers.reinstate_provider(actor=actor, provider=provider, audit=held.reference, grounds=grounds)
    _refresh(audit)
    return audit


def _forget_proofs(held: Audit) -> None:
    """Destroy what was sent: the provider keeps its proofs, the house their hashes (PR-06)."""
    held.rows.update(sealed=None, dropped=None)


def _locked(audit: Audit, states: Sequence[Audit.State]) -> Audit:
    found = Audit.objects.select_for_update(of=("self",)).select_related("delivery__agreement").get(pk=audit.pk)
    if found.state not in states:
        raise UserError(
            "audit_state",
            fr=f"Le sondage {found.reference} est « {found.state} » : cela ne s’y applique pas.",
            en=f"Audit {found.reference} is {found.state}: that does not apply to it.",
        )
    return found


def _refresh(audit: Audit) -> None:
    audit.refresh_from_db()
    audit.delivery.refresh_from_db()


def _note(actor: Actor, action: Action, audit: Audit, **details: JSON) -> None:
    everything: dict[str, JSON] = {"audit": audit.reference, "delivery": audit.delivery.reference, **details}
    record(actor=actor, action=action, mandate_id=audit.delivery.mandate_id, object_id=audit.uid, details=everything)
