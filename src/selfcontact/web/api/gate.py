"""Who calls, how often, and whether the token reaches that far; and a call under an idempotency key happens once."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from selfcontact.integrations import idempotency, tokens
from selfcontact.integrations.idempotency import Answer
from selfcontact.integrations.scopes import Scope
from selfcontact.integrations.tokens import Caller
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import SystemClock
from selfcontact.web.api import problems

View = Callable[..., BaseModel]
Answering = Callable[..., HttpResponse]
KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 255
KEY = re.compile(r"[A-Za-z0-9_.:-]+", re.ASCII)
#: Tokens and keys live in true time: a rehearsal's clock neither shortens nor lengthens them.
TRUE_TIME = SystemClock()


class Needs:
    """Lets a call through when its token has the scope; answers 401, 429 or 403 otherwise, in that order."""

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """Return who calls; raises Problem."""
        at = TRUE_TIME.now()
        found = tokens.caller(_bearer(request), at)
        if found is None:
            raise problems.unauthorised()
        if tokens.count_call(found.token, at) > settings.API_CALLS_PER_MINUTE:
            raise problems.too_many(60 - at.second)
        if self.scope is not None and self.scope not in found.scopes:
            raise problems.forbidden(self.scope)
        return found


def caller_of(request: HttpRequest) -> Caller:
    """Return who calls, once `Needs` let the call through."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Caller):
        raise problems.unauthorised()
    return found


def actor_of(request: HttpRequest) -> Actor:
    """Return the token as actions and the ledger know it.

    Not its owner: what a program did must never read as done by a person. Who owns it stands in the entry of its issue.
    """
    return caller_of(request).token.actor()


def writes(status: int = 200, location: Callable[[str], str] | None = None) -> Callable[[View], Answering]:
    """Make a view's shape the answer, carried out once where the call has an idempotency key."""

    def decorate(view: View) -> Answering:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            def carry_out() -> Answer:
                shape = view(request, *args, **kwargs)
                place = location(str(getattr(shape, "reference", ""))) if location else ""
                return Answer(status=status, body=shape.model_dump_json(), location=place)

            return _response(_once(request, carry_out))

        return answer

    return decorate


def _once(request: HttpRequest, carry_out: Callable[[], Answer]) -> Answer:
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return carry_out()
    if len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        raise problems.Problem(
            422,
            "idempotency_key",
            fr="Une clé de 1 à 255 caractères, parmi A-Z, a-z, 0-9 et « _.:- ».",
            en="A key of 1 to 255 characters, among A-Z, a-z, 0-9 and “_.:-”.",
        )
    asked = idempotency.fingerprint(str(request.method), request.path, request.body)
    return idempotency.once(caller_of(request).token, key, asked, TRUE_TIME.now(), carry_out)


def _response(answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, content_type="application/json; charset=utf-8")
    if answer.location:
        response.headers["Location"] = answer.location
    if answer.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _bearer(request: HttpRequest) -> str:
    kind, _, clear = request.headers.get("Authorization", "").partition(" ")
    return clear.strip() if kind.lower() == "bearer" else ""
