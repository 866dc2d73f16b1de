"""selfcontact rules"""

from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.output import JsonOption, language, listing, show
from selfcontact.compliance import alternatives, catalogue
from selfcontact.compliance.catalogue import How, Rule
from selfcontact.rulings import actions
from selfcontact.rulings.models import Ruling
from selfcontact.web.clock import now

rules = typer.Typer(no_args_is_help=True, help="Les règles : lesquelles le programme vérifie, et pourquoi.")


@rules.command("list")
def list_rules(
    how: Annotated[How | None, typer.Option(help="Seulement celles-là.")] = None, as_json: JsonOption = False
) -> None:
    """Lister chaque règle, ce qu’en fait le programme, et pourquoi."""
    found = (one for one in catalogue.rules() if how in {None, one.how})
    listing((_line(one) for one in found), as_json=as_json)


@rules.command("explain")
def explain(
    number: Annotated[str, typer.Argument(help="Son numéro, comme EL-01.")], as_json: JsonOption = False
) -> None:
    """Expliquer une règle : sa source, sa certitude, où elle est vérifiée."""
    one = catalogue.rule(number)
    details = {"source": one.source, "confidence": one.confidence, "status": one.status, "precaution": one.precaution}
    show({**_line(one), **details, "by": list(one.by)}, as_json=as_json)


@rules.command("check")
def check(as_json: JsonOption = False) -> None:
    """Vérifier les fichiers de règles ; finit en erreur s’il y manque quelque chose."""
    found = list(catalogue.faults())
    show({"rules": len(catalogue.rules()), "faults": found}, as_json=as_json)
    catalogue.demand()


@rules.command("decide")
def decide(
    number: Annotated[str, typer.Argument(help="Son numéro, comme EL-14.")],
    grounds: Annotated[str, typer.Option(help="Les motifs, écrits au journal.")],
    back: Annotated[bool, typer.Option("--back", help="Revenir à la précaution.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Inscrire la décision du DPO sur une règle de précaution, ou y revenir ; jamais silence ni opposition."""
    verb = actions.take_back if back else actions.decide
    show(_ruling(verb(actor=terminal_actor(), rule=number, grounds=grounds, at=now())), as_json=as_json)


@rules.command("decisions")
def decisions(as_json: JsonOption = False) -> None:
    """Lister ce que le DPO a décidé, et de quoi il peut encore décider."""
    listing((_ruling(one) for one in Ruling.objects.order_by("decided_at")), as_json=as_json)
    if not as_json:
        listing((_choice(one) for one in catalogue.rules() if alternatives.decidable(one)), as_json=False)


def _choice(one: Rule) -> dict[str, object]:
    instead = alternatives.ALTERNATIVES[one.id]
    return {"rule": one.id, "instead": instead.en if language() == "en" else instead.fr}


def _ruling(one: Ruling) -> dict[str, object]:
    back = one.taken_back_at
    return {
        "rule": one.rule,
        "in_force": back is None,
        "decided_at": one.decided_at.isoformat(),
        "grounds": one.grounds,
        "taken_back_at": back.isoformat() if back else None,
        "taken_back_for": one.taken_back_for,
    }


def _line(one: Rule) -> dict[str, object]:
    english = language() == "en"
    return {
        "rule": one.id,
        "how": str(one.how),
        "what": one.en if english else one.fr,
        "why": one.why_en if english else one.why_fr,
    }
