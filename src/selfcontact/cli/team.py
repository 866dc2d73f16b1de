"""selfcontact team"""

from typing import Annotated
from uuid import UUID

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.cli.work import clock
from selfcontact.contacts import actions
from selfcontact.contacts.models import TeamNumber
from selfcontact.mandates.models import Mandate

team = typer.Typer(no_args_is_help=True, help="Numéros d’essai que l’équipe du candidat déclare.")

MandateOption = Annotated[str, typer.Option()]


@team.command("declare")
def declare(
    mandate: MandateOption,
    fiction: Annotated[bool, typer.Option(help="Accepter les numéros de fiction.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Déclarer des numéros, demandés et non affichés ; ils sont scellés et ne se montrent plus."""
    typed = typer.prompt("Numéros de l’équipe, séparés par des virgules", hide_input=True)
    declared = actions.declare_team_numbers(
        actor=terminal_actor(),
        mandate=find(Mandate, mandate),
        numbers=typed.split(","),
        fiction=fiction,
        at=clock().now(),
    )
    show({"declared": declared}, as_json=as_json)


@team.command("list")
def list_numbers(mandate: MandateOption, as_json: JsonOption = False) -> None:
    """Lister les numéros déclarés : leur identifiant et leur date, jamais le numéro."""
    found = TeamNumber.objects.filter(mandate_id=find(Mandate, mandate).pk).order_by("declared_at", "uid")
    listing(({"uid": str(one.uid), "declared_at": one.declared_at} for one in found), as_json=as_json)


@team.command("withdraw")
def withdraw(mandate: MandateOption, uid: UUID, as_json: JsonOption = False) -> None:
    """Oublier un numéro déclaré."""
    actions.withdraw_team_number(actor=terminal_actor(), mandate=find(Mandate, mandate), uid=uid)
    show({"withdrawn": str(uid)}, as_json=as_json)
