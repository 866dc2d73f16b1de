"""selfcontact breach"""

from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.breaches import actions
from selfcontact.breaches.alerts import open_breaches
from selfcontact.breaches.models import Breach, Extent, Kind, Nature, Step, System
from selfcontact.breaches.reading import Clock, standing
from selfcontact.cli.dates import moment
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.cli.work import clock
from selfcontact.mandates.models import Mandate

breach = typer.Typer(no_args_is_help=True, help="Violations de données : le registre et ses délais (RGPD, 33 et 34).")
HappenedOption = Annotated[str, typer.Option("--at", help="Quand ; maintenant par défaut. Sans décalage : Paris.")]


@breach.command("record")
def record(
    what: Annotated[str, typer.Option(help="Ce qui s’est passé, sans nommer une personne.")],
    consequences: Annotated[str, typer.Option(help="Les conséquences probables.")],
    measures: Annotated[str, typer.Option(help="Les mesures prises ou proposées.")],
    nature: Annotated[list[Nature], typer.Option(help="Ce qui est atteint ; se répète.")],
    system: Annotated[list[System], typer.Option(help="Où elle a eu lieu ; se répète.")],
    learnt: Annotated[str, typer.Option(help="Quand elle a été apprise ; maintenant par défaut.")] = "",
    began: Annotated[str, typer.Option(help="Quand elle a commencé, si on le sait.")] = "",
    ended: Annotated[str, typer.Option(help="Quand elle a fini, si on le sait.")] = "",
    mandate: Annotated[
        list[str] | None, typer.Option(help="Un mandat concerné ; se répète. Tous ceux d’alors par défaut.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Consigner une violation : ses délais courent, son étendue est demandée au journal et aux clés."""
    at = clock().now()
    account = actions.Account(
        natures=nature,
        systems=system,
        learnt_at=moment(learnt) if learnt else at,
        what=what,
        consequences=consequences,
        measures=measures,
        began_at=moment(began) if began else None,
        ended_at=moment(ended) if ended else None,
    )
    chosen = [find(Mandate, one) for one in mandate] if mandate else None
    made = actions.record_breach(actor=terminal_actor(), account=account, at=at, mandates=chosen)
    show(_whole(made), as_json=as_json)


@breach.command("list")
def list_breaches(as_json: JsonOption = False) -> None:
    """Lister les violations."""
    running = set(open_breaches().values_list("pk", flat=True))
    listing(
        (
            {
                "reference": one.reference,
                "natures": one.natures,
                "learnt_at": one.learnt_at.isoformat(),
                "authority_due_at": one.authority_term["due_at"],
                "state": "open" if one.pk in running else "closed",
            }
            for one in Breach.objects.defer("sealed").order_by("-pk")
        ),
        as_json=as_json,
    )


@breach.command("show")
def show_breach(reference: str, as_json: JsonOption = False) -> None:
    """Montrer une violation : délais en heures, mandats, personnes, clés et leurs usages, et ce qui a été fait."""
    show(_whole(find(Breach, reference)), as_json=as_json)


@breach.command("measure")
def measure(reference: str, as_json: JsonOption = False) -> None:
    """Demander de nouveau au journal et aux clés ce qu’une violation touche."""
    found = find(Breach, reference)
    actions.measure(actor=terminal_actor(), breach=found, at=clock().now())
    show(_whole(found), as_json=as_json)


@breach.command("add")
def add(
    reference: str,
    kind: Annotated[Kind, typer.Argument(help="Ce qui s’ajoute : un fait, une mesure, une décision.")],
    text: Annotated[str, typer.Option(help="Ce qui est ajouté, ou la raison de la décision.")],
    happened: HappenedOption = "",
    as_json: JsonOption = False,
) -> None:
    """Ajouter un fait, une mesure, une décision du responsable sur la CNIL ou sur les personnes, avec sa raison."""
    at = clock().now()
    happened_at = moment(happened) if happened else at
    found = find(Breach, reference)
    made = actions.add(actor=terminal_actor(), breach=found, kind=kind, text=text, happened_at=happened_at, at=at)
    show({"reference": reference, **_step(made, text)}, as_json=as_json)


@breach.command("tell")
def tell(
    reference: str,
    mandate: Annotated[str, typer.Option(help="Le mandat dont le responsable a été averti autrement.")] = "",
    otherwise: Annotated[str, typer.Option(help="Comment il l’a été : recommandé, téléphone.")] = "",
    happened: HappenedOption = "",
    as_json: JsonOption = False,
) -> None:
    """Notifier chaque responsable qui ne l’est pas, par un avis ; ou consigner qu’il l’a été autrement."""
    if bool(mandate) != bool(otherwise):
        raise typer.BadParameter("--mandate M --otherwise TEXT")
    at, found, actor = clock().now(), find(Breach, reference), terminal_actor()
    if mandate:
        actions.note_controller_told(
            actor=actor,
            breach=found,
            mandate=find(Mandate, mandate),
            text=otherwise,
            happened_at=moment(happened) if happened else at,
            at=at,
        )
    else:
        actions.tell_controllers(actor=actor, breach=found, at=at)
    show(_whole(found), as_json=as_json)


@breach.command("close")
def close(
    reference: str,
    text: Annotated[str, typer.Option(help="Ce qui en a été appris ; rien ne s’ajoute ensuite.")],
    as_json: JsonOption = False,
) -> None:
    """Clore une violation, une fois chacun averti et chaque décision prise ; tout reste au registre."""
    found = find(Breach, reference)
    actions.close(actor=terminal_actor(), breach=found, text=text, at=clock().now())
    show(_whole(found), as_json=as_json)


def _whole(found: Breach) -> dict[str, object]:
    known = standing(found, clock().now())
    return {
        "reference": found.reference,
        "state": "closed" if known.closed else "open",
        "natures": found.natures,
        "systems": found.systems,
        "learnt_at": found.learnt_at.isoformat(),
        "began_at": found.began_at.isoformat() if found.began_at else None,
        "ended_at": found.ended_at.isoformat() if found.ended_at else None,
        **known.words,
        "terms": [_term(one) for one in known.clocks],
        "extents": [_extent(one) for one in known.extents],
        "steps": [_step(one.step, one.text) for one in known.steps],
        "notices": [
            {"notice": str(one.uid), "to": one.recipient, "sent_at": one.sent_at.isoformat() if one.sent_at else None}
            for one in known.notices
        ],
        "missing": list(known.missing),
    }


def _term(one: Clock) -> dict[str, object]:
    return {
        "of": one.name,
        "hours": one.hours,
        "until": one.until.isoformat(),
        "zone": one.zone,
        "hours_left": round(one.minutes_left / 60, 1),
        "running": one.running,
    }


def _extent(one: Extent) -> dict[str, object]:
    return {
        "mandate": one.mandate.reference if one.mandate else None,
        "people_at_least": one.people,
        "key_generations": one.generations,
        "keys_destroyed_at": one.keys_destroyed_at.isoformat() if one.keys_destroyed_at else None,
        "key_used": bool(one.uses),
        "uses": dict(one.uses),
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
    }


def _step(one: Step, text: str) -> dict[str, object]:
    return {
        "kind": one.kind,
        "mandate": one.mandate.reference if one.mandate else None,
        "at": one.at.isoformat(),
        "text": text,
    }
