"""selfcontact setup | up | web | worker | sender | carrier : the long processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command

from selfcontact.cli.output import JsonOption, say, show, warn
from selfcontact.compliance import catalogue
from selfcontact.database.connect import borrowed
from selfcontact.lib.actor import SYSTEM
from selfcontact.vault import create_vault

#: Where each face listens by default.
PORTS = {"console": 8000, "portal": 8001, "public": 8002}
#: The faces that people from outside the house reach.
STRANGERS = frozenset({"portal", "public"})


def setup(as_json: JsonOption = False) -> None:
    """Créer ou mettre à jour la base, les rôles et le coffre ; sans danger à répéter."""
    catalogue.demand()
    call_command("migrate", interactive=False, verbosity=0)
    described = create_vault().describe()
    from selfcontact.identity.actions import ensure_box

    ensure_box(actor=SYSTEM)
    show({"database": "à jour", "vault": described.kind, "location": described.location}, as_json=as_json)


def web(
    face: Annotated[str, typer.Argument(help="console, portal ou public")] = "console",
    bind: Annotated[str, typer.Option(help="Adresse et port ; 127.0.0.1 et le port de la face par défaut.")] = "",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processus ; chacun répond à huit pages à la fois.")] = 2,
) -> None:
    """Servir une face : la console du personnel, le portail des candidats ou le site public."""
    if face not in PORTS:
        raise typer.BadParameter(", ".join(PORTS))
    catalogue.demand()
    if face in STRANGERS and borrowed(face):
        _warn_of_borrowing(face)
    gunicorn = Path(sys.executable).with_name("gunicorn")
    # Threads: a page that waits for a slow upload or for the database holds no other page back.
    arguments = [str(gunicorn), "--bind", bind or f"127.0.0.1:{PORTS[face]}", "--workers", str(workers)]
    arguments += [
        "--threads",
        "8",
        "--timeout",
        "120",
        "--no-control-socket",
        "--forwarded-allow-ips",
        "127.0.0.1,::1",
        "selfcontact.wsgi",
    ]
    os.execv(gunicorn, arguments)  # noqa: S606 - the web server takes this process over, signals included


def _warn_of_borrowing(face: str) -> None:
    """Say that whoever takes this process over could take on other rights; how to prevent it is in the manual."""
    name = f"DATABASE_URL_{face.upper()}"
    warn(
        f"Attention : cette face se connecte avec le compte de la base entière. Donnez-lui le sien : {name}.",
        f"Warning: this face connects with the account of the whole database. Give it one of its own: {name}.",
    )


def worker() -> None:
    """Tenir le journal, faire partir les campagnes programmées, exécuter les tâches."""
    from selfcontact.cli.work import work

    catalogue.demand()
    work()


def sender(
    route: Annotated[list[str] | None, typer.Option(help="Ces routes seulement.")] = None,
    until_idle: Annotated[bool, typer.Option(help="S’arrêter quand il n’y a plus rien à envoyer.")] = False,
) -> None:
    """Envoyer."""
    from selfcontact.campaigns.sender import run

    catalogue.demand()
    run(routes=route, until_idle=until_idle)


def up() -> None:
    """Tout sur une machine : base, console, portail, site public, journal, émetteur, voix. Ctrl-C arrête tout."""
    from selfcontact.mailbox import postman

    setup()
    children = [*(_child("web", face) for face in PORTS), _child("worker"), _child("sender"), _child("voice")]
    if settings.MAILBOX_HOST or postman.employed():
        children.append(_child("mailbox"))
    where = ", ".join(f"{face} http://localhost:{port}" for face, port in PORTS.items())
    say(f"En marche : {where}. Ctrl-C pour arrêter.", f"Running: {where}. Ctrl-C to stop.")

    def stop(number: int, frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    # The first child to leave takes the others with it: a half-running house is worse than a stopped one.
    os.waitpid(-1, 0)
    stop(0, None)
    failed = any(child.wait() for child in children)
    raise typer.Exit(1 if failed else 0)


def _child(*arguments: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the parent alone, which then stops each child in order.
    command = [sys.executable, "-m", "selfcontact", *arguments]
    return subprocess.Popen(command, start_new_session=True)


def attach(app: typer.Typer) -> None:
    """Add the long processes to the command line."""
    for command in (setup, up, web, worker, sender):
        app.command()(command)
