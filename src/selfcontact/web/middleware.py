"""What every request passes through: privacy of pages, refusals as pages, and no route without a name in the matrix."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import activate

from selfcontact.lib.errors import UserError

Answer = Callable[[HttpRequest], HttpResponse]
CACHEABLE = ("/static/",)
YEAR = 31_536_000


def private_pages(get_response: Answer) -> Answer:
    """Forbid every cache to keep a page, and every page to use a sensor."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(CACHEABLE):
            response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        return response

    return answer


def language_of_address(get_response: Answer) -> Answer:
    """On the public site, show a page in the language that a link asks for, and keep it where cookies are kept."""

    def answer(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("language", "") if settings.FACE == "public" else ""
        if asked not in dict(settings.LANGUAGES):
            return get_response(request)
        activate(asked)
        request.LANGUAGE_CODE = asked
        response = get_response(request)
        keep_language(response, asked)
        return response

    return answer


def keep_language(response: HttpResponse, code: str) -> None:
    """Have the browser remember a language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, secure=settings.HTTPS, samesite="Lax", httponly=True
    )


class Refusals:
    """Turns a UserError that a view let through into a page with its sentence, status 409."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the views do."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of a refusal."""
        if not isinstance(exception, UserError):
            return None
        sentence = exception.text(str(getattr(request, "LANGUAGE_CODE", "fr")))
        return render(request, "web/refused.html", {"sentence": sentence, "code": exception.code}, status=409)


class NamedRoutes:
    """Answers 404 where a view says nothing of who may see it: forgetting a role closes the door."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the views do."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Raise Http404 for a view without roles."""
        if getattr(view, "roles", None) is None:
            raise Http404
