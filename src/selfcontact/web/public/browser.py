"""The secret of a browser: 256 bits that only it holds, given to whoever asks for anything, known number or not."""

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SIZE = 32
#: Long enough to find the SMS and come back; short enough for a computer that others use.
DAY = 86_400


def cookie() -> str:
    """Return the name of the cookie. Under TLS its prefix keeps any other host from planting one of its own."""
    return f"{'__Host-' if settings.HTTPS else ''}selfcontact_public_browser"


def secret_of(request: HttpRequest) -> bytes:
    """Return the browser's secret, or a new one for a browser that has none, or nonsense."""
    try:
        found = urlsafe_b64decode(request.COOKIES.get(cookie(), "") + "=")
    except (binascii.Error, ValueError):
        found = b""
    return found if len(found) == SIZE else secrets.token_bytes(SIZE)


def keep(response: HttpResponse, secret: bytes) -> None:
    """Have the browser keep its secret for a day. The prefix `__Host-` allows no path but the root."""
    response.set_cookie(
        cookie(),
        urlsafe_b64encode(secret).rstrip(b"=").decode(),
        max_age=DAY,
        path="/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponse) -> None:
    """Have the browser forget it, and with it every page that it opens."""
    response.set_cookie(cookie(), "", max_age=0, path="/", secure=settings.HTTPS, httponly=True, samesite="Strict")
