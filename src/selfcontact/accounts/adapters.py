"""What the house changes in allauth's sign-in: no sign-up, one face each, second factors sealed and never all gone."""

import base64
import time
from functools import cache

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from selfcontact.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts exist by invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody makes an account without an invitation."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Spare whoever signed in a few minutes ago the same password again."""
        request = context.request
        at = max((record["at"] for record in get_authentication_records(request, request.user)), default=0)
        return bool(time.time() - at >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: object) -> HttpResponse | None:
        """Refuse, as if the account were closed, a user of the other face."""
        if user.face != settings.FACE:
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]


@cache
def _cipher(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factors").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of second factors are useless without the key of the face, which is not in the database."""

    def encrypt(self, text: str) -> str:
        """Return a secret sealed under the key of the face."""
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret in clear."""
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to remove the last second factor; recovery codes are not one."""
        factors = Authenticator.objects.filter(user_id=authenticator.user_id)
        left = factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exclude(pk=authenticator.pk)
        return bool(authenticator.type == Authenticator.Type.RECOVERY_CODES or left.exists())
