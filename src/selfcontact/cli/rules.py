"""selfcontact rules"""

from typing import Annotated

import typer

from selfcontact.cli.output import JsonOption, language, listing, show
from selfcontact.compliance import catalogue
from selfcontact.compliance.catalogue import How, Rule

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


def _line(one: Rule) -> dict[str, object]:
    english = language() == "en"
    return {
        "rule": one.id,
        "how": str(one.how),
        "what": one.en if english else one.fr,
        "why": one.why_en if english else one.why_fr,
    }
