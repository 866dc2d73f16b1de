"""How the command line speaks: tables for people, JSON for programs, errors with what to do."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from selfcontact.lib.errors import UserError

JsonOption = Annotated[bool, typer.Option("--json", help="Réponse en JSON, pour un programme.")]
MailOption = Annotated[str | None, typer.Option(help="Où notifier les droits exercés par les personnes (RGPD, 19).")]
console = Console(stderr=False, highlight=False)


def language() -> str:
    """Return "en" when SELFCONTACT_LANGUAGE or the locale says so, else "fr"."""
    chosen = os.environ.get("SELFCONTACT_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    return "en" if chosen.lower().startswith("en") else "fr"


def say(fr: str, en: str) -> None:
    """Print a sentence in the user's language."""
    console.print(en if language() == "en" else fr)


def warn(fr: str, en: str) -> None:
    """Print a sentence beside the result, where a program that reads the result does not look."""
    print(en if language() == "en" else fr, file=sys.stderr)


def show(record: Mapping[str, object], *, as_json: bool) -> None:
    """Print one object."""
    if as_json:
        print(json.dumps(record, ensure_ascii=False, default=str))
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(no_wrap=True)
    # Folded, never cut: a hash is there to be copied.
    table.add_column(overflow="fold")
    for key, value in record.items():
        table.add_row(f"[bold]{key}[/bold]", _cell(value))
    console.print(table)


def listing(records: Iterable[Mapping[str, object]], *, as_json: bool) -> None:
    """Print many objects; an empty list says so."""
    rows = list(records)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, default=str))
    elif not rows:
        say("Rien encore.", "Nothing yet.")
    else:
        table = Table(*rows[0].keys(), box=None, pad_edge=False)
        for row in rows:
            table.add_row(*(_cell(value) for value in row.values()))
        console.print(table)


def _cell(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {number}" for key, number in value.items()) or "-"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value) or "-"
    return "-" if value is None else str(value)


def refuse(error: UserError, *, as_json: bool = False) -> int:
    """Print an error that the user can put right; return the exit code 1."""
    if as_json:
        print(json.dumps({"error": error.code, "fr": error.fr, "en": error.en, "hint": error.hint}, ensure_ascii=False))
    else:
        Console(stderr=True, highlight=False).print(f"[red]✗[/red] {error.text(language())}", markup=True)
    sys.stdout.flush()
    return 1
