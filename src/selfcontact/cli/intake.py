"""selfcontact intake"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.dates import day
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, say, show
from selfcontact.cli.work import clock
from selfcontact.intake import actions
from selfcontact.intake.loading.load import Progress as Told
from selfcontact.intake.loading.load import today
from selfcontact.intake.models import Delivery, Mapping
from selfcontact.intake.preview import Preview
from selfcontact.intake.reader import detect, shape
from selfcontact.intake.report import write_csv
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.providers.models import Agreement, Provider

app = typer.Typer(no_args_is_help=True, help="Fichiers de fournisseurs : regarder, charger, rendre compte.")
mappings = typer.Typer(no_args_is_help=True, help="Correspondances de colonnes, gardées par fournisseur.")
app.add_typer(mappings, name="mapping")

FileArgument = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
EncodingOption = Annotated[str, typer.Option(help="utf-8, utf-16, cp1252, iso-8859-15 : au lieu de ce qui est vu.")]
DelimiterOption = Annotated[str, typer.Option(help="; , tab | : au lieu de ce qui est vu.")]
SyntheticOption = Annotated[bool, typer.Option("--synthetic", help="Personnes inventées : numéros de fiction admis.")]


@app.command("preview")
def preview(
    file: FileArgument,
    encoding: EncodingOption = "",
    delimiter: DelimiterOption = "",
    synthetic: SyntheticOption = False,
    as_json: JsonOption = False,
) -> None:
    """Montrer comment un fichier serait lu, et les premiers verdicts ; rien n’est gardé."""
    seen = actions.preview(file, on=today(clock()), told=_told(encoding, delimiter), synthetic=synthetic)
    show(seen.described(), as_json=as_json)


@app.command("load")
def load(
    file: FileArgument,
    mandate: Annotated[str, typer.Option()],
    agreement: Annotated[str, typer.Option()],
    mapping: Annotated[str, typer.Option(help="Correspondance gardée pour ce fournisseur.")] = "",
    form: Annotated[str, typer.Option(help="Formulaire de consentement des lignes qui n’en nomment pas.")] = "",
    received: Annotated[str, typer.Option(help="Jour de réception, aujourd’hui sinon.")] = "",
    dates: Annotated[Literal["dmy", "mdy", ""], typer.Option(help="Ordre du jour et du mois.")] = "",
    encoding: EncodingOption = "",
    delimiter: DelimiterOption = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="Ce que l’aperçu a montré est juste.")] = False,
    synthetic: SyntheticOption = False,
    as_json: JsonOption = False,
) -> None:
    """Charger un fichier dans un mandat : tout, ou rien."""
    contract = find(Agreement, agreement)
    columns = _mapping(contract.provider, mapping).columns if mapping else None
    told = _told(encoding, delimiter)
    seen = actions.preview(file, on=today(clock()), told=told, mapping=columns, synthetic=synthetic)
    if not (confirm or (encoding and delimiter)):
        _ask(seen)
    with _bar(quiet=as_json) as progress:
        report = actions.load_file(
            actor=terminal_actor(),
            mandate=find(Mandate, mandate),
            agreement=contract,
            seen=seen,
            received_on=day(received) if received else None,
            form=form,
            order=dates or None,
            synthetic=synthetic,
            clock=clock(),
            progress=progress,
        )
    show(report.described(), as_json=as_json)


@app.command("report")
def report(
    delivery: str,
    as_csv: Annotated[bool, typer.Option("--csv", help="Les lignes refusées : numéro et code, rien d’autre.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Rendre compte d’une livraison : des nombres, ou les lignes refusées pour le fournisseur."""
    found = find(Delivery, delivery)
    if as_csv:
        write_csv(found, sys.stdout)
    else:
        show(_delivery(found), as_json=as_json)


@app.command("list")
def deliveries(mandate: Annotated[str, typer.Option()] = "", as_json: JsonOption = False) -> None:
    """Lister les livraisons."""
    found = Delivery.objects.select_related("mandate", "agreement").order_by("created_at")
    if mandate:
        found = found.filter(mandate=find(Mandate, mandate))
    listing((_delivery(one) for one in found), as_json=as_json)


@app.command("cancel")
def cancel(delivery: str) -> None:
    """Arrêter un chargement en cours : il ne laisse rien."""
    actions.cancel(actor=terminal_actor(), delivery=find(Delivery, delivery))
    say("Annulé.", "Cancelled.")


@app.command("hold")
def hold(delivery: str, reason: Annotated[str, typer.Option()]) -> None:
    """Retenir une livraison : aucune campagne ne la lit."""
    actions.hold(actor=terminal_actor(), delivery=find(Delivery, delivery), reason=reason)
    say("Retenue.", "Held.")


@app.command("release")
def release(delivery: str) -> None:
    """Libérer une livraison retenue : la décision du DPO."""
    actions.release(actor=terminal_actor(), delivery=find(Delivery, delivery))
    say("Libérée.", "Released.")


@app.command("withdraw")
def withdraw(
    delivery: str,
    reason: Annotated[str, typer.Option()],
    yes: Annotated[bool, typer.Option("--yes", help="Sans demander.")] = False,
) -> None:
    """Effacer les contacts d’une livraison, pour toujours."""
    found = find(Delivery, delivery)
    if not yes:
        typer.confirm(f"Effacer les {found.accepted} contacts de {delivery} ?", abort=True)
    actions.withdraw(actor=terminal_actor(), delivery=found, reason=reason)
    say("Effacée.", "Withdrawn.")


@mappings.command("save")
def save_mapping(
    name: str,
    provider: Annotated[str, typer.Option()],
    column: Annotated[list[str], typer.Option(help="Colonne=champ, surname, phone, consent_date, dropped…")],
) -> None:
    """Garder comment un fournisseur nomme ses colonnes."""
    pairs = dict(_pair(text) for text in column)
    actions.save_mapping(actor=terminal_actor(), provider=find(Provider, provider), name=name, columns=pairs)
    say("Gardée.", "Saved.")


@app.command("mappings")
@mappings.command("list")
def list_mappings(as_json: JsonOption = False) -> None:
    """Lister les correspondances."""
    found = Mapping.objects.select_related("provider").order_by("provider__reference", "name")
    listing(
        ({"provider": one.provider.reference, "name": one.name, "columns": one.columns} for one in found),
        as_json=as_json,
    )


def _told(encoding: str, delimiter: str) -> detect.Told:
    return detect.Told(
        encoding=shape.encoding_named(encoding) if encoding else "",
        delimiter=shape.delimiter_named(delimiter) if delimiter else "",
    )


def _ask(seen: Preview) -> None:
    """Show what was detected and have it confirmed; raises UserError where nobody can answer."""
    if not sys.stdin.isatty():
        raise UserError(
            "not_confirmed",
            fr="La détection n’est pas confirmée.",
            en="The detection is not confirmed.",
            hint="selfcontact intake preview FILE ; --confirm",
        )
    show(seen.described(), as_json=False)
    typer.confirm("Est-ce juste ?", abort=True)


def _mapping(provider: Provider, name: str) -> Mapping:
    found = Mapping.objects.filter(provider=provider, name=name).first()
    if found is None:
        raise UserError(
            "unknown_mapping",
            fr=f"Ce fournisseur n’a pas de correspondance « {name} ».",
            en=f"This provider has no mapping “{name}”.",
            hint="selfcontact intake mappings",
        )
    return found


def _pair(text: str) -> tuple[str, str]:
    column, found, field = text.rpartition("=")
    if not found:
        raise UserError("pair", fr=f"« {text} » : colonne=champ attendu.", en=f"“{text}”: column=field expected.")
    return column, field


def _delivery(found: Delivery) -> dict[str, object]:
    received: date = found.received_on
    return {
        "reference": found.reference,
        "mandate": found.mandate.reference,
        "agreement": found.agreement.reference,
        "state": found.state,
        "received_on": received,
        "synthetic": found.synthetic,
        "lines": found.lines,
        "accepted": found.accepted,
        "refused": found.refused,
        "repaired": found.repaired,
        "dropped": found.dropped_columns,
        "hold_reason": found.hold_reason,
        "file_sha256": found.file_sha256,
    }


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Told]:
    """Give the function that moves a progress bar with rate and time left, on the error stream."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[lines]:,} lignes, {task.fields[rate]:,}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("Chargement", total=None, lines=0, rate=0)

        def move(done: int, total: int, lines: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0
            bar.update(task, completed=done, total=total, lines=lines, rate=int(lines / elapsed) if elapsed else 0)

        yield move
