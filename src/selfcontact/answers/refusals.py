"""Why something cannot be done with an answer, in sentences; none of them says anything of the person."""

from uuid import UUID

from selfcontact.answers import document
from selfcontact.answers.models import READABLE, Answer
from selfcontact.answers.models import State as Stand
from selfcontact.contacts.finding import everywhere
from selfcontact.intake.models import Delivery
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lib.names import folded
from selfcontact.requests import contents, states
from selfcontact.requests import refusals as requests
from selfcontact.requests.models import Request, Rung, State

#: An answer is made once the person is known, or the refusal of somebody unknown proposed.
PREPARABLE = frozenset({State.VERIFIED, State.REVIEWED, State.GRANTED, State.REFUSED, State.EXECUTED})
#: Decided, and not delivered yet.
LEAVING = frozenset({State.GRANTED, State.REFUSED, State.EXECUTED})


def too_early(request: Request) -> None:
    """Raise when there is nobody to answer yet, or nothing to answer any more."""
    if request.state not in PREPARABLE:
        raise UserError(
            "answer_when",
            fr=f"La demande est {states.FRENCH[State(request.state)]} : aucune réponse ne se prépare.",
            en=f"The request is {request.state}: no answer is prepared.",
        )


def another_name(request: Request) -> None:
    """Raise when a file that came since the facts were compared bears another name under the number (attack 4).

    The number may have had another holder, whom the copy would lay open; papers and letters prove who asks anyway.
    """
    person = contents.unseal(request)
    copies = states.READ_BY_TWO & request.granted_kinds and not request.ground
    if not copies or request.rung != Rung.CODE_AND_FACTS or person is None or person.number is None:
        return
    held = {one.delivery_id: folded(one.payload.surname) for one in everywhere(person.number)}
    since = Delivery.objects.filter(pk__in=held, published_at__gt=request.verified_at)
    if any(held[pk] not in folded(person.name) for pk in since.values_list("pk", flat=True)):
        raise UserError(
            "answer_another_name",
            fr="Un fichier arrivé depuis la vérification porte un autre nom pour ce numéro : refusez l’accès pour les "
            "droits d’autrui, la personne redemande et se prouve de nouveau.",
            en="A file that came since the verification bears another name for this number: refuse the access for "
            "others’ rights; the person asks again and proves anew who they are.",
        )


def not_leaving(request: Request) -> None:
    """Raise while the decision is not taken, or not carried out."""
    if request.state not in LEAVING:
        raise UserError(
            "answer_undecided",
            fr=f"La demande est {states.FRENCH[State(request.state)]} : aucune réponse ne part.",
            en=f"The request is {request.state}: no answer leaves.",
        )
    requests.not_carried_out(request)


def none(answer: Answer | None) -> Answer:
    """Return the answer; raises UserError when none is there to be read."""
    if answer is None or answer.state not in READABLE:
        raise UserError(
            "answer_none",
            fr="Aucune réponse n’est préparée pour cette demande.",
            en="No answer is prepared for this request.",
            hint="selfcontact request answer prepare",
        )
    return answer


def another_decision(answer: Answer, request: Request) -> None:
    """Raise when the answer says something else than what was decided."""
    if answer.decided != decided(request):
        raise UserError(
            "answer_other",
            fr="La réponse ne dit pas ce qui est décidé : préparez-la de nouveau.",
            en="The answer does not say what was decided: prepare it again.",
        )


def stale() -> UserError:
    """Return the sentence for an answer that tells of what is not so any more."""
    return UserError(
        "answer_stale",
        fr="Ce que nous avons sur la personne a changé depuis : préparez la réponse de nouveau.",
        en="What we hold of the person has changed since: prepare the answer again.",
        hint="selfcontact request answer prepare",
    )


def unread(answer: Answer, actor: Actor) -> None:
    """Raise for somebody who has not opened this very answer."""
    if not read_by(answer, actor.uid):
        raise UserError(
            "answer_unread",
            fr="Lisez la réponse préparée avant de confirmer : c’est elle qui part.",
            en="Read the prepared answer before you confirm: it is what leaves.",
            hint="selfcontact request answer show",
        )


def read_by(answer: Answer, reader: UUID | None) -> bool:
    """Tell whether somebody has opened this very answer."""
    looks = Entry.objects.filter(object_id=answer.uid, action=Action.ANSWER_DISCLOSED)
    return reader is not None and looks.filter(actor_id=reader).exists()


def by_its_maker(answer: Answer, actor: Actor) -> None:
    """Raise when the one who confirms an answer made anew is the one who had it made."""
    if answer.prepared_by == actor.uid:
        raise UserError(
            "second_person",
            fr="Une autre personne que celle qui l’a proposée doit confirmer.",
            en="Somebody else than whoever proposed it has to confirm.",
        )


def decided(request: Request) -> dict[str, JSON]:
    """Return the grounds on which a request is refused, as a whole and right by right."""
    return {"ground": request.ground, "refused": dict(request.refused)}


def read_by_two(request: Request) -> bool:
    """Tell whether two people look at the answer before it leaves: a copy of data, or a refusal."""
    return bool(request.ground or request.refused) or states.by_two(request)


def not_reviewed(answer: Answer, request: Request) -> None:
    """Raise for an answer that nobody else has confirmed."""
    if read_by_two(request) and answer.reviewed_at is None:
        raise UserError(
            "answer_unreviewed",
            fr="Une seconde personne doit avoir lu et confirmé cette réponse.",
            en="A second person has to have read and confirmed this answer.",
            hint="selfcontact request confirm",
        )


def no_number(request: Request) -> None:
    """Raise when the page could not be opened: the code that opens it goes to the number."""
    if request.phone_index is None:
        raise UserError(
            "answer_number",
            fr="Sans numéro, la page ne s’ouvre pas : faites une archive, ou répondez par la poste.",
            en="Without a number the page does not open: make an archive, or answer by post.",
            hint="selfcontact request answer archive",
        )


def fixed(answer: Answer, request: Request) -> None:
    """Raise when nothing may be left out any more: somebody proposed it as it stands."""
    if answer.state != Stand.PREPARED or request.state == State.REVIEWED:
        raise UserError(
            "answer_fixed",
            fr="La réponse est proposée ou confirmée : renvoyez-la d’abord.",
            en="The answer is proposed or confirmed: send it back first.",
        )


def no_section(section: str) -> UserError:
    """Return the sentence for a part that there is not, or that everyone gets."""
    whole = ", ".join(document.LEAVABLE)
    return UserError(
        "answer_section",
        fr=f"On peut écarter : {whole}, ou un contact par son rang (contacts.2).",
        en=f"What can be left out: {whole}, or one contact by its rank (contacts.2).",
    )
