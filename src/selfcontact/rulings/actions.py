"""Deciding a precaution otherwise, and taking that back: the DPO alone, on written grounds, on the ledger."""

from datetime import datetime

from django.db import IntegrityError, transaction

from selfcontact.accounts.actions import demand_dpo
from selfcontact.compliance import alternatives
from selfcontact.database import fence
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.rulings.models import Ruling

LEAST_GROUNDS, MOST_GROUNDS = 20, 2000


def decide(*, actor: Actor, rule: str, grounds: str, at: datetime) -> Ruling:
    """Decide a rule otherwise from now on.

    Raises UserError unless the actor is the DPO, the rule is a precaution with another reading, and grounds are given;
    silence and opposition are always refused.
    """
    found = alternatives.demand(rule)
    demand_dpo(actor, terminal=True)
    reason = grounds_of(grounds)
    try:
        with transaction.atomic():
            made = Ruling.objects.create(rule=found.id, grounds=reason, decided_at=at)
            _note(actor, Action.RULE_DECIDED, made, reason)
    except IntegrityError as error:
        raise UserError(
            "rule_decided", fr="Cette règle est déjà décidée autrement.", en="This rule is already decided otherwise."
        ) from error
    return made


@transaction.atomic
def take_back(*, actor: Actor, rule: str, grounds: str, at: datetime) -> Ruling:
    """Let the precaution apply again; raises UserError when it already does, and unless the actor is the DPO.

    A precaution always forbids more than the other reading of its rule. So, alone behind the fence: a slice of messages
    is on the wire before, or sees this.
    """
    demand_dpo(actor, terminal=True)
    reason = grounds_of(grounds)
    fence.close()
    found = Ruling.objects.select_for_update().filter(rule=rule.strip().upper(), taken_back_at=None).first()
    if found is None:
        raise UserError(
            "rule_not_decided", fr="Cette règle n’est pas décidée autrement.", en="This rule is not decided otherwise."
        )
    found.taken_back_at, found.taken_back_for = at, reason
    found.save(update_fields=["taken_back_at", "taken_back_for"])
    _note(actor, Action.RULE_RESTORED, found, reason)
    return found


def grounds_of(given: str) -> str:
    """Return written grounds, trimmed; raises UserError when they are too short or too long."""
    reason = given.strip()
    if not LEAST_GROUNDS <= len(reason) <= MOST_GROUNDS:
        raise UserError(
            "ruling_grounds",
            fr=f"Il faut des motifs écrits, de {LEAST_GROUNDS} à {MOST_GROUNDS} caractères.",
            en=f"Written grounds are needed, of {LEAST_GROUNDS} to {MOST_GROUNDS} characters.",
        )
    return reason


def _note(actor: Actor, action: Action, ruling: Ruling, reason: str) -> None:
    details = {"rule": ruling.rule, "grounds": reason}
    record(actor=actor, action=action, mandate_id=None, object_id=ruling.uid, details=details)
