"""What one can do with a breach: write it down, measure it, add to it, tell the controllers, close it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from selfcontact.breaches import extent, refusals, sealing
from selfcontact.breaches.models import Breach, Extent, Kind, Nature, Step, System
from selfcontact.breaches.telling import missing, notify, untold
from selfcontact.compliance import breach as terms
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.mandates.models import Mandate


@dataclass(frozen=True, kw_only=True)
class Account:
    """What is known of a breach when it is written down; `began_at` and `ended_at` where anybody knows."""

    natures: Sequence[Nature]
    systems: Sequence[System]
    learnt_at: datetime
    what: str
    consequences: str
    measures: str
    began_at: datetime | None = None
    ended_at: datetime | None = None


@transaction.atomic
def record_breach(*, actor: Actor, account: Account, at: datetime, mandates: Sequence[Mandate] | None = None) -> Breach:
    """Write a breach down, for ever, with both terms and its extent: of every mandate then here, or of those named.

    Raises UserError when something is not said, or for instants that cannot be.
    """
    words = {"what": account.what, "consequences": account.consequences, "measures": account.measures}
    refusals.words(words)
    refusals.natures(account.natures)
    refusals.systems(account.systems)
    refusals.times(learnt_at=account.learnt_at, began_at=account.began_at, ended_at=account.ended_at, at=at)
    made = Breach(
        natures=sorted(set(account.natures)),
        systems=sorted(set(account.systems)),
        learnt_at=account.learnt_at,
        recorded_at=at,
        began_at=account.began_at,
        ended_at=account.ended_at,
        controllers_term=terms.controllers(account.learnt_at).as_json(),
        authority_term=terms.authority(account.learnt_at).as_json(),
    )
    sealing.seal(made, words)
    made.validate()
    made.save()
    details: dict[str, JSON] = {"breach": made.reference, "natures": list(made.natures)}
    details |= {"systems": list(made.systems)}
    details |= {"learnt_at": account.learnt_at.isoformat(), "due_at": str(made.authority_term["due_at"])}
    record(actor=actor, action=Action.BREACH_RECORDED, mandate_id=None, object_id=made.uid, details=details)
    measure(actor=actor, breach=made, at=at, mandates=mandates)
    return made


@transaction.atomic
def measure(*, actor: Actor, breach: Breach, at: datetime, mandates: Sequence[Mandate] | None = None) -> list[Extent]:
    """Ask ledger and vault what a breach touches, and keep the answer; raises UserError once it is closed."""
    refusals.closed(breach)
    chosen = extent.touched(breach) if mandates is None else mandates
    found = Extent.objects.bulk_create(extent.measure(breach, chosen, at))
    for one in found:
        details: dict[str, JSON] = {"breach": breach.reference, "people": one.people, "uses": dict(one.uses)}
        action = Action.BREACH_MEASURED
        record(actor=actor, action=action, mandate_id=one.mandate_id, object_id=breach.uid, details=details)
    return found


@transaction.atomic
def add(*, actor: Actor, breach: Breach, kind: Kind, text: str, happened_at: datetime, at: datetime) -> Step:
    """Add what was learnt, done or told; raises UserError for a kind with a verb of its own, and once it is closed."""
    refusals.reserved(kind)
    refusals.times(learnt_at=happened_at, began_at=None, ended_at=None, at=at)
    return _step(actor, breach, kind, text, happened_at, at, Action.BREACH_ADDED)


@transaction.atomic
def tell_controllers(*, actor: Actor, breach: Breach, at: datetime) -> list[Step]:
    """Write to every controller that a breach touches and that was not told yet, through the notices.

    Raises UserError when nobody is left to tell, when none of them has an address, and once it is closed.
    """
    refusals.closed(breach)
    told = []
    for mandate, addressed in notify(actor=actor, breach=breach, at=at):
        text = ", ".join(addressed)
        told.append(_step(actor, breach, Kind.CONTROLLERS_TOLD, text, at, at, Action.BREACH_CONTROLLER_TOLD, mandate))
    return told


@transaction.atomic
def note_controller_told(
    *, actor: Actor, breach: Breach, mandate: Mandate, text: str, happened_at: datetime, at: datetime
) -> Step:
    """Write down that a controller was told otherwise than by a notice, `text` saying how.

    Raises UserError for a mandate that is not among those to tell, an instant to come, and once it is closed.
    """
    refusals.times(learnt_at=happened_at, began_at=None, ended_at=None, at=at)
    refusals.to_tell(mandate, [one.mandate_id for one in untold(breach)])
    action = Action.BREACH_CONTROLLER_TOLD
    return _step(actor, breach, Kind.CONTROLLERS_TOLD, text, happened_at, at, action, mandate)


@transaction.atomic
def close(*, actor: Actor, breach: Breach, text: str, at: datetime) -> Step:
    """Close a breach with what was learnt from it (art. 33(5)).

    Raises UserError when it is closed already, and while somebody is to be told or a decision is missing.
    """
    refusals.closed(breach)
    refusals.unfinished(missing(breach))
    return _step(actor, breach, Kind.CLOSED, text, at, at, Action.BREACH_CLOSED)


def _step(
    actor: Actor,
    breach: Breach,
    kind: Kind,
    text: str,
    happened_at: datetime,
    at: datetime,
    action: Action,
    mandate: Mandate | None = None,
) -> Step:
    refusals.closed(breach)
    refusals.words({"text": text})
    made = Step(breach=breach, kind=kind, at=happened_at, recorded_at=at, mandate=mandate)
    sealing.seal(made, {"text": text.strip()})
    made.save()
    details: dict[str, JSON] = {"breach": breach.reference, "kind": str(kind), "at": happened_at.isoformat()}
    mandate_id = mandate.pk if mandate else None
    record(actor=actor, action=action, mandate_id=mandate_id, object_id=breach.uid, details=details)
    return made
