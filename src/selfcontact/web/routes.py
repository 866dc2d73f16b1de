"""Addresses of a face, each with who may go there. A view that does not pass through here is never served."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path

from selfcontact.accounts.models import Face, Role, Seat
from selfcontact.web.access import has_second_factor, positions

View = Callable[..., HttpResponseBase]


class Everyone(StrEnum):
    """Who needs no role: visitors, and whoever has signed in but not yet set a second factor."""

    VISITOR = "visitor"
    SIGNED_IN = "signed-in"
    #: Answers for itself, by a token of its own (see `selfcontact.web.api`).
    TOKEN = "token"  # noqa: S105 - a kind of caller


Roles = frozenset[Role] | frozenset[Seat] | Everyone
EVERY_STAFF = frozenset(Role)
EVERY_SEAT = frozenset(Seat)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the matrix."""

    name: str
    pattern: str
    roles: Roles


def route(pattern: str, view: View, *, name: str, roles: Roles, **kwargs: Any) -> URLPattern:
    """Return Django's path, behind sign-in, the second factor and these roles; whoever lacks them gets 404."""
    return path(pattern, guarded(view, roles), kwargs, name=name)


def guarded(view: View, roles: Roles) -> View:
    """Return a view that answers to `roles` only, with them written on it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(roles, Everyone):
            return view(request, *args, **kwargs)
        return refusal(request, roles) or view(request, *args, **kwargs)

    answer.roles = roles  # type: ignore[attr-defined]
    return answer


def refusal(request: HttpRequest, roles: frozenset[Role] | frozenset[Seat]) -> HttpResponseBase | None:
    """Return where to go first, or None when the request may pass; raises Http404 for a role that is missing."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not has_second_factor(request):
        return redirect("second_factor")
    if not positions(request) & {str(role) for role in roles}:
        raise Http404
    return None


def adopt(patterns: Iterable[URLPattern | URLResolver], roles: Everyone) -> list[URLPattern | URLResolver]:
    """Return a package's patterns with `roles` written on each view; they guard themselves."""
    adopted: list[URLPattern | URLResolver] = []
    for one in patterns:
        if isinstance(one, URLPattern):
            adopted.append(URLPattern(one.pattern, guarded(one.callback, roles), one.default_args, one.name))
        else:
            inner = adopt(one.url_patterns, roles)
            adopted.append(URLResolver(one.pattern, inner, one.default_kwargs, one.app_name, one.namespace))
    return adopted


def matrix(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[Row]:
    """Yield every address below `patterns`; raises LookupError for one that says nothing of its roles."""
    for one in patterns:
        whole = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from matrix(one.url_patterns, whole)
            continue
        roles = getattr(one.callback, "roles", None)
        if roles is None:
            raise LookupError(whole)
        yield Row(name=one.name or "", pattern=whole, roles=roles)


def columns(face: Face) -> list[str]:
    """Return the roles of a face in their order."""
    return [str(role) for role in (Role if face == Face.CONSOLE else Seat)]
