"""selfcontact candidate"""

from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.mandates import actions
from selfcontact.mandates.models import Candidate

candidate = typer.Typer(no_args_is_help=True, help="Candidats.")


def _candidate(found: Candidate) -> dict[str, object]:
    return {"reference": found.reference, "name": found.name, "party": found.party, "aliases": found.aliases}


@candidate.command("add")
def add(
    reference: str,
    name: str,
    party: str = "",
    alias: Annotated[list[str] | None, typer.Option(help="Autre façon de le nommer dans un texte.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Enregistrer un candidat."""
    made = actions.add_candidate(
        actor=terminal_actor(), reference=reference, name=name, aliases=alias or [], party=party
    )
    show(_candidate(made), as_json=as_json)


@candidate.command("list")
def list_candidates(as_json: JsonOption = False) -> None:
    """Lister les candidats."""
    listing((_candidate(found) for found in Candidate.objects.order_by("reference")), as_json=as_json)


@candidate.command("show")
def show_candidate(reference: str, as_json: JsonOption = False) -> None:
    """Montrer un candidat."""
    show(_candidate(find(Candidate, reference)), as_json=as_json)
