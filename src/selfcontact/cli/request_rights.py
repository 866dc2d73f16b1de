"""selfcontact request correct | complaint | directive | death | sort | reopen | hold | lift | release"""

from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.dates import day, moment
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, show
from selfcontact.cli.requests import ReasonOption, ReceivedOption, after, asked, asked_number, summary
from selfcontact.cli.work import clock
from selfcontact.contacts.correcting import Values
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.requests import execution, restriction, sorting, statements
from selfcontact.requests.models import Complaint, DeathProof, Directive, Hold, Kind, Request

rights = typer.Typer()
DayOption = Annotated[str, typer.Option(help="Un jour : 2027-04-18.")]


@rights.command("sort")
def sort(
    reference: str,
    kind: Annotated[list[Kind], typer.Option(help="Un droit ; l’option se répète.")],
    reason: ReasonOption,
    as_json: JsonOption = False,
) -> None:
    """Dire quels droits la demande exerce vraiment ; son délai ne change pas."""
    sorting.sort(actor=terminal_actor(), request=find(Request, reference), kinds=kind, reason=reason)
    after(reference, as_json=as_json)


@rights.command("reopen")
def reopen(reference: str, reason: ReasonOption, received: ReceivedOption = None, as_json: JsonOption = False) -> None:
    """Reprendre une demande finie sur des faits nouveaux : une autre, liée, avec son propre délai."""
    now = clock().now()
    made = sorting.reopen(
        actor=terminal_actor(),
        request=find(Request, reference),
        reason=reason,
        received_at=moment(received) if received else now,
        at=now,
    )
    show(summary(made), as_json=as_json)


@rights.command("correct")
def correct(reference: str, as_json: JsonOption = False) -> None:
    """Consigner ce qui est exact : chaque valeur est demandée ; rien de tapé la laisse comme elle est."""
    found = find(Request, reference)
    texts = {
        "surname": asked("Nom", hidden=True),
        "first_name": asked("Prénom", hidden=True),
        "address": asked("Adresse", hidden=True),
        "postcode": asked("Code postal", hidden=True),
        "city": asked("Ville", hidden=True),
    }
    number, age = asked_number("Numéro"), asked("Âge", hidden=True)
    if age and not age.isdigit():
        raise UserError("correction_age", fr="L’âge est un nombre.", en="The age is a number.")
    values = Values(
        **{name: text or None for name, text in texts.items()}, number=number, age=int(age) if age else None
    )
    statements.state_correction(actor=terminal_actor(), request=found, values=values, at=clock().now())
    show({"reference": reference, "fields": values.stated}, as_json=as_json)


@rights.command("complaint")
def complaint(
    reference: str,
    category: Annotated[Complaint.Category, typer.Option()],
    reason: ReasonOption,
    upheld: Annotated[bool, typer.Option("--upheld/--unfounded", help="La personne a raison, ou non.")],
    as_json: JsonOption = False,
) -> None:
    """Consigner l’objet d’une réclamation et ce qu’on en trouve."""
    statements.note_complaint(
        actor=terminal_actor(),
        request=find(Request, reference),
        category=category,
        upheld=upheld,
        reason=reason,
        at=clock().now(),
    )
    after(reference, as_json=as_json)


@rights.command("directive")
def directive(reference: str, wish: Annotated[Directive.Wish, typer.Option()], as_json: JsonOption = False) -> None:
    """Consigner ce que la personne veut après sa mort, ou qu’elle reprend ses directives."""
    found, named = find(Request, reference), None
    if wish == Directive.Wish.HAND:
        named = statements.Named(name=asked("Nom de qui les reçoit"), address=asked("Son adresse"))
    statements.state_directive(actor=terminal_actor(), request=found, wish=wish, named=named, at=clock().now())
    after(reference, as_json=as_json)


@rights.command("death")
def death(
    reference: str,
    paper: Annotated[DeathProof.Paper, typer.Option(help="Ce qui a été montré, et rendu.")],
    dated: DayOption,
    capacity: Annotated[DeathProof.Capacity, typer.Option(help="Qui demande : nommé par la personne, ou héritier.")],
    scope: Annotated[DeathProof.Scope, typer.Option(help="Ce qu’un héritier obtient sans directive.")],
    as_json: JsonOption = False,
) -> None:
    """Consigner la preuve d’un décès et de la qualité de qui demande ; une seconde personne la confirme."""
    shown = statements.Shown(paper=paper, dated_on=day(dated), capacity=capacity, scope=scope)
    statements.show_death(actor=terminal_actor(), request=find(Request, reference), shown=shown, at=clock().now())
    after(reference, as_json=as_json)


@rights.command("confirm-death")
def confirm_death(reference: str, as_json: JsonOption = False) -> None:
    """Confirmer la preuve d’un décès qu’une autre personne a vue."""
    statements.confirm_death(actor=terminal_actor(), request=find(Request, reference), at=clock().now())
    after(reference, as_json=as_json)


@rights.command("announce-release")
def announce_release(reference: str, on: DayOption, reason: ReasonOption, as_json: JsonOption = False) -> None:
    """Avertir la personne du jour où ses données, mises de côté, servent de nouveau."""
    found = find(Request, reference)
    restriction.announce(actor=terminal_actor(), request=found, on=day(on), reason=reason, at=clock().now())
    after(reference, as_json=as_json)


@rights.command("release")
def release(reference: str, as_json: JsonOption = False) -> None:
    """Mettre fin à une limitation, une fois la personne avertie et le jour venu."""
    count = restriction.release(actor=terminal_actor(), request=find(Request, reference), clock=clock())
    show({"released": count}, as_json=as_json)


@rights.command("hold")
def hold(
    reference: str, mandate: Annotated[str, typer.Option()], reason: ReasonOption, as_json: JsonOption = False
) -> None:
    """Conserver ce qu’un mandat contient de la personne, malgré un effacement (RGPD, 17.3)."""
    execution.hold(
        actor=terminal_actor(),
        request=find(Request, reference),
        mandate=find(Mandate, mandate),
        reason=reason,
        at=clock().now(),
    )
    after(reference, as_json=as_json)


@rights.command("lift")
def lift(
    reference: str, mandate: Annotated[str, typer.Option()], reason: ReasonOption, as_json: JsonOption = False
) -> None:
    """Lever une conservation ; l’effacement qu’elle retenait se fait aussitôt."""
    kept = Hold.objects.filter(request=find(Request, reference), mandate=find(Mandate, mandate), lifted_at=None)
    found = kept.first()
    if found is None:
        raise UserError("hold_lifted", fr="Aucune conservation n’est en cours.", en="Nothing is held.")
    erased = execution.lift(actor=terminal_actor(), hold=found, reason=reason, clock=clock())
    show({"erased": erased}, as_json=as_json)
