"""selfcontact request answer"""

from pathlib import Path
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.answers import actions, document, reading, refusals
from selfcontact.answers.formats.machine import as_json as written
from selfcontact.answers.models import Answer
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, console, language, say, show, warn
from selfcontact.cli.work import clock
from selfcontact.requests.models import Request

answer = typer.Typer(no_args_is_help=True, help="Réponses préparées par le programme, scellées, puis détruites.")
LanguageOption = Annotated[str, typer.Option("--language", help="fr ou en : la langue de la réponse.")]


def _summary(one: Answer) -> dict[str, object]:
    return {
        "reference": one.request.reference,
        "state": one.state,
        "sha256": one.sha256,
        "prepared_at": one.prepared_at.isoformat(),
        "left_out": one.left_out,
        "reviewed": one.reviewed_at is not None,
        "until": one.until.isoformat() if one.until else None,
        "openings": one.openings,
    }


@answer.command("prepare")
def prepare(reference: str, chosen: LanguageOption = "fr", as_json: JsonOption = False) -> None:
    """Faire préparer la réponse : cherchée dans tous les mandats en cours, scellée, montrée à personne."""
    found = find(Request, reference)
    made = actions.prepare(actor=terminal_actor(), request=found, at=clock().now(), language=chosen)
    show(_summary(made), as_json=as_json)


@answer.command("status")
def status(reference: str, as_json: JsonOption = False) -> None:
    """Dire où en est la réponse ; rien de ce qu’elle dit."""
    last = Answer.objects.filter(request=find(Request, reference)).order_by("-prepared_at", "-pk").first()
    show(_summary(last or refusals.none(None)), as_json=as_json)


@answer.command("show")
def show_answer(
    reference: str,
    reason: Annotated[str, typer.Option(help="Va au journal, scellé : sans nom ni numéro.")],
    as_json: JsonOption = False,
) -> None:
    """Lire la réponse préparée, avec une raison : c’est une consultation, inscrite au journal."""
    current = refusals.none(actions.current(find(Request, reference)))
    said = actions.disclose(actor=terminal_actor(), answer=current, reason=reason)
    if as_json:
        print(written(said).decode())
        return
    for section in reading.sections(said, language()):
        console.print(f"\n{section.title}", style="bold", markup=False)
        for block in section.blocks:
            for line in _lines(block):
                console.print(f"  {line}", markup=False)


def _lines(block: reading.Block) -> list[str]:
    if isinstance(block, reading.Text):
        return [block.text]
    title = [block.title] if isinstance(block, reading.Facts) and block.title else []
    return [*title, *(": ".join(row) for row in block.rows)]


@answer.command("leave-out")
def leave_out(
    reference: str,
    section: Annotated[str, typer.Argument(help="contacts, messages, replies… ou contacts.2 : une fiche seule.")],
    reason: Annotated[str, typer.Option(help="La personne le lit dans sa réponse.")],
    as_json: JsonOption = False,
) -> None:
    """Écarter une partie de la réponse avant qu’elle soit proposée."""
    made = actions.leave_out(
        actor=terminal_actor(), request=find(Request, reference), section=section, reason=reason, at=clock().now()
    )
    show(_summary(made), as_json=as_json)


@answer.command("publish")
def publish(reference: str, as_json: JsonOption = False) -> None:
    """Laisser la personne l’ouvrir sur le site public : trois fois, pendant quatorze jours."""
    made = actions.publish(actor=terminal_actor(), request=find(Request, reference), at=clock().now())
    show(_summary(made), as_json=as_json)


@answer.command("archive")
def archive(
    reference: str,
    output: Annotated[Path, typer.Option(dir_okay=False, writable=True, help="Où écrire l’archive chiffrée.")],
    as_json: JsonOption = False,
) -> None:
    """Écrire la réponse dans une archive chiffrée et donner sa phrase de passe, cette seule fois."""
    made = actions.archive(actor=terminal_actor(), request=find(Request, reference), at=clock().now())
    output.write_bytes(made.content)
    warn(
        fr="La phrase de passe ne sera plus montrée. Elle ne prend jamais la même voie que l’archive.",
        en="The passphrase is not shown again. It never travels by the same channel as the archive.",
    )
    show({"archive": str(output), "passphrase": made.passphrase}, as_json=as_json)


@answer.command("schema")
def schema() -> None:
    """Donner le schéma JSON des réponses, tel qu’il est publié."""
    print(document.schema())


@answer.command("end")
def end(as_json: JsonOption = False) -> None:
    """Détruire ce qui est échu et clore ce qui a été répondu, sans attendre le programme de fond."""
    now = clock().now()
    destroyed = actions.destroy_due(actor=terminal_actor(), at=now)
    closed = actions.close_due(actor=terminal_actor(), at=now)
    if not as_json:
        say("Fait.", "Done.")
    show({"destroyed": destroyed, "closed": closed}, as_json=as_json)
