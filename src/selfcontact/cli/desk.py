"""selfcontact request figures, selfcontact request export"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.output import JsonOption, show
from selfcontact.cli.private_file import create
from selfcontact.cli.requests import ReasonOption
from selfcontact.cli.work import clock
from selfcontact.requests.desk import register
from selfcontact.requests.desk.volumes import by_mandate, volumes

desk = typer.Typer()


class Format(StrEnum):
    """In which form the register is written."""

    CSV = "csv"
    JSON = "json"


@desk.command("figures")
def figures(as_json: JsonOption = False) -> None:
    """Compter les demandes, leurs délais et les refus, par droit, par mois et par mandat."""
    counted = volumes(clock().now()).as_json() | {"mandates": [vars(one) for one in by_mandate()]}
    show(counted, as_json=as_json)


@desk.command("export")
def export(
    out: Annotated[Path, typer.Argument(help="Le fichier à écrire ; il ne doit pas exister.")],
    reason: ReasonOption,
    form: Annotated[Format, typer.Option("--format", help="CSV pour un tableur, JSON avec la tête du journal.")],
    as_json: JsonOption = False,
) -> None:
    """Écrire le registre pour un contrôle : sans les personnes, avec la place de chaque étape dans le journal."""
    with create(out) as file:
        made = register.export(actor=terminal_actor(), form=form.value, reason=reason, at=clock().now())
        file.write(made.content)
    show({"requests": made.requests, "sha256": made.sha256, "file": str(out)}, as_json=as_json)
