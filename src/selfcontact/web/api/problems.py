"""Every refusal as application/problem+json (RFC 9457), in the language that the caller asked for."""

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from ninja.errors import HttpError, ValidationError

from selfcontact.lib.errors import UserError

MEDIA_TYPE = "application/problem+json"
NOTHING: Mapping[str, str] = MappingProxyType({})
#: The state of things stands in the way, not what was asked: read again, then decide.
CONFLICTS = frozenset({
    "campaign_changed", "campaign_state", "content_changed", "delivery_state", "idempotency_busy", "not_approved",
    "disk_full", "load_running", "too_late", "upload_busy", "upload_gone", "upload_offset", "upload_state",
    "uploads_too_many",
})  # fmt: skip
#: How the views call what they are asked.
OUR_WORD = "asked"
log = structlog.get_logger("api")


class Problem(Exception):  # noqa: N818 - the standard's own word
    """A refusal with its status, its code and its sentence in both languages."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        fr: str,
        en: str,
        hint: str = "",
        headers: Mapping[str, str] = NOTHING,
        errors: Sequence[Mapping[str, object]] = (),
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.fr = fr
        self.en = en
        self.hint = hint
        self.headers = headers
        self.errors = errors

    def response(self) -> HttpResponse:
        """Return the answer, its sentence in the language of the request."""
        language = "en" if (get_language() or "fr").startswith("en") else "fr"
        said: dict[str, object] = {
            "type": f"urn:selfcontact:problem:{self.code}",
            "title": self.en if language == "en" else self.fr,
            "status": self.status,
            "code": self.code,
        }
        said |= {"detail": self.hint} if self.hint else {}
        said |= {"errors": list(self.errors)} if self.errors else {}
        response = HttpResponse(json.dumps(said), status=self.status, content_type=MEDIA_TYPE)
        for name, value in {"Content-Language": language, **self.headers}.items():
            response.headers[name] = value
        return response


def malformed() -> Problem:
    """400: a body that is not JSON."""
    return Problem(400, "body_malformed", fr="Le corps n’est pas du JSON.", en="The body is not JSON.")


def unauthorised() -> Problem:
    """401: no token, or one that no longer opens anything."""
    return Problem(
        401,
        "token_invalid",
        fr="Un jeton valide est attendu.",
        en="A valid token is expected.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def forbidden(scope: str) -> Problem:
    """403: a token without that scope, or whose owner lost the role it asks for."""
    return Problem(
        403,
        "scope_missing",
        fr=f"Ce jeton n’a pas la portée {scope}, ou son titulaire n’en a plus le rôle.",
        en=f"This token lacks the scope {scope}, or its owner no longer has its role.",
    )


def not_found() -> Problem:
    """404: nothing of that reference, or no such address."""
    return Problem(404, "not_found", fr="Il n’y a rien à cette adresse.", en="There is nothing at this address.")


def not_allowed(allowed: str) -> Problem:
    """405: the address exists, for other methods."""
    return Problem(
        405,
        "method_not_allowed",
        fr="Cette adresse attend une autre méthode.",
        en="This address expects another method.",
        headers={"Allow": allowed},
    )


def exists() -> Problem:
    """409: somebody took that reference meanwhile."""
    return Problem(409, "exists", fr="Cette référence est déjà prise.", en="This reference is already taken.")


def too_large() -> Problem:
    """413: a body longer than any call needs."""
    return Problem(413, "body_too_large", fr="Le corps est trop long.", en="The body is too long.")


def too_many(seconds: int) -> Problem:
    """429: more calls in the minute than a token may make."""
    return Problem(
        429,
        "too_many_calls",
        fr="Trop d’appels dans la minute.",
        en="Too many calls in this minute.",
        headers={"Retry-After": str(seconds)},
    )


def failed() -> Problem:
    """500: our fault; the cause is in the log, never in the answer."""
    return Problem(500, "failed", fr="L’appel a échoué de notre fait.", en="The call failed on our side.")


def refused(error: UserError) -> Problem:
    """409 or 422: an action or a rule said no."""
    status = 409 if error.code in CONFLICTS else 422
    return Problem(status, error.code, fr=error.fr, en=error.en, hint=error.hint)


def invalid(error: ValidationError) -> Problem:
    """422: what was sent does not fit the document; the places are named, the values are not repeated."""
    errors = [{"at": _place(one["loc"]), "code": one["type"], "detail": one["msg"]} for one in error.errors]
    return Problem(
        422,
        "invalid",
        fr="La demande ne suit pas le document.",
        en="The request does not follow the document.",
        errors=errors,
    )


def _place(parts: Sequence[object]) -> str:
    """Return where a value stands in the request, without the name that our own function gives to the body."""
    return ".".join(str(part) for part in parts if part != OUR_WORD)


PLAIN: Mapping[type[Exception], Callable[[], Problem]] = {
    Http404: not_found,
    HttpError: malformed,
    RequestDataTooBig: too_large,
    IntegrityError: exists,
}


def of(error: Exception) -> Problem:
    """Return the problem that any exception of the interface is answered with."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, UserError):
        return refused(error)
    if isinstance(error, ValidationError):
        return invalid(error)
    for kind, problem in PLAIN.items():
        if isinstance(error, kind):
            return problem()
    log.error("api_failed", exc_info=error)
    return failed()
