"""selfcontact mailbox"""

import typer
from django.conf import settings

from selfcontact.cli.output import JsonOption, say, show
from selfcontact.cli.work import clock
from selfcontact.lib.errors import UserError

mailbox = typer.Typer(
    invoke_without_command=True, help="La boîte du délégué : lire ce qui arrive, porter ce que nous écrivons."
)


@mailbox.callback()
def run(context: typer.Context) -> None:
    """Lire la boîte du délégué et porter ce que nous écrivons, jusqu’à l’arrêt."""
    if context.invoked_subcommand:
        return
    from selfcontact.mailbox import postman, process

    if not (settings.MAILBOX_HOST or postman.employed()):
        raise UserError(
            "mailbox_off",
            fr="Aucune boîte ni aucun serveur d’envoi n’est réglé : rien à lire, rien à porter.",
            en="No mailbox and no sending server is set: nothing to read, nothing to carry.",
            hint="SELFCONTACT_MAILBOX_HOST, SELFCONTACT_EMAIL_HOST",
        )
    process.run(clock(), process.until_told())


@mailbox.command("check")
def check(as_json: JsonOption = False) -> None:
    """Essayer la boîte : hébergeur examiné, connexion, compte, dossier ; rien n’est lu ni effacé."""
    from selfcontact.mailbox import box

    if not settings.MAILBOX_HOST:
        say("Aucune boîte n’est réglée.", "No mailbox is set.")
        raise typer.Exit(1)
    with box.opened(clock().now()) as opened:
        found = {
            "host": settings.MAILBOX_HOST,
            "security": settings.MAILBOX_SECURITY,
            "folder": settings.MAILBOX_FOLDER,
            "subprocessor": settings.MAILBOX_SUBPROCESSOR or None,
            "waiting": len(opened.waiting()),
            "idle": opened.idles,
            "deletes": settings.MAILBOX_DELETE,
        }
    show(found, as_json=as_json)
