"""selfcontact notice, selfcontact template"""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.conf import settings

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.cli.private_file import create
from selfcontact.cli.work import clock
from selfcontact.lib.errors import UserError
from selfcontact.notices import actions, letter, templates
from selfcontact.notices.models import Kind, Language, Means, Notice, Template
from selfcontact.requests.models import Request

notice = typer.Typer(no_args_is_help=True, help="Ce que nous écrivons aux personnes, scellé.")
template = typer.Typer(no_args_is_help=True, help="Les textes de ces courriers, version par version.")

NoticeArgument = Annotated[UUID, typer.Argument(help="Identifiant du courrier.")]


@notice.command("list")
def list_notices(
    every: Annotated[bool, typer.Option("--all", help="Ceux qui sont partis aussi.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Lister les courriers qui attendent ou n’ont pas pu partir ; rien de la personne."""
    found = Notice.objects.select_related("template").defer("sealed").order_by("pk")
    listing((_line(one) for one in (found if every else found.filter(sent_at=None))), as_json=as_json)


@notice.command("show")
def show_notice(
    uid: NoticeArgument,
    reason: Annotated[str, typer.Option(help="Pour relire les mots ; va au journal, sans nom ni numéro.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Montrer un courrier ; ses mots avec un motif, jamais un code."""
    found = _find(uid)
    said = _line(found)
    if reason:
        read = actions.disclose(actor=terminal_actor(), notice=found, reason=reason)
        said |= {"to": read.to, "subject": read.subject, "text": read.text}
    show(said, as_json=as_json)


@notice.command("print")
def print_letters(
    out: Annotated[Path, typer.Option(help="Le PDF à écrire ; il ne doit pas exister.")],
    uids: Annotated[list[UUID] | None, typer.Argument(help="Toutes celles qui attendent par défaut.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Écrire en un PDF les lettres qui attendent, prêtes à plier dans une enveloppe à fenêtre."""
    waiting = list(actions.waiting(Means.POST))
    chosen = [one for one in waiting if not uids or one.uid in uids]
    if not chosen or (uids and len(chosen) != len(set(uids))):
        raise UserError("no_letter", fr="Aucune lettre de ce nom n’attend.", en="No such letter is waiting.")
    with create(out) as file:
        file.write(_document(chosen))
    actions.printed(actor=terminal_actor(), notices=chosen, at=clock().now())
    show({"letters": len(chosen), "file": str(out)}, as_json=as_json)


@notice.command("posted")
def posted(
    uid: NoticeArgument,
    proof: Annotated[str, typer.Option(help="Un numéro de recommandé, s’il y en a un.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Consigner qu’une lettre est postée."""
    found = _find(uid)
    if found.means != Means.POST:
        raise UserError("no_letter", fr="Ce n’est pas une lettre.", en="This is not a letter.")
    actions.sent(actor=terminal_actor(), notice=found, proof=proof, at=clock().now())
    show(_line(found), as_json=as_json)


@template.command("list")
def list_templates(as_json: JsonOption = False) -> None:
    """Lister les textes en usage."""
    listing((_version(one) for one in templates.in_use()), as_json=as_json)


@template.command("show")
def show_template(
    kind: Kind,
    language: Language,
    version: Annotated[int, typer.Option(help="Celle qui est en usage par défaut.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Montrer un texte."""
    found = templates.versions().filter(kind=kind, language=language)
    one = found.filter(number=version).first() if version else found.first()
    if one is None:
        raise UserError("unknown_template", fr="Aucune version de ce numéro.", en="No version of that number.")
    show(_version(one) | {"text": one.text}, as_json=as_json)


@template.command("edit")
def edit_template(
    kind: Kind,
    language: Language,
    file: Annotated[Path, typer.Argument(help="Objet sur la première ligne, ligne vide, texte.")],
    note: Annotated[str, typer.Option(help="Ce qui change, en une phrase.")] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Montrer sans publier.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Publier la version suivante d’un texte, pour toujours, ou la montrer avec des valeurs inventées."""
    subject, _, text = _read(file).partition("\n\n")
    if preview:
        seen = templates.preview(kind, language, subject.strip(), text)
        show({"subject": seen.subject, "text": seen.text}, as_json=as_json)
        return
    made = templates.publish(
        actor=terminal_actor(), kind=kind, language=language, subject=subject, text=text, note=note, at=clock().now()
    )
    show(_version(made), as_json=as_json)


def _document(chosen: list[Notice]) -> bytes:
    about = dict(Request.objects.filter(uid__in={one.subject_uid for one in chosen}).values_list("uid", "reference"))
    pairs = [(actions.opened(one), about.get(one.subject_uid, "")) for one in chosen]
    sender = [settings.COMPANY_NAME, *(part.strip() for part in settings.COMPANY_ADDRESS.split(",") if part.strip())]
    return letter.pdf(pairs, sender=sender, at=clock().now())


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "file_unreadable", fr=f"Le fichier {path} ne peut pas être lu.", en=f"The file {path} cannot be read."
        ) from error


def _find(uid: UUID) -> Notice:
    found = Notice.objects.select_related("template").filter(uid=uid).first()
    if found is None:
        raise UserError("unknown_notice", fr="Aucun courrier de ce nom.", en="There is no such notice.")
    return found


def _line(one: Notice) -> dict[str, object]:
    return {
        "uid": str(one.uid),
        "subject_uid": str(one.subject_uid),
        "kind": one.kind,
        "recipient": one.recipient,
        "means": one.means,
        "template": str(one.template),
        "created_at": one.created_at,
        "printed_at": one.printed_at,
        "sent_at": one.sent_at,
        "failure": one.failure or None,
    }


def _version(one: Template) -> dict[str, object]:
    return {
        "kind": one.kind,
        "language": one.language,
        "version": one.number,
        "subject": one.subject,
        "published_at": one.published_at,
        "sha256": one.sha256,
    }
