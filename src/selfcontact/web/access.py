"""Who is asking, as what, and whether a second factor stands behind it."""

from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from selfcontact.accounts import factors
from selfcontact.accounts.models import Face, User
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError

#: The session remembers that a factor exists: the last one cannot be removed (see `FactorAdapter`).
READY = "second_factor_ready"
#: When the passkey was shown that this session last signed with: each showing signs one thing.
SIGNED_WITH = "passkey_signed_with"
#: How long a passkey shown on purpose may sign.
FRESH = timedelta(minutes=2)
ATTEMPTS, WINDOW = 5, 300


def user_of(request: HttpRequest) -> User:
    """Return the user who signed in; raises TypeError for a visitor."""
    if not isinstance(request.user, User):
        raise TypeError("nobody has signed in")
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    """Return the user as actions and the ledger know it."""
    return user_of(request).actor()


def positions(request: HttpRequest) -> set[str]:
    """Return the roles of a member of the staff, or the seats of a member of a candidate's team."""
    user = user_of(request)
    if user.face != settings.FACE:
        return set()
    if user.face == Face.CONSOLE:
        return set(user.roles)
    return set(seats(request).values())


def seats(request: HttpRequest) -> dict[int, str]:
    """Return the seat of the user beside each candidate, by the candidate's number; read once a request."""
    user = user_of(request)
    if "seats" not in vars(user):
        vars(user)["seats"] = dict(user.memberships.values_list("candidate_id", "seat"))
    return dict(vars(user)["seats"])


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether the user has one; allauth has then asked for it at sign-in."""
    if not request.session.get(READY):
        factors = Authenticator.objects.filter(user=user_of(request))
        request.session[READY] = factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    return bool(request.session[READY])


def confirm_factor(request: HttpRequest, code: str) -> str:
    """Return the kind of second factor just shown: a code, or without one a passkey used within two minutes.

    Raises UserError when it is wrong, already used, or tried too often. Nothing is signed without it.
    """
    if not code:
        return _recent_passkey(request)
    user = user_of(request)
    attempts = _count_attempt(user)
    kind = _kind_of(user, code)
    if kind is None or not factors.spend(user, code):
        raise UserError(
            "factor_wrong", fr="Ce code n’est pas bon, ou a déjà servi.", en="This code is wrong or was used."
        )
    # What is counted is failures: whoever signs many texts in a row is not locked out.
    cache.delete(attempts)
    return kind


def _kind_of(user: User, code: str) -> str | None:
    for factor in Authenticator.objects.filter(user=user):
        if factor.type == Authenticator.Type.TOTP and TOTP(factor).validate_code(code):
            return "totp"
        if factor.type == Authenticator.Type.RECOVERY_CODES and RecoveryCodes(factor).validate_code(code):
            return "recovery-code"
    return None


def _recent_passkey(request: HttpRequest) -> str:
    earliest = max((timezone.now() - FRESH).timestamp(), request.session.get(SIGNED_WITH, 0))
    for record in get_authentication_records(request, user_of(request)):
        if record.get("method") == "mfa" and record.get("type") == "webauthn" and record.get("at", 0) > earliest:
            request.session[SIGNED_WITH] = record["at"]
            return "passkey"
    raise UserError(
        "factor_missing",
        fr="Entrez un code de votre application, ou utilisez votre clé d’accès.",
        en="Enter a code of your application, or use your passkey.",
    )


def _count_attempt(user: User) -> str:
    """Return under which key the attempts are counted; raises UserError after too many."""
    key = f"factor-attempts:{user.uid}"
    cache.add(key, 0, WINDOW)
    if cache.incr(key) > ATTEMPTS:
        raise UserError(
            "factor_attempts",
            fr="Trop de codes essayés : attendez cinq minutes.",
            en="Too many codes tried: wait five minutes.",
        )
    return key
