"""selfcontact voice"""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.dates import moment
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.cli.work import clock
from selfcontact.lib import landline
from selfcontact.lib.errors import UserError
from selfcontact.lines import actions, figures, house, prompts
from selfcontact.lines.models import SIGNED, Language, Line, Part, Trunk
from selfcontact.lines.sound.refusals import MOST_BYTES, sentence
from selfcontact.mandates.models import Mandate

voice = typer.Typer(invoke_without_command=True)

NumberOption = Annotated[str, typer.Option(help="01 à 05, 09, 0806 à 0809.")]
LanguageOption = Annotated[list[Language], typer.Option(help="La première est parlée d’abord.")]


@voice.callback()
def answer(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(help="0 : un port libre, écrit dans --announce.")] = None,
    announce: Annotated[Path | None, typer.Option(help="Fichier où écrire l’adresse une fois prêt.")] = None,
) -> None:
    """Répondre aux appels des lignes publiées ; ou, avec un verbe, tenir les lignes."""
    if context.invoked_subcommand:
        return
    from selfcontact.lines.answering import process

    asyncio.run(process.main(process.configured(port), announce))


def _number(text: str) -> int:
    found = landline.read(text)
    if found is None:
        raise UserError("phone_invalid", fr="Ce n’est pas un numéro français.", en="This is not a French number.")
    return found


def _show(reference: str, *, as_json: bool) -> None:
    line = find(Line, reference)
    calls = {str(version): count for version, count in figures.promised(line).items()}
    up = figures.live([line]).get(line.pk)
    told = {"calls_by_policy": calls, "live": vars(up) if up else None}
    show(actions.summary(line, clock().now()) | told, as_json=as_json)


@voice.command("add")
def add(
    reference: str,
    mandate: Annotated[str, typer.Option()],
    trunk: Annotated[str, typer.Option()],
    number: NumberOption,
    opens: Annotated[str, typer.Option(help="2027-03-01T08:00, heure de Paris.")],
    closes: Annotated[str, typer.Option(help="2027-04-17T00:00, heure de Paris.")],
    language: LanguageOption = [Language.FRENCH],  # noqa: B006 - typer reads it, nobody changes it
    cap: Annotated[int, typer.Option(min=1, help="Appels à la fois.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """Ajouter une ligne, en préparation ; la machine dit l’accueil si elle a une voix."""
    terms = actions.Terms(
        number=_number(number),
        languages=language,
        opens_at=moment(opens),
        closes_at=moment(closes),
        cap=cap,
    )
    actions.add(
        actor=terminal_actor(),
        reference=reference,
        mandate=find(Mandate, mandate),
        trunk=find(Trunk, trunk),
        terms=terms,
        at=clock().now(),
    )
    _show(reference, as_json=as_json)


@voice.command("prompt")
def prompt(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    part: Annotated[Part, typer.Option()] = Part.MESSAGE,
    language: Annotated[Language, typer.Option()] = Language.FRENCH,
    line: Annotated[str, typer.Option(help="La ligne, pour un accueil ou un message ; sinon la maison.")] = "",
    text: Annotated[str, typer.Option(help="Ce que dit l’enregistrement.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Prendre un enregistrement WAV, FLAC, MP3 ou OGG ; la signature donnée à la ligne tombe."""
    if file.stat().st_size > MOST_BYTES:
        raise sentence("sound_large")
    actor, at, data = terminal_actor(), clock().now(), file.read_bytes()
    if line or part in SIGNED:
        found = find(Line, line)
        made = actions.record_prompt(actor=actor, line=found, part=part, language=language, file=data, text=text, at=at)
    else:
        made = house.record_prompt(actor=actor, part=part, language=language, file=data, said=text, at=at)
    told = {"part": made.part, "language": made.language, "milliseconds": made.milliseconds}
    show({**told, "lufs": made.lufs, "sha256": made.sha256}, as_json=as_json)


@voice.command("speak")
def speak(
    language: LanguageOption = [Language.FRENCH, Language.ENGLISH],  # noqa: B006 - typer reads it, nobody changes it
    as_json: JsonOption = False,
) -> None:
    """Faire dire par la machine les annonces que personne n’a enregistrées ; dire laquelle passe."""
    house.speak_missing(actor=terminal_actor(), languages=language, at=clock().now())
    live = sorted(prompts.live_of_house().items())
    listing(
        (
            {"part": part, "language": spoken, "origin": one.origin, "milliseconds": one.milliseconds}
            for (part, spoken), one in live
        ),
        as_json=as_json,
    )


@voice.command("submit")
def submit(reference: str, as_json: JsonOption = False) -> None:
    """Soumettre les enregistrements au candidat."""
    actions.submit(actor=terminal_actor(), line=find(Line, reference), at=clock().now())
    _show(reference, as_json=as_json)


@voice.command("approve")
def approve(
    reference: str,
    content: Annotated[str, typer.Option(help="L’empreinte montrée au signataire.")],
    signatory: Annotated[str, typer.Option()],
    as_json: JsonOption = False,
) -> None:
    """Consigner l’accord signé du candidat sur ces enregistrements exacts."""
    found = find(Line, reference)
    actions.approve(actor=terminal_actor(), line=found, content=content, signatory=signatory, at=clock().now())
    _show(reference, as_json=as_json)


@voice.command("publish")
def publish(reference: str, as_json: JsonOption = False) -> None:
    """Mettre une ligne à l’antenne, dès son ouverture."""
    actions.publish(actor=terminal_actor(), line=find(Line, reference), at=clock().now())
    _show(reference, as_json=as_json)


@voice.command("stop")
def stop(reference: str, grounds: str, as_json: JsonOption = False) -> None:
    """Retirer une ligne de l’antenne : en deux secondes, plus aucun appel n’entend son message."""
    actions.stop(actor=terminal_actor(), line=find(Line, reference), grounds=grounds, at=clock().now())
    _show(reference, as_json=as_json)


@voice.command("retire")
def retire(reference: str, as_json: JsonOption = False) -> None:
    """Finir une ligne et rendre son numéro."""
    actions.retire(actor=terminal_actor(), line=find(Line, reference), at=clock().now())
    _show(reference, as_json=as_json)


@voice.command("show")
def show_line(reference: str, as_json: JsonOption = False) -> None:
    """Montrer une ligne : ce qu’elle diffuse, qui l’a approuvé, si elle répond maintenant."""
    _show(reference, as_json=as_json)


@voice.command("list")
def list_lines(as_json: JsonOption = False) -> None:
    """Lister les lignes."""
    found = Line.objects.select_related("mandate").order_by("reference")
    listing(
        (
            {"reference": one.reference, "number": landline.written(one.number), "state": one.state}
            | {"mandate": one.mandate.reference, "closes_at": one.closes_at.isoformat()}
            for one in found
        ),
        as_json=as_json,
    )
