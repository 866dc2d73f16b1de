"""selfcontact user invite | list | roles | close : who signs in to the console and the portal."""

from typing import Annotated

import typer

from selfcontact.accounts import actions
from selfcontact.accounts.models import Face, Invitation, Role, Seat, User
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Candidate
from selfcontact.web.clock import now

user = typer.Typer(no_args_is_help=True, help="Comptes de la console et du portail.")


@user.command()
def invite(
    email: Annotated[str, typer.Argument(help="Adresse de la personne invitée.")],
    name: Annotated[str, typer.Option(help="Son nom, tel qu’il s’affiche.")] = "",
    role: Annotated[list[Role] | None, typer.Option(help="Rôle dans la console ; répétable.")] = None,
    candidate: Annotated[str, typer.Option(help="Pour le portail : la référence du candidat.")] = "",
    seat: Annotated[Seat, typer.Option(help="Pour le portail : la place dans l’équipe.")] = Seat.READER,
    as_json: JsonOption = False,
) -> None:
    """Inviter quelqu’un ; le lien affiché ouvre son compte une fois."""
    if candidate:
        found = find(Candidate, candidate)
        place = actions.Place(face=Face.PORTAL, candidate_id=found.pk, seat=seat)
    else:
        place = actions.Place(face=Face.CONSOLE, roles=role or [])
    made = actions.invite(actor=actions.terminal_actor(), email=email, name=name, place=place, at=now())
    show({"link": made.link, "expires_at": made.invitation.expires_at.isoformat()}, as_json=as_json)


@user.command("list")
def list_users(as_json: JsonOption = False) -> None:
    """Lister les comptes."""
    waiting = set(Invitation.objects.filter(accepted_at=None, revoked_at=None).values_list("user_id", flat=True))
    rows = (
        {
            "email": one.email,
            "name": one.name,
            "face": one.face,
            "roles": one.roles or [seat.seat for seat in one.memberships.all()],
            "state": "active" if one.is_active else "invited" if one.pk in waiting else "closed",
        }
        for one in User.objects.prefetch_related("memberships").order_by("face", "email")
    )
    listing(rows, as_json=as_json)


@user.command()
def roles(
    email: Annotated[str, typer.Argument(help="Adresse du compte, celui du terminal compris.")],
    role: Annotated[list[Role], typer.Option(help="Rôle dans la console ; répétable.")],
    as_json: JsonOption = False,
) -> None:
    """Donner ces rôles à un compte, et aucun autre ; le journal dit qui les a donnés."""
    found = _find(email)
    actions.set_roles(actor=actions.terminal_actor(), user=found, roles=role)
    show({"email": found.email, "roles": list(found.roles)}, as_json=as_json)


def _find(email: str) -> User:
    found = User.objects.filter(email=email.lower()).first()
    if found is None:
        raise UserError("unknown_user", fr="Aucun compte n’a cette adresse.", en="No account has this address.")
    return found


@user.command()
def close(email: str, as_json: JsonOption = False) -> None:
    """Fermer un compte et ses sessions."""
    found = _find(email)
    actions.close(actor=actions.terminal_actor(), user=found, at=now())
    show({"email": email, "state": "closed"}, as_json=as_json)
