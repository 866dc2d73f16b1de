"""selfcontact policy"""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.changes import actions as changes
from selfcontact.changes.models import Way
from selfcontact.cli.dates import day
from selfcontact.cli.output import JsonOption, language, listing, say, show
from selfcontact.lib.errors import UserError
from selfcontact.policies import actions, standard
from selfcontact.policies.actions import Draft
from selfcontact.policies.differences import Change, compare, counted
from selfcontact.policies.models import Version
from selfcontact.policies.weighing import Weight
from selfcontact.web.clock import now

policy = typer.Typer(no_args_is_help=True, help="Politique de confidentialité : versions datées, pour toujours.")
#: How a run of words is marked where there is neither colour nor voice.
MARKS = {"same": "{}", "added": "[+{}+]", "removed": "[-{}-]"}


@policy.command("publish")
def publish(
    file: Annotated[Path | None, typer.Argument(help="Texte français : titres, paragraphes, listes.")] = None,
    in_force: Annotated[str, typer.Option(help="Premier jour ; aujourd’hui par défaut.")] = "",
    note: Annotated[str, typer.Option(help="Ce qui change, en une phrase.")] = "",
    english: Annotated[Path | None, typer.Option(help="Sa traduction anglaise.")] = None,
    english_note: Annotated[str, typer.Option(help="La même phrase en anglais.")] = "",
    default: Annotated[bool, typer.Option("--default", help="Le texte livré avec le programme.")] = False,
    substantial: Annotated[bool, typer.Option("--substantial", help="Change ce qui a été promis : prévenir.")] = False,
    consent_again: Annotated[
        bool, typer.Option("--consent-again", help="Change le but ou les destinataires : redemander le consentement.")
    ] = False,
    grounds: Annotated[str, typer.Option(help="Les motifs de cette décision, par écrit.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Publier la version suivante, pour toujours."""
    if default == (file is not None):
        raise typer.BadParameter("FILE | --default")
    weight = Weight(substantial=substantial, consent_again=consent_again, grounds=grounds)
    given = (note, english_note)
    draft = replace(_draft(file, english, *given) if file else standard.draft(*given), weight=weight)
    first = day(in_force) if in_force else now().astimezone(actions.PARIS).date()
    made = actions.publish(actor=terminal_actor(), draft=draft, in_force_on=first, at=now())
    show(_line(made), as_json=as_json)


@policy.command("list")
def list_versions(as_json: JsonOption = False) -> None:
    """Lister les versions et dire laquelle est en vigueur."""
    listing((_line(one) for one in Version.objects.order_by("number")), as_json=as_json)


@policy.command("show")
def show_version(
    number: Annotated[int | None, typer.Argument(help="La version en vigueur par défaut.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Montrer une version et son texte."""
    found = _in_force() if number is None else Version.objects.filter(number=number).first()
    if found is None:
        raise _unknown(number)
    if as_json:
        show(_line(found) | {"french": found.french, "english": found.english}, as_json=True)
        return
    show(_line(found), as_json=False)
    print(f"\n{found.text(language())}", end="")


@policy.command("diff")
def diff(older: int, newer: int, as_json: JsonOption = False) -> None:
    """Montrer ce qui a changé d’une version à l’autre."""
    found = Version.objects.in_bulk([older, newer], field_name="number")
    for number in (older, newer):
        if number not in found:
            raise _unknown(number)
    changes = compare(found[older].text(language()), found[newer].text(language()))
    told = [_told(one) for one in changes if one.state != "same"]
    if as_json:
        show({"older": older, "newer": newer, **counted(changes), "changes": told}, as_json=True)
    elif told:
        print("\n\n".join(str(one["text"]) for one in told))
    else:
        say("Aucune différence.", "No difference.")


@policy.command("concerned")
def concerned(number: int, as_json: JsonOption = False) -> None:
    """Dire qui une version substantielle concerne, qui est prévenu et qui reste."""
    known = changes.standing(_find(number), now())
    done = [{"party": one.party, "told_at": one.at, "way": one.way} for one in known.told]
    left = [{"party": one.code, "told_at": None, "way": "" if one.ways else "none"} for one in known.left]
    listing([*done, *left], as_json=as_json)


@policy.command("tell")
def tell(number: int, as_json: JsonOption = False) -> None:
    """Écrire à ceux qui restent à prévenir ; aux fournisseurs, redemander les consentements s’il le faut."""
    made = changes.tell(actor=terminal_actor(), version=_find(number), at=now())
    listing([{"party": one.party, "told_at": one.at, "way": one.way} for one in made], as_json=as_json)


@policy.command("told")
def told(
    number: int,
    party: Annotated[str, typer.Option(help="candidate:R, provider:R ou subprocessor:R.")],
    way: Annotated[Way, typer.Option(help="Par quel moyen.")],
    as_json: JsonOption = False,
) -> None:
    """Consigner que quelqu’un a été prévenu autrement."""
    made = changes.note_told(actor=terminal_actor(), version=_find(number), party=party, way=way, at=now())
    show({"party": made.party, "told_at": made.at, "way": made.way}, as_json=as_json)


def _find(number: int) -> Version:
    found = Version.objects.filter(number=number).first()
    if found is None:
        raise _unknown(number)
    return found


def _draft(french: Path, english: Path | None, note: str, english_note: str) -> Draft:
    translated = _read(english) if english else ""
    return Draft(french=_read(french), note=note, english=translated, english_note=english_note)


def _told(change: Change) -> dict[str, object]:
    text = " ".join(MARKS[run.state].format(run.text) for run in change.runs)
    return {"state": change.state, "kind": change.kind, "text": text}


def _in_force() -> Version | None:
    return Version.objects.in_force(now().astimezone(actions.PARIS).date())


def _line(version: Version) -> dict[str, object]:
    binding = _in_force()
    return {
        "version": version.number,
        "in_force_on": version.in_force_on,
        "in_force": binding is not None and binding.pk == version.pk,
        "published_at": version.published_at,
        "note": version.change(language()),
        "sha256": version.sha256,
        "english_sha256": version.english_sha256 or None,
        "substantial": version.substantial,
        "consent_again": version.consent_again,
        "grounds": version.grounds or None,
    }


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "file_unreadable", fr=f"Le fichier {path} ne peut pas être lu.", en=f"The file {path} cannot be read."
        ) from error


def _unknown(number: int | None) -> UserError:
    return UserError(
        "unknown_policy",
        fr=f"Aucune version {number or 'en vigueur'} de la politique n’est publiée.",
        en=f"No version {number or 'in force'} of the policy is published.",
        hint="selfcontact policy list",
    )
