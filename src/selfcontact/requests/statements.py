"""What is put on record before a decision: the right values, what a complaint is of, a directive, a death.

Nothing of it has an effect before the request is granted and executed.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from selfcontact.contacts.correcting import Values, refuse_unfit
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.requests import contents, refusals, states, telling
from selfcontact.requests.models import Complaint, Correction, DeathProof, Directive, Kind, Request, Rung
from selfcontact.requests.noting import note

CORRECTION, DIRECTIVE = "rights_correction", "rights_directive"


@dataclass(frozen=True, kw_only=True)
class Named:
    """To whom a directive hands the data, in clear; prints nothing."""

    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@transaction.atomic
def state_correction(*, actor: Actor, request: Request, values: Values, at: datetime) -> Correction:
    """Put the right values on record, sealed; stated again, they replace what was stated before."""
    _demand(request, Kind.RECTIFICATION)
    refuse_unfit(values)
    uid = uuid4()
    generation, sealed = contents.seal_row(CORRECTION, uid, asdict(values))
    states.move(request, "state")
    made, _ = Correction.objects.update_or_create(
        request=request,
        defaults={
            "uid": uid,
            "fields": values.stated,
            "generation": generation,
            "sealed": sealed,
            "stated_at": at,
        },
    )
    _note(actor, request, "correction", fields=values.stated)
    return made


def corrected(correction: Correction) -> Values:
    """Return what was stated, opened; raises UserError once it was forgotten."""
    if correction.sealed is None:
        raise UserError("correction_forgotten", fr="Ces valeurs sont oubliées.", en="These values are forgotten.")
    return Values(**contents.open_row(CORRECTION, correction.uid, correction.generation, bytes(correction.sealed)))


@transaction.atomic
def note_complaint(
    *, actor: Actor, request: Request, category: Complaint.Category, upheld: bool, reason: str, at: datetime
) -> Complaint:
    """Put on record what a complaint is of and what the house finds, with its reason for the ledger."""
    _demand(request, Kind.COMPLAINT)
    refusals.without_reason(reason)
    states.move(request, "state")
    made, first = Complaint.objects.update_or_create(
        request=request, defaults={"category": category, "upheld": upheld, "noted_at": at}
    )
    if first:
        telling.complaint(actor, request, at)
    _note(actor, request, "complaint", category=str(category), upheld=upheld, reason=reason)
    return made


@transaction.atomic
def state_directive(
    *, actor: Actor, request: Request, wish: Directive.Wish, at: datetime, named: Named | None = None
) -> Directive:
    """Put on record what the person wants done after their death, or that they take back what they had wished.

    Raises UserError unless somebody is named exactly where the data are to be handed over, or without a number.
    """
    _demand(request, Kind.DIRECTIVES)
    if (wish == Directive.Wish.HAND) != bool(named and named.name.strip() and named.address.strip()):
        raise UserError(
            "directive_named",
            fr="Remettre les données exige le nom et l’adresse de quelqu’un, et rien d’autre ne les demande.",
            en="Handing the data over needs somebody's name and address, and nothing else asks for them.",
        )
    number = _number(request)
    uid = uuid4()
    generation, sealed = contents.seal_row(DIRECTIVE, uid, asdict(named or Named()))
    states.move(request, "state")
    made, _ = Directive.objects.update_or_create(
        request=request,
        defaults={
            "uid": uid,
            "wish": wish,
            "generation": generation,
            "sealed": sealed,
            "phone_index": contents.index_of(number, generation),
            "stated_at": at,
        },
    )
    _note(actor, request, "directive", wish=str(wish))
    return made


def named_in(directive: Directive) -> Named | None:
    """Return to whom a directive hands the data, or None once it is forgotten."""
    if directive.sealed is None:
        return None
    return Named(**contents.open_row(DIRECTIVE, directive.uid, directive.generation, bytes(directive.sealed)))


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What was shown of a death, as what somebody asks, and what they may get without a directive."""

    paper: DeathProof.Paper
    dated_on: date
    capacity: DeathProof.Capacity
    scope: DeathProof.Scope


@transaction.atomic
def show_death(*, actor: Actor, request: Request, shown: Shown, at: datetime) -> DeathProof:
    """Record which paper proves the death and the capacity of who asks; the paper itself is given back, never kept."""
    _demand(request, Kind.DIRECTIVES)
    if shown.dated_on > at.date():
        raise UserError("death_date", fr="Ce papier est de l’avenir.", en="This paper is of the future.")
    states.move(request, "state")
    made, _ = DeathProof.objects.update_or_create(
        request=request,
        defaults={
            **asdict(shown),
            "checked_by": actor.uid,
            "checked_at": at,
            "confirmed_by": None,
            "confirmed_at": None,
        },
    )
    said = {name: str(value) for name, value in asdict(shown).items()}
    note(actor, request, Action.REQUEST_DEATH_SHOWN, **said)
    return made


@transaction.atomic
def confirm_death(*, actor: Actor, request: Request, at: datetime) -> None:
    """Record that a second person saw the paper; raises UserError for the first, or when none was shown."""
    states.demand("state", request)
    proof = DeathProof.objects.filter(request=request, confirmed_at=None).first()
    if proof is None:
        raise UserError("death_unproven", fr="Aucune preuve n’attend.", en="No proof is waiting.")
    if proof.checked_by == actor.uid:
        raise UserError(
            "second_person",
            fr="Une autre personne que celle qui a vu la preuve doit la confirmer.",
            en="Somebody else than whoever saw the proof has to confirm it.",
        )
    states.move(request, "state")
    DeathProof.objects.filter(pk=proof.pk).update(confirmed_by=actor.uid, confirmed_at=at)
    note(actor, request, Action.REQUEST_DEATH_CONFIRMED)


def _demand(request: Request, kind: Kind) -> None:
    states.demand("state", request)
    if kind not in request.kinds:
        raise UserError(
            "stated_for_what",
            fr="La demande ne porte pas sur ce droit : triez-la d’abord.",
            en="The request is not about this right: sort it first.",
            hint="selfcontact request sort",
        )


def _number(request: Request) -> int:
    return refusals.numbered(contents.unseal(request))


def _note(actor: Actor, request: Request, what: str, **details: JSON) -> None:
    note(actor, request, Action.REQUEST_STATED, what=what, **details)


def from_heirs(request: Request) -> bool:
    """Tell whether somebody asks for a person who died: they come with a mandate or as heirs, never with a code."""
    return Kind.DIRECTIVES in request.kinds and request.rung == Rung.MANDATE
