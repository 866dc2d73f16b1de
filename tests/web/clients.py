"""Clients of the faces that have signed in, without the pages of sign-in."""

import time
from collections.abc import Sequence

from allauth.account.internal.flows import login
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from selfcontact.accounts.models import Face, Membership, Role, Seat, User
from selfcontact.mandates.models import Candidate

PASSWORD = "une phrase assez longue"


class Signed(Client):
    """A client of one face; `secret` is that of its authenticator application."""

    user: User
    secret: str

    def code(self, step: int = 0) -> str:
        """Return the code that the application shows, or the one of another step of thirty seconds."""
        return totp(self.secret, step)


def totp(secret: str, step: int = 0) -> str:
    """Return the six digits of a secret now, or `step` periods away."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def make_user(email: str, *, face: Face, roles: Sequence[Role] = (), name: str = "") -> tuple[User, str]:
    """Return an open account with a password and an authenticator, and that authenticator's secret."""
    user = User.objects.create_user(email, PASSWORD, face=face, roles=[str(role) for role in roles], name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return user, secret


def sign_in(user: User, secret: str) -> Signed:
    """Return a client in which `user` has signed in with both factors."""
    client = Signed(enforce_csrf_checks=False)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    client.user, client.secret = user, secret
    session = client.session
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "email": user.email},
        {"method": "mfa", "at": time.time(), "type": "totp"},
    ]
    session.save()
    return client


def staff_client(*roles: Role) -> Signed:
    """Return a client of the console with these roles."""
    name = "-".join(roles) or "nobody"
    user = User.objects.filter(email=f"{name}@selfcontact.example").first()
    if user is not None:
        user.delete()
    return sign_in(*make_user(f"{name}@selfcontact.example", face=Face.CONSOLE, roles=roles, name=name))


def team_client(candidate: Candidate, seat: Seat) -> Signed:
    """Return a client of the portal who sits beside a candidate."""
    email = f"{seat}-{candidate.reference}@equipe.example".lower()
    User.objects.filter(email=email).delete()
    user, secret = make_user(email, face=Face.PORTAL, name=f"{seat} {candidate.reference}")
    Membership.objects.create(user=user, candidate=candidate, seat=str(seat))
    return sign_in(user, secret)
