"""selfcontact token … | webhook … | api schema : what other systems call the console with, and are told by it."""

import json
from typing import Annotated
from uuid import UUID

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.accounts.models import Face, User
from selfcontact.cli.output import JsonOption, language, listing, show
from selfcontact.integrations import actions
from selfcontact.integrations.events import EVENTS
from selfcontact.integrations.models import ApiToken, Webhook
from selfcontact.integrations.scopes import Scope
from selfcontact.lib.clock import SystemClock
from selfcontact.lib.errors import UserError

#: Tokens and signatures live in true time, a rehearsal's included.
TRUE_TIME = SystemClock()
token = typer.Typer(no_args_is_help=True, help="Jetons de l’interface de programmation.")
webhook = typer.Typer(no_args_is_help=True, help="Adresses prévenues des événements.")
api = typer.Typer(no_args_is_help=True, help="L’interface de programmation elle-même.")


@token.command("issue")
def issue_token(
    owner: Annotated[str, typer.Argument(help="Adresse du titulaire ; le jeton ne va jamais au-delà de ses rôles.")],
    name: Annotated[str, typer.Option(help="Le système qui s’en servira.")],
    scope: Annotated[list[Scope], typer.Option(help="Ce qu’il peut faire ; répétable.")],
    days: Annotated[int, typer.Option(min=1, max=actions.LONGEST_LIFE, help="Sa durée, en jours.")] = 90,
    as_json: JsonOption = False,
) -> None:
    """Délivrer un jeton, montré cette seule fois."""
    found = User.objects.filter(email=owner.lower(), face=Face.CONSOLE).first()
    if found is None:
        raise UserError("unknown_user", fr="Aucun compte n’a cette adresse.", en="No account has this address.")
    issued = actions.issue_token(
        actor=terminal_actor(), owner=found, name=name, words=list(scope), days=days, at=TRUE_TIME.now()
    )
    show({"token": issued.clear, **_token(issued.token)}, as_json=as_json)


@token.command("list")
def list_tokens(as_json: JsonOption = False) -> None:
    """Lister les jetons, sans ce qui les ouvre."""
    listing((_token(one) for one in ApiToken.objects.select_related("owner").order_by("id")), as_json=as_json)


@token.command("revoke")
def revoke_token(
    prefix: Annotated[str, typer.Argument(help="Les douze premiers caractères du jeton.")], as_json: JsonOption = False
) -> None:
    """Révoquer un jeton : il n’ouvre plus rien."""
    found = actions.find_token(prefix)
    if found is None:
        raise UserError("unknown_token", fr="Aucun jeton ne commence ainsi.", en="No token begins like this.")
    actions.revoke_token(actor=terminal_actor(), token=found, at=TRUE_TIME.now())
    show(_token(found), as_json=as_json)


@webhook.command("add")
def add_webhook(
    url: Annotated[str, typer.Argument(help="Adresse https à prévenir.")],
    event: Annotated[list[str] | None, typer.Option(help="Événement ; répétable. Tous par défaut.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Ajouter une adresse ; son secret est montré cette seule fois."""
    opened = actions.add_webhook(actor=terminal_actor(), url=url, names=event or EVENTS, at=TRUE_TIME.now())
    show({"secret": opened.secret, **_webhook(opened.webhook)}, as_json=as_json)


@webhook.command("list")
def list_webhooks(as_json: JsonOption = False) -> None:
    """Lister les adresses prévenues."""
    listing((_webhook(one) for one in Webhook.objects.order_by("id")), as_json=as_json)


WebhookArgument = Annotated[UUID, typer.Argument(help="Identifiant du webhook.", show_default=False)]


@webhook.command("sent")
def list_sent(uid: WebhookArgument, as_json: JsonOption = False) -> None:
    """Lister les cinquante derniers envois à une adresse."""
    sent = _found(uid).deliveries.order_by("-id")[:50]
    listing(
        (
            {
                "event": one.event,
                "id": str(one.event_id),
                "state": one.state,
                "attempts": one.attempts,
                "outcome": one.outcome,
                "created_at": one.created_at.isoformat(),
            }
            for one in sent
        ),
        as_json=as_json,
    )


@webhook.command("test")
def send_test(uid: WebhookArgument, as_json: JsonOption = False) -> None:
    """Envoyer un événement d’essai."""
    made = actions.send_test(actor=terminal_actor(), webhook=_found(uid), at=TRUE_TIME.now())
    show({"event": made.event, "id": str(made.event_id)}, as_json=as_json)


@webhook.command("rotate")
def rotate_secret(uid: WebhookArgument, as_json: JsonOption = False) -> None:
    """Renouveler le secret ; l’ancien signe encore un jour à côté du nouveau."""
    opened = actions.rotate_secret(actor=terminal_actor(), webhook=_found(uid), at=TRUE_TIME.now())
    show({"secret": opened.secret, **_webhook(opened.webhook)}, as_json=as_json)


@webhook.command("disable")
def disable_webhook(uid: WebhookArgument, as_json: JsonOption = False) -> None:
    """Ne plus prévenir une adresse."""
    found = _found(uid)
    actions.disable_webhook(actor=terminal_actor(), webhook=found, at=TRUE_TIME.now(), grounds="by-hand")
    show(_webhook(found), as_json=as_json)


@webhook.command("enable")
def enable_webhook(uid: WebhookArgument, as_json: JsonOption = False) -> None:
    """Prévenir de nouveau une adresse, de ce qui arrive à partir de maintenant."""
    found = _found(uid)
    actions.enable_webhook(actor=terminal_actor(), webhook=found)
    show(_webhook(found), as_json=as_json)


@webhook.command("remove")
def remove_webhook(uid: WebhookArgument, as_json: JsonOption = False) -> None:
    """Oublier une adresse et son secret."""
    found = _found(uid)
    actions.remove_webhook(actor=terminal_actor(), webhook=found)
    show({"id": str(uid), "state": "removed"}, as_json=as_json)


@api.command("schema")
def print_schema(
    tongue: Annotated[str, typer.Option("--language", help="fr ou en ; celle du terminal par défaut.")] = "",
) -> None:
    """Écrire le document OpenAPI 3.1, le même que celui que sert la console."""
    from selfcontact.web.api.document import document

    print(json.dumps(document(tongue or language()), ensure_ascii=False, indent=2))


def _found(uid: UUID) -> Webhook:
    found = Webhook.objects.filter(uid=uid).first()
    if found is None:
        raise UserError(
            "unknown_webhook",
            fr="Aucun webhook n’a cet identifiant.",
            en="No webhook has this id.",
            hint="selfcontact webhook list",
        )
    return found


def _token(one: ApiToken) -> dict[str, object]:
    return {
        "prefix": one.prefix,
        "name": one.name,
        "owner": one.owner.email,
        "scopes": one.scopes,
        "state": one.state(TRUE_TIME.now()),
        "expires_at": one.expires_at.isoformat(),
        "last_used_on": one.last_used_on,
    }


def _webhook(one: Webhook) -> dict[str, object]:
    return {
        "id": str(one.uid),
        "url": one.url,
        "events": one.events,
        "state": "disabled" if one.disabled_at else "active",
        "created_at": one.created_at.isoformat(),
    }
