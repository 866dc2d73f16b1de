"""selfcontact processing"""

from pathlib import Path
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.answers.words import say
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, language, listing, show
from selfcontact.cli.private_file import create
from selfcontact.mandates.models import Mandate
from selfcontact.processing import actions
from selfcontact.processing.actions import Paper
from selfcontact.processing.gaps import gaps as missing
from selfcontact.processing.record import gather
from selfcontact.web.clock import now

processing = typer.Typer(
    no_args_is_help=True, help="Registre des traitements et analyse d’impact (RGPD, articles 30 et 35)."
)
MandateOption = Annotated[str, typer.Option(help="D’un mandat seulement ; de toute la maison par défaut.")]


@processing.command("record")
def record(
    to: Annotated[Path, typer.Option(help="Fichier à écrire, en .csv, .ods ou .html ; il ne doit pas exister.")],
    mandate: MandateOption = "",
    as_json: JsonOption = False,
) -> None:
    """Établir le registre des traitements d’après ce qui tourne."""
    _draw(Paper.RECORD, to, mandate, as_json=as_json)


@processing.command("assessment")
def assessment(
    to: Annotated[
        Path, typer.Option(help="Fichier à écrire, en .json pour l’outil PIA de la CNIL, ou .odt ; nouveau.")
    ],
    mandate: MandateOption = "",
    as_json: JsonOption = False,
) -> None:
    """Pré-remplir l’analyse d’impact d’après ce qui tourne."""
    _draw(Paper.ASSESSMENT, to, mandate, as_json=as_json)


@processing.command("gaps")
def gaps(as_json: JsonOption = False) -> None:
    """Dire ce qui manque au registre, et ce qui le donne."""
    rows = missing(gather(now()))
    listing(({"missing": say(what, language()), "remedy": remedy} for what, remedy in rows), as_json=as_json)


def _draw(paper: Paper, to: Path, mandate: str, *, as_json: bool) -> None:
    found = find(Mandate, mandate) if mandate else None
    form = to.suffix.lower().lstrip(".")
    # Its name is refused before anything is written.
    actions.demand_form(paper, form)
    with create(to) as file:
        made = actions.draw(
            actor=terminal_actor(), paper=paper, form=form, language=language(), at=now(), mandate=found
        )
        file.write(made.content)
    show({"file": str(to), "bytes": len(made.content), "sha256": made.sha256}, as_json=as_json)
