"""Why something cannot be done with a request, in sentences; none of them says anything of the person."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import QuerySet

from selfcontact.compliance import deadline
from selfcontact.identity import documents
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Candidate, Mandate
from selfcontact.requests import states
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Complaint, Ground, Hold, Kind, Request, Restriction, Rung, State

LONGEST_REASON = 500
LONGEST_TEXT = 20_000
ENDED = frozenset({State.CLOSED, State.WITHDRAWN, State.PURGED})


def incomplete(kinds: Collection[Kind], person: Person, received_at: datetime, at: datetime) -> None:
    """Raise when nothing is asked, nobody could be answered, or the reception lies in the future."""
    if not kinds:
        raise UserError("request_kinds", fr="Dites ce que la personne demande.", en="Say what the person asks for.")
    if not (person.number or person.address.strip()):
        raise UserError(
            "request_contact",
            fr="Il faut un numéro, ou une adresse où répondre.",
            en="A number is needed, or an address to answer to.",
        )
    if max(len(person.text), len(person.name), len(person.address)) > LONGEST_TEXT:
        raise UserError("request_long", fr="Le texte est trop long.", en="The text is too long.")
    backwards(received_at, at)


def backwards(earlier: datetime, later: datetime) -> None:
    """Raise when what comes second lies before what came first."""
    if later < earlier:
        raise UserError(
            "request_order",
            fr="Cet instant est avant celui qui le précède, ou dans l’avenir.",
            en="This instant lies before the one it follows, or in the future.",
        )


def without_reason(reason: str) -> None:
    """Raise when no reason is given."""
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise UserError(
            "request_reason",
            fr=f"Il faut un motif, de {LONGEST_REASON} caractères au plus.",
            en=f"A reason is needed, of {LONGEST_REASON} characters at most.",
        )


def no_question(request: Request, reason: str, at: datetime) -> None:
    """Raise when the person may not be asked who they are, or no longer."""
    without_reason(reason)
    backwards(request.received_at, at)
    if states.needed(request.kinds) == Rung.NONE:
        raise UserError(
            "identity_never_asked",
            fr="Une opposition ou une réclamation se traite sans preuve d’identité.",
            en="An objection or a complaint is dealt with without proof of identity.",
        )
    if deadline.day_of(at) > request.due_on:
        raise UserError(
            "deadline_over",
            fr="Le délai est passé : une question ne peut plus l’arrêter.",
            en="The deadline is over: a question cannot stop it any more.",
        )


def too_low(needed: Rung, rung: Rung) -> None:
    """Raise when the proof does not open what is asked."""
    if rung < needed:
        raise UserError(
            "rung_too_low",
            fr=f"Cette preuve est de l’échelon {int(rung)} ; il faut l’échelon {int(needed)}.",
            en=f"This proof is of rung {int(rung)}; rung {int(needed)} is needed.",
        )


def seen_by_one(request: Request, rung: Rung) -> None:
    """Raise when an uploaded identity document is to prove something that only one person has looked at."""
    if rung == Rung.DOCUMENT and documents.unseen(request.uid):
        raise UserError(
            "document_unseen",
            fr="Deux personnes doivent avoir vu la pièce d’identité.",
            en="Two people have to have seen the identity document.",
        )


def no_extension(request: Request, reason: str, at: datetime) -> None:
    """Raise when the deadline cannot be extended (any more)."""
    without_reason(reason)
    if not deadline.extendable(request.deadline, at):
        raise UserError(
            "extension_late",
            fr="Le délai se prolonge une seule fois, et pendant le premier mois.",
            en="The deadline is extended once only, and within the first month.",
        )


def no_duplicate(request: Request, original: Request) -> None:
    """Raise for an original that is the request itself, a duplicate, younger, or over."""
    if original.pk == request.pk or original.duplicate_of_id or original.received_at > request.received_at:
        raise UserError(
            "duplicate_of_what",
            fr="L’originale est une autre demande, plus ancienne, qui n’est pas elle-même un doublon.",
            en="The original is another, earlier request that is not a duplicate itself.",
        )
    if request.duplicates.exists() or original.state in ENDED:
        raise UserError(
            "duplicate_over",
            fr="L’originale est finie, ou cette demande a déjà des doublons.",
            en="The original is over, or this request has duplicates already.",
        )


def no_refusal(request: Request, ground: Ground | None) -> None:
    """Raise for a refusal that the law does not admit (GDPR art. 21(3): an objection always succeeds)."""
    if ground and Kind.OBJECTION in request.kinds:
        raise UserError(
            "objection_succeeds",
            fr="Une opposition ne se refuse pas. Acceptez-la, et ouvrez une autre demande pour le reste.",
            en="An objection is never refused. Grant it, and open another request for the rest.",
        )
    if ground == Ground.UNIDENTIFIED and states.needed(request.kinds) == Rung.NONE:
        raise UserError(
            "identity_never_asked",
            fr="Une opposition ou une réclamation se traite sans preuve d’identité.",
            en="An objection or a complaint is dealt with without proof of identity.",
        )


def no_part(request: Request, ground: Ground | None, part: Mapping[str, str]) -> None:
    """Raise for a refusal in part that refuses everything, nothing that is asked, or an objection."""
    if not part:
        return
    if ground or not set(part) < set(request.kinds) or Ground.UNIDENTIFIED in part.values():
        raise UserError(
            "refused_in_part",
            fr="Un refus en partie laisse au moins un droit accepté, et porte sur ceux de la demande.",
            en="A refusal in part grants one right at least, and is of rights that are asked for.",
        )
    if Kind.OBJECTION in part:
        no_refusal(request, Ground(part[Kind.OBJECTION]))


def no_objection(kinds: Collection[Kind], candidate: Candidate | None) -> None:
    """Raise when a candidate is named and nothing is objected to."""
    if candidate and Kind.OBJECTION not in kinds:
        raise UserError(
            "candidate_of_what",
            fr="Un candidat ne se nomme que pour une opposition : le reste vaut partout.",
            en="A candidate is named for an objection only: the rest holds everywhere.",
        )


def same_person(request: Request, actor: Actor) -> None:
    """Raise when the one who confirms is the one who proposed."""
    if request.proposed_by == actor.uid:
        raise UserError(
            "second_person",
            fr="Une autre personne que celle qui l’a proposée doit confirmer.",
            en="Somebody else than whoever proposed it has to confirm.",
        )


def not_carried_out(request: Request) -> None:
    """Raise for a granted request of which the program has something left to do."""
    if request.state == State.GRANTED and states.CARRIED_OUT & request.granted_kinds:
        raise UserError(
            "not_executed",
            fr="La demande est acceptée mais pas exécutée.",
            en="The request is granted but not executed.",
            hint="selfcontact request execute",
        )
    if Kind.COMPLAINT in request.granted_kinds and not Complaint.objects.filter(request=request).exists():
        raise UserError(
            "complaint_unnoted",
            fr="La réclamation n’a pas de fiche : dites de quoi la personne se plaint.",
            en="The complaint has no record: say what the person complains of.",
            hint="selfcontact request complaint",
        )


def numbered(person: Person | None) -> int:
    """Return the number of who asks; raises UserError when there is none, or none any more."""
    if person is None or person.number is None:
        raise UserError(
            "request_number",
            fr="La demande ne porte pas de numéro : le programme ne connaît les personnes que par lui.",
            en="The request bears no number: the program knows people by it alone.",
        )
    return person.number


def live_holds() -> QuerySet[Hold]:
    """Return the holds that were not lifted."""
    return Hold.objects.filter(lifted_at=None)


def live_restrictions() -> QuerySet[Restriction]:
    """Return the restrictions that still set something aside: not lifted, in a mandate that has not ended."""
    return Restriction.objects.filter(lifted_at=None, mandate__state=Mandate.State.LIVE)


def held(request: Request) -> None:
    """Raise when a hold or a restriction of the request still needs the number."""
    if live_holds().filter(request=request).exists():
        raise UserError("request_held", fr="Une conservation est en cours.", en="A hold is not lifted yet.")
    if live_restrictions().filter(request=request).exists():
        raise UserError(
            "request_restricts",
            fr="Des données sont encore mises de côté par cette demande.",
            en="Data are still set aside by this request.",
            hint="selfcontact request announce-release",
        )
