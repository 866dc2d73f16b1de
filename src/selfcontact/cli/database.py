"""selfcontact database"""

import typer

from selfcontact.cli.output import JsonOption, show
from selfcontact.database.server import Server
from selfcontact.lib.home import home

database = typer.Typer(no_args_is_help=True, help="PostgreSQL embarqué.")


@database.command("start")
def start() -> None:
    """Démarrer le serveur embarqué et le laisser tourner."""
    Server(home()).start(keep=True)


@database.command("stop")
def stop() -> None:
    """Arrêter le serveur embarqué."""
    Server(home()).stop()


@database.command("status")
def status(as_json: JsonOption = False) -> None:
    """Dire s’il tourne."""
    show({"running": Server(home()).running}, as_json=as_json)
