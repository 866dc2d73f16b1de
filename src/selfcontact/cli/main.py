"""The command line: one file per noun, assembled here."""

import os
import sys
from collections.abc import Sequence

import typer

from selfcontact.cli.output import refuse
from selfcontact.lib import logs
from selfcontact.lib.errors import UserError

app = typer.Typer(
    name="selfcontact",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Des messages électoraux pour le compte de candidats, sans jamais leur remettre une personne.",
)
#: Commands that answer without the database: nothing is started for them.
OFFLINE = ("certificate verify", "carrier", "intake preview", "database", "ledger check-proof", "api schema")


def prepare(role: str = "", *, offline: bool = False) -> None:
    """Start what the process needs: its database role, the database, Django; before any domain is imported."""
    if role:
        os.environ["SELFCONTACT_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selfcontact.settings")
    import django

    from selfcontact.database.connect import ensure

    if not offline:
        ensure()
    django.setup()


def assemble() -> typer.Typer:
    """Return the application with every noun."""
    from selfcontact.cli import nouns

    nouns.attach(app)
    return app


def run(arguments: Sequence[str] | None = None) -> None:
    """Enter: exit code 0 done, 1 refused with a sentence, 2 wrong usage, 3 an error of ours, as a line of the log."""
    logs.configure()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _enter(given)
        prepare(_role(given), offline=_offline(given))
        assemble()(args=given, prog_name="selfcontact")
    except UserError as error:
        sys.exit(refuse(error, as_json="--json" in given))
    except Exception as error:  # noqa: BLE001 - its trace would repeat the values that it was about
        logs.uncaught(error)
        sys.exit(3)


def _enter(arguments: Sequence[str]) -> None:
    """Lead a rehearsal or a measure into a home of its own, before the settings are read."""
    if "--help" in arguments or arguments[:1] not in (["demo"], ["bench"]):
        return
    if arguments[0] == "demo":
        from selfcontact.demo import place as rehearsal

        rehearsal.enter()
    else:
        from selfcontact.bench import place as measure

        measure.enter()


def _role(arguments: Sequence[str]) -> str:
    """Return the database role of a long process; the other commands are the owner's."""
    first = arguments[0] if arguments else ""
    if first == "web":
        return next((word for word in arguments[1:2] if word in ("console", "portal", "public")), "console")
    # It does the worker's kind of work, with strangers' servers.
    if first == "mailbox":
        return "worker"
    # Nothing, or an option: this is the process; else it is something to be done with a line.
    if first == "voice" and all(word.startswith("--") for word in arguments[1:2]):
        return first
    return first if first in ("worker", "sender") else ""


def _offline(arguments: Sequence[str]) -> bool:
    """Tell whether the command needs no database, help included."""
    asked = " ".join(argument for argument in arguments[:2] if not argument.startswith("-"))
    return not asked or "--help" in arguments or any(asked.startswith(command) for command in OFFLINE)
