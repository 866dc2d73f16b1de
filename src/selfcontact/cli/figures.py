"""selfcontact figures"""

from pathlib import Path
from typing import Annotated

import typer

from selfcontact.campaigns.models import Campaign
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.figures import pack
from selfcontact.figures.models import CampaignSheet, Cell, Sheet
from selfcontact.lib.clock import SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate

figures = typer.Typer(no_args_is_help=True, help="Chiffres publiés : ceux que voit le candidat, et eux seuls.")


def _unpublished() -> UserError:
    return UserError(
        "nothing_published",
        fr="Rien n’est encore publié à ce sujet : un brouillon ne l’est pas, et le reste l’est par le worker.",
        en="Nothing about it is published yet: a draft is not, and the worker publishes the rest.",
        hint="selfcontact worker",
    )


def _campaign(reference: str) -> CampaignSheet:
    found = CampaignSheet.objects.select_related("sheet").filter(uid=find(Campaign, reference).uid).first()
    if found is None:
        raise _unpublished()
    return found


def _mandate(reference: str) -> Sheet:
    found = Sheet.objects.filter(uid=find(Mandate, reference).uid).first()
    if found is None:
        raise _unpublished()
    return found


@figures.command("show")
def show_totals(campaign: str, as_json: JsonOption = False) -> None:
    """Montrer les totaux d’une campagne, arrondis ; un nombre trop petit reste vide."""
    found = _campaign(campaign)
    said = {"campaign": found.reference, "mandate": found.sheet.reference, "state": found.state}
    due = {"segments_due": found.segments_due, "gross_cents": found.gross_cents}
    show({**said, "counted_with": found.joint, **found.totals, **due, "at": found.totals_at}, as_json=as_json)


@figures.command("tables")
def show_tables(
    campaign: str,
    measure: Annotated[
        str | None, typer.Option(help="selected, delivered, handed_over ou stop ; sinon toutes.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Lister les cellules publiées d’une campagne, de la première publication à la dernière."""
    cells = Cell.objects.filter(release__campaign=_campaign(campaign)).select_related("release").order_by("pk")
    listing((_row(cell) for cell in cells if measure in (None, cell.measure)), as_json=as_json)


def _row(cell: Cell) -> dict[str, object]:
    return {
        "at": cell.release.at,
        "measure": cell.measure,
        "table": cell.table,
        "place": f"{cell.place_kind} {cell.place or cell.place_code}".strip(),
        "ages": f"{cell.age_from}-{cell.age_to}",
        "days": f"{cell.day_from}..{cell.day_to}" if cell.day_from else "",
        "value": cell.value,
    }


@figures.command("releases")
def list_releases(campaign: str, as_json: JsonOption = False) -> None:
    """Lister les publications d’une campagne, avec les seuils respectés et le numéro de leur entrée au journal."""
    found = _campaign(campaign).releases.order_by("pk")
    rows = ({"uid": str(one.uid), "kind": one.kind, "at": one.at, **one.parameters} for one in found)
    listing(rows, as_json=as_json)


@figures.command("pack")
def write_pack(
    mandate: str,
    to: Annotated[Path, typer.Option(help="Fichier à écrire, en .csv, .ods ou .pdf ; il ne doit pas exister.")],
    as_json: JsonOption = False,
) -> None:
    """Écrire le dossier d’un mandat pour le compte de campagne : sans aucun destinataire."""
    drawn = {".csv": pack.as_csv, ".ods": pack.as_ods, ".pdf": pack.as_pdf}.get(to.suffix.lower())
    if drawn is None:
        raise UserError(
            "pack_format", fr="Le fichier finit par .csv, .ods ou .pdf.", en="The file ends in .csv, .ods or .pdf."
        )
    gathered = pack.gather(_mandate(mandate), SystemClock().now())
    _write(to, drawn(gathered))
    show({"mandate": mandate, "campaigns": len(gathered.campaigns), "file": str(to)}, as_json=as_json)


def _write(to: Path, content: bytes) -> None:
    try:
        with to.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise UserError("file_exists", fr=f"{to} existe déjà.", en=f"{to} exists already.") from error
    except OSError as error:
        raise UserError("not_written", fr=f"{to} ne peut pas être écrit.", en=f"{to} cannot be written.") from error
