"""A face behind a real line, in this process, and an operator's program at the other end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.middleware.csrf import _get_new_csrf_string
from tests.web.clients import Signed
from tusclient.client import TusClient


class Quiet(WSGIRequestHandler):
    """Says nothing of what it serves."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of its parent
        """Say nothing."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """An operator's program at the other end of a line."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    forged: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """Return who asks: the cookies, and unless it is forged, the token that a page of ours would send."""
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        token = {} if self.forged else {"X-CSRFToken": self.cookies.get(settings.CSRF_COOKIE_NAME, "")}
        return cookies | token

    def client(self) -> TusClient:
        return TusClient(f"{self.url}/intake/uploads/", headers=dict(self.headers))

    def raw(self, head: str, headers: dict[str, str], body: bytes) -> bytes:
        """Send one request as written and return the answer; without an answer, nothing: the line is cut."""
        lines = [head, "Host: localhost", *(f"{name}: {value}" for name, value in (self.headers | headers).items())]
        with socket.create_connection(("127.0.0.1", urlsplit(self.url).port or 0), timeout=20) as line:
            line.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
            line.shutdown(socket.SHUT_WR)
            said = b""
            while piece := line.recv(65536):
                said += piece
            return said

    def ask(self, method: str, path: str, **headers: str) -> tuple[int, str]:
        """Return the status and the whole answer of a request without body."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        said = self.raw(f"{method} {path} HTTP/1.1", {"Tus-Resumable": "1.0.0", **named}, b"").decode()
        return int(said.split(" ", 2)[1]), said


@contextmanager
def served(client: Signed) -> Iterator[Line]:
    """Serve the face that the settings name, to the session of `client`."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    session, token = client.session.session_key or "", _get_new_csrf_string()
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: token}
    try:
        yield Line(url=f"http://localhost:{server.server_port}", cookies=cookies)
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
