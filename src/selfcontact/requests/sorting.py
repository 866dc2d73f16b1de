"""What the DPO makes of a request that asks for something else than was written down, or that comes back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.requests import actions, contents, refusals, states, telling
from selfcontact.requests.models import Door, Kind, Request, Rung, State
from selfcontact.requests.noting import note


@transaction.atomic
def sort(*, actor: Actor, request: Request, kinds: Collection[Kind], reason: str) -> None:
    """Say which rights a letter or a mail really exercises. Its deadline stays: it is that of the letter, not ours.

    Raises UserError when a right would open to a person who proved too little, or when nothing would change.
    """
    states.demand("sort", request)
    refusals.without_reason(reason)
    wanted = sorted(set(kinds))
    if not wanted or wanted == sorted(request.kinds):
        raise UserError("sorted_already", fr="Rien ne change : dites d’autres droits.", en="Nothing changes.")
    refusals.no_objection(kinds, request.candidate)
    if request.state == State.VERIFIED:
        refusals.too_low(states.needed(wanted), Rung(request.rung))
    was = sorted(request.kinds)
    states.move(request, "sort", kinds=wanted)
    note(actor, request, Action.REQUEST_SORTED, was=was, kinds=wanted, reason=reason)


@transaction.atomic
def reopen(*, actor: Actor, request: Request, reason: str, received_at: datetime, at: datetime) -> Request:
    """Take up what ended, on new facts: a linked request of the same person, its clock running from when they came.

    The deadline that ran out or was kept stays in the register as it was, and who asks is verified anew.
    """
    states.demand("reopen", request)
    refusals.without_reason(reason)
    refusals.backwards(request.ended_at or request.received_at, received_at)
    person = contents.unseal(request)
    assert person is not None  # noqa: S101 - of every request that is not purged
    states.move(request, "reopen")
    made = actions.receive(
        actor=actor,
        kinds=[Kind(kind) for kind in request.kinds],
        door=Door(request.door),
        person=person,
        received_at=received_at,
        at=at,
        candidate=request.candidate,
        reopens=request,
    )
    telling.reopened(actor, made, reason, at)
    note(actor, request, Action.REQUEST_REOPENED, reason=reason, by=made.reference)
    return made
