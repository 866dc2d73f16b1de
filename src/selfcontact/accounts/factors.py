"""What the house asks of second factors beyond allauth: a code serves once, and the first one ends weaker sessions."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest

from selfcontact.accounts.models import User


def spend(user: User, code: str) -> bool:
    """Tell whether this code, which is good, serves for the first time, and keep that it did.

    allauth forgets a code after one period, and takes it for thrice that, for the sake of slow clocks.
    """
    lifetime = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return bool(cache.add(f"factor-spent:{user.pk}:{normalize_user_code(code)}", "y", lifetime))


class SpentOnce:
    """A form of allauth that takes a code which nothing was opened or signed with."""

    user: User

    def clean_code(self) -> str:
        """Return the code; raises ValidationError when it is wrong or was used."""
        code = str(super().clean_code())  # type: ignore[misc]
        if not spend(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInForm(SpentOnce, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class SignInAgainForm(SpentOnce, ReauthenticateForm):  # type: ignore[misc]
    """The proof asked for again in a session."""


@receiver(authenticator_added, dispatch_uid="the-first-factor-ends-weaker-sessions")
def end_weaker_sessions(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """End the other sessions of someone who sets a first factor: they were opened by a password alone."""
    others = Authenticator.objects.filter(user=user).exclude(pk=authenticator.pk)
    if others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        return
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()
