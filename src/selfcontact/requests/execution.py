"""Carrying out what was granted, in every live mandate at once; and what must be kept all the same."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from selfcontact.compliance.deadline import day_of
from selfcontact.contacts import actions as contacts
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.requests import contents, refusals, states
from selfcontact.requests.models import Door, Hold, Kind, Request

SYSTEM_CLOCK = SystemClock()
CHANNELS = {
    Door.SMS: Entry.Channel.SMS,
    Door.VOICE: Entry.Channel.VOICE,
    Door.MAIL: Entry.Channel.MAIL,
    Door.WEB: Entry.Channel.WEB,
}


@dataclass(frozen=True, kw_only=True)
class Executed:
    """How many contacts were erased and set aside, and in how many mandates a hold keeps one."""

    erased: int = 0
    restricted: int = 0
    held: int = 0


@transaction.atomic
def execute(*, actor: Actor, request: Request, clock: Clock = SYSTEM_CLOCK) -> Executed:
    """Oppose, erase and set aside as granted, everywhere; the opposition comes first, so that no message crosses it."""
    states.demand("execute", request)
    number = _number(request)
    if Kind.OBJECTION in request.kinds:
        channel = CHANNELS.get(Door(request.door), Entry.Channel.STAFF)
        oppose(actor=actor, number=number, channel=channel, on=day_of(request.received_at))
    done = Executed(
        erased=_erase(actor, request, number, clock),
        restricted=_restrict(actor, request, number),
        held=len(_kept(request)) if Kind.ERASURE in request.kinds else 0,
    )
    states.move(request, "execute", executed_at=clock.now())
    _note(actor, request, Action.REQUEST_EXECUTED, **vars(done))
    return done


@transaction.atomic
def hold(*, actor: Actor, request: Request, mandate: Mandate, reason: str, at: datetime) -> Hold:
    """Keep what a mandate holds of the person from being erased, for a reason (GDPR art. 17(3))."""
    refusals.without_reason(reason)
    _number(request)
    if refusals.live_holds().filter(request=request, mandate=mandate).exists():
        raise UserError("hold_there", fr="Elle est déjà conservée.", en="It is held already.")
    states.move(request, "hold")
    made = Hold.objects.create(request=request, mandate=mandate, placed_at=at)
    _note(actor, request, Action.REQUEST_HELD, mandate=mandate.reference, reason=reason)
    return made


@transaction.atomic
def lift(*, actor: Actor, hold: Hold, reason: str, clock: Clock = SYSTEM_CLOCK) -> int:
    """End a hold and do at once the erasure that met it, if any; return how many contacts that erased."""
    refusals.without_reason(reason)
    if Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=clock.now()) != 1:
        raise UserError("hold_lifted", fr="Cette conservation est déjà levée.", en="This hold is lifted already.")
    request, erased = hold.request, 0
    waiting = _of_number(request).filter(executed_at__isnull=False, kinds__contains=[Kind.ERASURE]).exists()
    if waiting and hold.mandate.state == Mandate.State.LIVE and hold.mandate_id not in _kept(request):
        erased = contacts.erase(actor=actor, mandate=hold.mandate, number=_number(request), clock=clock)
    _note(actor, request, Action.REQUEST_HOLD_LIFTED, mandate=hold.mandate.reference, reason=reason, erased=erased)
    return erased


def _erase(actor: Actor, request: Request, number: int, clock: Clock) -> int:
    if Kind.ERASURE not in request.kinds:
        return 0
    kept = _kept(request)
    return sum(
        contacts.erase(actor=actor, mandate=one, number=number, clock=clock) for one in _live() if one.pk not in kept
    )


def _restrict(actor: Actor, request: Request, number: int) -> int:
    if Kind.RESTRICTION not in request.kinds:
        return 0
    return sum(contacts.restrict(actor=actor, mandate=one, number=number) for one in _live())


def _live() -> list[Mandate]:
    return list(Mandate.objects.filter(state=Mandate.State.LIVE).order_by("pk"))


def _kept(request: Request) -> set[int]:
    """Return the mandates that keep the person's data, whichever of their requests the hold is of."""
    found = refusals.live_holds().filter(request__in=_of_number(request))
    return set(found.values_list("mandate_id", flat=True))


def _of_number(request: Request) -> QuerySet[Request]:
    number = _number(request)
    return Request.objects.filter(phone_index__in=contents.indexes(number))


def _number(request: Request) -> int:
    person = contents.unseal(request)
    if person is None or person.number is None:
        raise UserError(
            "request_number",
            fr="La demande ne porte pas de numéro : le programme ne connaît les personnes que par lui.",
            en="The request bears no number: the program knows people by it alone.",
        )
    return person.number


def _note(actor: Actor, request: Request, action: Action, **details: JSON) -> None:
    said = {"reference": request.reference, **details}
    record(actor=actor, action=action, mandate_id=None, object_id=request.uid, details=said)
