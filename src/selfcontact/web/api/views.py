"""The document, and what is answered where there is nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from selfcontact.web.api import problems
from selfcontact.web.api.document import document

View = Callable[..., HttpResponseBase]


def language() -> str:
    """Return the language of the request, as the document knows it."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


@csrf_exempt
def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the document, which holds nothing secret."""
    if request.method != "GET":
        return problems.not_allowed("GET").response()
    return JsonResponse(document(language()))


@csrf_exempt
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer that there is nothing here, as a problem rather than a page."""
    return problems.not_found().response()


def problem_when_not_allowed(view: View) -> View:
    """Return the view with a refused method answered as a problem."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = ", ".join(sorted(response.headers["Allow"].split(", ")))
            return problems.not_allowed(allowed).response()
        return response

    return answer
