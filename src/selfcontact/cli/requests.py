"""selfcontact request"""

from itertools import chain
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.answers import actions as answers
from selfcontact.cli.answers import answer
from selfcontact.cli.dates import moment
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.cli.work import clock
from selfcontact.lib import phone
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Candidate
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Language
from selfcontact.requests import actions, execution, queue
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Door, Ground, Kind, Means, Request, Rung
from selfcontact.requests.states import OPEN

request = typer.Typer(no_args_is_help=True, help="Demandes des personnes : le registre et son horloge.")

request.add_typer(answer, name="answer")

ReasonOption = Annotated[str, typer.Option(help="Va au journal, scellé : sans nom ni numéro.")]
ReceivedOption = Annotated[str | None, typer.Option(help="2027-03-15T10:00, heure de Paris ; sinon maintenant.")]
RungOption = Annotated[int, typer.Option(min=0, max=5, help="Échelon de la preuve, de 0 à 5.")]


def summary(one: Request) -> dict[str, object]:
    """Return what a request is, without the person."""
    standing = queue.standing(one, clock().now())
    return {
        "reference": one.reference,
        "kinds": list(one.kinds),
        "door": one.door,
        "state": one.state,
        "received_at": one.received_at.isoformat(),
        "due_on": str(one.due_on),
        "days_left": standing.left,
        "pressure": standing.pressure.name.lower(),
        "rung": one.rung,
    }


def _whole(one: Request) -> dict[str, object]:
    original = one.duplicate_of.reference if one.duplicate_of else None
    written = [
        {
            "kind": said.kind,
            "to": said.recipient,
            "means": said.means,
            "sent_at": said.sent_at,
            "proof": said.proof,
            "failure": said.failure,
        }
        for said in notices.of(one.uid)
    ]
    return {
        **summary(one),
        "ground": one.ground or None,
        "refused": one.refused,
        "candidate": one.candidate.reference if one.candidate else None,
        "duplicate_of": original,
        "reopens": one.reopens.reference if one.reopens else None,
        "policy_version": one.policy_version,
        "clock": one.clock,
        "notices": written,
    }


def after(reference: str, *, as_json: bool) -> None:
    """Print how a request stands now."""
    show(summary(find(Request, reference)), as_json=as_json)


@request.command("list")
def list_requests(
    waiting: Annotated[bool, typer.Option("--open", help="Celles qui attendent seulement.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Lister les demandes, la plus pressante d’abord, puis celles qui sont finies ; rien de la personne."""
    ended = Request.objects.exclude(state__in=OPEN).defer("sealed", "phone_index").order_by("-ended_at", "-pk")
    found = queue.open_requests() if waiting else chain(queue.open_requests(), ended)
    listing((summary(one) for one in found), as_json=as_json)


@request.command("show")
def show_request(reference: str, as_json: JsonOption = False) -> None:
    """Montrer une demande et le calcul de son délai ; rien de la personne."""
    show(_whole(find(Request, reference)), as_json=as_json)


def asked(label: str, *, hidden: bool = False) -> str:
    """Ask instead of taking an argument: the list of processes and the shell's history must not keep it."""
    return str(typer.prompt(label, default="", show_default=False, hide_input=hidden, err=True)).strip()


def asked_number(label: str) -> int | None:
    """Ask for a number, hidden; None when nothing is typed. Raises UserError without repeating it."""
    typed = asked(label, hidden=True)
    read = phone.parse(typed, fiction=True) if typed else None
    if isinstance(read, phone.Refusal):
        raise UserError(read.code, fr="Ce n’est pas un numéro de mobile français.", en="Not a French mobile number.")
    return read.e164 if read else None


def _person(language: str) -> Person:
    number = asked_number("Numéro")
    name, address = asked("Nom"), asked("Adresse pour répondre")
    return Person(number=number, name=name, address=address, text=asked("Ce qu’elle demande"), language=language)


@request.command("open")
def open_request(
    kind: Annotated[list[Kind], typer.Option(help="Un droit ; l’option se répète.")],
    door: Annotated[Door, typer.Option()],
    received: ReceivedOption = None,
    candidate: Annotated[str | None, typer.Option(help="Contre qui est l’opposition ; sinon contre tous.")] = None,
    language: Annotated[Language, typer.Option(help="Langue dans laquelle on lui répond.")] = Language.FRENCH,
    as_json: JsonOption = False,
) -> None:
    """Ouvrir une demande ; la personne est demandée ligne par ligne, scellée, et ne s’affiche plus."""
    now = clock().now()
    made = actions.receive(
        actor=terminal_actor(),
        kinds=kind,
        door=door,
        person=_person(str(language)),
        received_at=moment(received) if received else now,
        at=now,
        candidate=find(Candidate, candidate) if candidate else None,
    )
    show(summary(made), as_json=as_json)


@request.command("acknowledge")
def acknowledge(reference: str, as_json: JsonOption = False) -> None:
    """Consigner que la personne sait que sa demande est arrivée, et jusqu’à quand on lui répond."""
    actions.acknowledge(actor=terminal_actor(), request=find(Request, reference), at=clock().now())
    after(reference, as_json=as_json)


@request.command("ask")
def ask(reference: str, reason: ReasonOption, as_json: JsonOption = False) -> None:
    """Demander une preuve d’identité, pour un motif ; le délai s’arrête jusqu’à la réponse."""
    found = find(Request, reference)
    actions.ask_identity(actor=terminal_actor(), request=found, reason=reason, at=clock().now())
    after(reference, as_json=as_json)


@request.command("answered")
def answered(
    reference: str,
    never: Annotated[bool, typer.Option("--never", help="On n’attend plus : rien n’est venu.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Remettre l’horloge en marche : la réponse est venue, ou n’est plus attendue."""
    found = find(Request, reference)
    actions.identity_answered(actor=terminal_actor(), request=found, at=clock().now(), came=not never)
    after(reference, as_json=as_json)


@request.command("verify")
def verify(reference: str, rung: RungOption, as_json: JsonOption = False) -> None:
    """Consigner à quel échelon la personne a prouvé qui elle est."""
    found = find(Request, reference)
    actions.verify(actor=terminal_actor(), request=found, rung=Rung(rung), at=clock().now())
    after(reference, as_json=as_json)


@request.command("extend")
def extend(reference: str, reason: ReasonOption, as_json: JsonOption = False) -> None:
    """Prolonger de deux mois, une fois, pendant le premier mois ; la personne doit en savoir le motif."""
    actions.extend(actor=terminal_actor(), request=find(Request, reference), reason=reason, at=clock().now())
    after(reference, as_json=as_json)


@request.command("link")
def link(reference: str, original: str, as_json: JsonOption = False) -> None:
    """Dire qu’une demande en répète une autre ; chacune garde son délai et sa vérification."""
    found, other = find(Request, reference), find(Request, original)
    actions.link_duplicate(actor=terminal_actor(), request=found, original=other)
    after(reference, as_json=as_json)


def _part(typed: str) -> tuple[Kind, Ground]:
    kind, _, ground = typed.partition("=")
    if kind not in Kind.values or ground not in Ground.values:
        listed = ", ".join(Ground.values)
        raise UserError(
            "refused_in_part",
            fr=f"Attendu : un droit, « = », un fondement parmi {listed}.",
            en=f"Expected: a right, “=”, a ground among {listed}.",
        )
    return Kind(kind), Ground(ground)


@request.command("decide")
def decide(
    reference: str,
    refuse: Annotated[
        Ground | None, typer.Option(help="Le fondement du refus ; sinon la demande est acceptée.")
    ] = None,
    but: Annotated[
        list[str] | None, typer.Option(help="Un droit refusé, et son fondement : access=others-rights ; se répète.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Accepter, ou refuser sur un fondement ; un refus et un accès attendent une seconde personne."""
    actions.decide(
        actor=terminal_actor(),
        request=find(Request, reference),
        ground=refuse,
        refused=dict(_part(one) for one in but or []),
        at=clock().now(),
    )
    after(reference, as_json=as_json)


@request.command("confirm")
def confirm(reference: str, as_json: JsonOption = False) -> None:
    """Confirmer ce qu’une autre personne a proposé, une fois lue la réponse préparée."""
    answers.confirm(actor=terminal_actor(), request=find(Request, reference), at=clock().now())
    after(reference, as_json=as_json)


@request.command("execute")
def execute(reference: str, as_json: JsonOption = False) -> None:
    """Opposer, effacer, mettre de côté dans tous les mandats en cours, comme accepté."""
    done = execution.execute(actor=terminal_actor(), request=find(Request, reference), clock=clock())
    show(vars(done), as_json=as_json)


@request.command("deliver")
def deliver(reference: str, means: Annotated[Means, typer.Option()], as_json: JsonOption = False) -> None:
    """Consigner comment la réponse est parvenue à la personne."""
    actions.deliver(actor=terminal_actor(), request=find(Request, reference), means=means, at=clock().now())
    after(reference, as_json=as_json)


@request.command("close")
def close(reference: str, as_json: JsonOption = False) -> None:
    """Clore une demande à laquelle on a répondu."""
    actions.close(actor=terminal_actor(), request=find(Request, reference), at=clock().now())
    after(reference, as_json=as_json)


@request.command("withdraw")
def withdraw(reference: str, rung: RungOption = 0, as_json: JsonOption = False) -> None:
    """Consigner que la personne retire sa demande ; vérifiée, elle exige la même preuve."""
    found = find(Request, reference)
    actions.withdraw(actor=terminal_actor(), request=found, rung=Rung(rung), at=clock().now())
    after(reference, as_json=as_json)
