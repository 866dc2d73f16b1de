"""What one can do to accounts: invite, accept, change roles and seats, close, end sessions."""

import getpass
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from selfcontact.accounts.models import Face, Invitation, Membership, Role, Seat, User
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.errors import UserError

#: The accounts of whoever types on the machine itself, which no role limits.
TERMINAL = "@terminal.local"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an invitation leads: the console with roles, or the portal with a seat beside one candidate."""

    face: Face
    roles: Sequence[Role] = ()
    candidate_id: int | None = None
    seat: Seat | None = None


@dataclass(frozen=True, kw_only=True)
class Invited:
    """`link` holds the only copy of the secret."""

    invitation: Invitation
    link: str


def _note(actor: Actor, action: Action, user: User, **details: JSON) -> None:
    record(actor=actor, action=action, mandate_id=None, object_id=user.uid, details=details)


def terminal_actor() -> Actor:
    """Return the actor for whoever types on this machine: one account per system login, made at first use."""
    email = f"{getpass.getuser()}{TERMINAL}".lower()
    if user := User.objects.filter(email=email).first():
        return user.actor()
    with transaction.atomic():
        user = User.objects.create_user(email)
        _note(SYSTEM, Action.USER_ADDED, user, door="terminal")
    return user.actor()


def demand_dpo(actor: Actor, *, terminal: bool = False) -> None:
    """Raise UserError unless the actor bears the role of DPO; `terminal`: or types on this machine, whatever the role.

    At the terminal the role is given to the login's own account, which the ledger tells.
    """
    may = Q(roles__contains=[Role.DPO]) | (Q(email__endswith=TERMINAL) if terminal else Q())
    if not User.objects.filter(may, uid=actor.uid, is_active=True).exists():
        raise UserError(
            "dpo_only",
            fr="Seul le délégué à la protection des données en décide.",
            en="The data protection officer alone decides this.",
            hint="selfcontact user roles",
        )


@transaction.atomic
def invite(*, actor: Actor, email: str, name: str, place: Place, at: datetime) -> Invited:
    """Make an account that opens with the link returned; raises UserError when the address is taken or in use.

    Inviting an address again makes a new link and revokes the former one. An account that was closed begins anew: its
    second factors are forgotten with its password, which is how one that was lost is replaced.
    """
    _refuse_incomplete(place)
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        user = User.objects.create_user(email.strip(), name=name, face=place.face, is_active=False)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    elif user.is_active or user.face != place.face:
        raise UserError(
            "account_exists",
            fr="Cette adresse a déjà un compte.",
            en="This address already has an account.",
        )
    else:
        _begin_anew(user)
    _seat(user, place)
    return _invitation(actor, user, at)


def _begin_anew(user: User) -> None:
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()


def _refuse_incomplete(place: Place) -> None:
    if place.face == Face.CONSOLE and not place.roles:
        raise UserError("roles_missing", fr="Choisissez au moins un rôle.", en="Choose at least one role.")
    if place.face == Face.PORTAL and (place.candidate_id is None or place.seat is None):
        raise UserError("seat_missing", fr="Choisissez le candidat et la place.", en="Choose the candidate and seat.")


def _seat(user: User, place: Place) -> None:
    user.roles = [str(role) for role in place.roles]
    user.save(update_fields=["roles"])
    if place.candidate_id is not None and place.seat is not None:
        Membership.objects.update_or_create(
            user=user, candidate_id=place.candidate_id, defaults={"seat": str(place.seat)}
        )


def _invitation(actor: Actor, user: User, at: datetime) -> Invited:
    _revoke_invitations(user, at)
    secret = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        user=user,
        secret_sha256=_digest(secret),
        invited_by=actor.uid,
        created_at=at,
        expires_at=at + timedelta(hours=settings.INVITATION_HOURS),
    )
    seats = list(user.memberships.values_list("candidate_id", "seat"))
    _note(actor, Action.USER_INVITED, user, face=user.face, roles=list(user.roles), seats=[list(s) for s in seats])
    return Invited(invitation=made, link=f"{settings.FACE_URLS[user.face]}/invitation/{secret}/")


def _revoke_invitations(user: User, at: datetime) -> None:
    user.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def open_invitation(secret: str, at: datetime) -> Invitation:
    """Return the invitation of a link that is still good on this face; raises UserError otherwise."""
    found = Invitation.objects.select_related("user").filter(secret_sha256=_digest(secret)).first()
    if found is None or found.user.face != settings.FACE or found.accepted_at or found.revoked_at:
        raise _void()
    if at >= found.expires_at:
        raise UserError(
            "invitation_expired",
            fr="Cette invitation a expiré : demandez-en une nouvelle.",
            en="This invitation has expired: ask for a new one.",
        )
    return found


def _void() -> UserError:
    return UserError("invitation_unknown", fr="Cette invitation n’est plus valable.", en="This invitation is void.")


@transaction.atomic
def accept(*, secret: str, password: str, at: datetime) -> User:
    """Open the account with a password of its own; raises UserError for a void link or a weak password.

    The ledger's entry is written by the worker (`note_accepted`): the portal has no key to seal it with.
    """
    invitation = open_invitation(secret, at)
    user = invitation.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        said = " ".join(error.messages)
        raise UserError("password_weak", fr=said, en=said) from error
    # Of two who follow the link at once, or of one and whoever revokes it, one wins.
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(accepted_at=at):
        raise _void()
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    return user


@transaction.atomic
def note_accepted(*, actor: Actor) -> int:
    """Write to the ledger the invitations accepted since the last time; return their number."""
    found = Invitation.objects.select_for_update(skip_locked=True, of=("self",)).filter(noted=False)
    waiting = list(found.exclude(accepted_at=None).select_related("user"))
    for one in waiting:
        at = one.accepted_at.isoformat() if one.accepted_at else ""
        _note(one.user.actor(), Action.USER_JOINED, one.user, at=at)
    Invitation.objects.filter(pk__in=[one.pk for one in waiting]).update(noted=True)
    return len(waiting)


@transaction.atomic
def set_roles(*, actor: Actor, user: User, roles: Sequence[Role]) -> None:
    """Give a member of the staff these roles and no others; raises UserError when the last administrator would go."""
    _refuse_incomplete(Place(face=Face.CONSOLE, roles=roles))
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(user)
    user.roles = [str(role) for role in roles]
    user.save(update_fields=["roles"])
    _note(actor, Action.USER_CHANGED, user, roles=list(user.roles))


@transaction.atomic
def close(*, actor: Actor, user: User, at: datetime) -> None:
    """Close an account, end its sessions and void its invitation; raises UserError for the last administrator."""
    _keep_an_administrator(user)
    _revoke_invitations(user, at)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    _note(actor, Action.USER_SUSPENDED, user)


def end_sessions(user: User) -> int:
    """End every session of a user of this face; return their number."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def _keep_an_administrator(user: User) -> None:
    others = User.objects.filter(is_active=True, roles__contains=[Role.ADMINISTRATOR.value]).exclude(pk=user.pk)
    if Role.ADMINISTRATOR in user.roles and user.is_active and not others.exists():
        raise UserError(
            "last_administrator",
            fr="C’est le dernier administrateur : nommez-en un autre d’abord.",
            en="This is the last administrator: appoint another one first.",
        )
