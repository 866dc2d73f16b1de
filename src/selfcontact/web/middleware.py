"""What every request passes through: privacy of pages, refusals as pages, and no route without a name in the matrix."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from selfcontact.lib.errors import UserError

Answer = Callable[[HttpRequest], HttpResponse]
CACHEABLE = ("/static/",)


def private_pages(get_response: Answer) -> Answer:
    """Forbid every cache to keep a page, and every page to use a sensor."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(CACHEABLE):
            response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        return response

    return answer


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
