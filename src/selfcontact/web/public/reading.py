"""Pages that only say something: for anyone, without a cookie, and kept a while by whoever carries them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
#: Short, so that a policy that begins today is seen today.
SECONDS = 300


def reading(view: View) -> View:
    """Return a view whose answer any cache may keep, by language; but not the answer to a session or to a choice."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if settings.SESSION_COOKIE_NAME not in request.COOKIES and "language" not in request.GET:
            response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
        return response

    return answer
