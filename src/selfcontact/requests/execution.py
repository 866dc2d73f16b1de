"""Carrying out what was granted, in every live mandate at once; and what must be kept all the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from selfcontact.compliance.deadline import day_of
from selfcontact.contacts import actions as contacts
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.notices.models import Kind as Said
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.requests import contents, refusals, states, telling
from selfcontact.requests.directives import carry_out, proof_of, put_in_force
from selfcontact.requests.models import DeathProof, Directive, Door, Hold, Kind, Request, Restriction
from selfcontact.requests.noting import note
from selfcontact.requests.recipients import Recipient, of_number, tell
from selfcontact.requests.rectifying import rectify
from selfcontact.requests.statements import from_heirs

SYSTEM_CLOCK = SystemClock()
TOLD = {
    Kind.RECTIFICATION: Said.RECTIFIED_RECIPIENT,
    Kind.ERASURE: Said.ERASED_RECIPIENT,
    Kind.RESTRICTION: Said.RESTRICTED_RECIPIENT,
}
#: What each wish does to the data; handing over is an answer, which the desk prepares for the person named.
WISHES: dict[Directive.Wish, set[Kind]] = {
    Directive.Wish.ERASE: {Kind.ERASURE},
    Directive.Wish.KEEP: {Kind.RESTRICTION},
    Directive.Wish.HAND: set(),
}
CHANNELS = {
    Door.SMS: Entry.Channel.SMS,
    Door.VOICE: Entry.Channel.VOICE,
    Door.MAIL: Entry.Channel.MAIL,
    Door.WEB: Entry.Channel.WEB,
}


@dataclass(frozen=True, kw_only=True)
class Executed:
    """How many contacts were erased, set aside and corrected, and in how many mandates a hold keeps one.

    `directive` is what became of a directive: stated, revoked, or the wish that a death had carried out.
    """

    erased: int = 0
    restricted: int = 0
    corrected: int = 0
    held: int = 0
    directive: str = ""


@dataclass(frozen=True, kw_only=True)
class Work:
    """What every part of an execution needs."""

    actor: Actor
    request: Request
    number: int
    clock: Clock


@transaction.atomic
def execute(*, actor: Actor, request: Request, clock: Clock = SYSTEM_CLOCK) -> Executed:
    """Oppose, erase, set aside and correct as granted, everywhere; oppose first, so that no message crosses it.

    Raises UserError when something that was to be stated before is not.
    """
    states.demand("execute", request)
    work = Work(actor=actor, request=request, number=_number(request), clock=clock)
    kinds, directive = set(request.granted_kinds), ""
    if Kind.OBJECTION in kinds:
        _oppose(work, request.candidate_id)
    if Kind.DIRECTIVES in kinds:
        directive, more = _directives(work)
        kinds |= more
    kept = _kept(request)
    told = _concerned(work, kinds, kept)
    held = len(kept) if Kind.ERASURE in kinds else 0
    # A correction may change the number that everything else is found by: it comes last.
    done = Executed(
        erased=_erase(work) if Kind.ERASURE in kinds else 0,
        restricted=_restrict(work) if Kind.RESTRICTION in kinds else 0,
        corrected=rectify(actor, request, work.number, clock) if Kind.RECTIFICATION in kinds else 0,
        held=held,
        directive=directive,
    )
    states.move(request, "execute", executed_at=clock.now())
    _tell(work, kinds, told)
    note(actor, request, Action.REQUEST_EXECUTED, **vars(done))
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
    note(actor, request, Action.REQUEST_HELD, mandate=mandate.reference, reason=reason)
    return made


@transaction.atomic
def lift(*, actor: Actor, hold: Hold, reason: str, clock: Clock = SYSTEM_CLOCK) -> int:
    """End a hold and do at once the erasure that met it, if any; return how many contacts that erased."""
    refusals.without_reason(reason)
    if Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=clock.now()) != 1:
        raise UserError("hold_lifted", fr="Cette conservation est déjà levée.", en="This hold is lifted already.")
    request, erased = hold.request, 0
    asked = _of_number(request).filter(executed_at__isnull=False, kinds__contains=[Kind.ERASURE])
    waiting = any(Kind.ERASURE in one.granted_kinds for one in asked)
    if waiting and hold.mandate.state == Mandate.State.LIVE and hold.mandate_id not in _kept(request):
        told = of_number(_number(request), {hold.mandate_id})
        erased = contacts.erase(actor=actor, mandate=hold.mandate, number=_number(request), clock=clock)
        tell(actor, request, Said.ERASED_RECIPIENT, told, clock.now())
    note(actor, request, Action.REQUEST_HOLD_LIFTED, mandate=hold.mandate.reference, reason=reason, erased=erased)
    return erased


def _concerned(work: Work, kinds: set[Kind], kept: set[int]) -> list[tuple[Said, list[Recipient]]]:
    """Return whom each effect has to be told to, asked before the data change or go."""
    everywhere = {one.pk for one in _live()}
    reach = {Kind.ERASURE: everywhere - kept, Kind.RESTRICTION: everywhere, Kind.RECTIFICATION: everywhere}
    asked = [kind for kind in TOLD if kind in kinds]
    return [(TOLD[kind], of_number(work.number, reach[kind])) for kind in asked]


def _tell(work: Work, kinds: set[Kind], told: Iterable[tuple[Said, list[Recipient]]]) -> None:
    """Write to every company that had the data, and to the person; heirs are, where they ask for a dead person."""
    at = work.clock.now()
    for kind, recipients in told:
        changes = work.request.correction.fields if kind == Said.RECTIFIED_RECIPIENT else ()
        tell(work.actor, work.request, kind, recipients, at, changes=changes)
    carried_out = kinds & states.CARRIED_OUT
    if Kind.DIRECTIVES in kinds and not from_heirs(work.request):
        carried_out -= {Kind.DIRECTIVES}
        telling.directives(work.actor, work.request, Directive.Wish(work.request.directive.wish), at)
    telling.done(work.actor, work.request, carried_out, at)


def _oppose(work: Work, candidate_id: int | None) -> None:
    channel = CHANNELS.get(Door(work.request.door), Entry.Channel.STAFF)
    on = day_of(work.request.received_at)
    oppose(actor=work.actor, number=work.number, channel=channel, on=on, candidate_id=candidate_id)


def _directives(work: Work) -> tuple[str, set[Kind]]:
    """Put a directive in force, or carry one out; return what was done and what it demands of the data."""
    if not from_heirs(work.request):
        put_in_force(work.request, work.number, work.clock.now())
        return str(work.request.directive.wish), set()
    found = carry_out(work.request, work.number)
    if found is not None:
        return f"carried-out-{found.wish}", WISHES[Directive.Wish(found.wish)]
    scope = proof_of(work.request).scope
    if scope == DeathProof.Scope.ESTATE:
        return "estate", set()
    # Heirs may have the death taken into account: nobody writes to the dead, and the data are used no more.
    _oppose(work, None)
    return "death", {Kind.RESTRICTION}


def _erase(work: Work) -> int:
    kept = _kept(work.request)
    mandates = [one for one in _live() if one.pk not in kept]
    return sum(contacts.erase(actor=work.actor, mandate=one, number=work.number, clock=work.clock) for one in mandates)


def _restrict(work: Work) -> int:
    """Set aside in every mandate, and remember where: one day the person is told that it ends."""
    counts = [(one, contacts.restrict(actor=work.actor, mandate=one, number=work.number)) for one in _live()]
    aside = [one for one, _ in counts if contacts.of_number(one, work.number).exists()]
    at = work.clock.now()
    Restriction.objects.bulk_create([Restriction(request=work.request, mandate=one, placed_at=at) for one in aside])
    return sum(count for _, count in counts)


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
    return refusals.numbered(contents.unseal(request))
