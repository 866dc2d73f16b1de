"""A receiver of webhooks as an integrator would write one: a plain HTTP server that verifies what it gets."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook as Verifier


@dataclass
class Receiver:
    """What came in, and what is answered to it: the first of `answers` each time, then 204."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.port}/hook?for=tests"

    def verified(self, secret: str) -> list[dict[str, Any]]:
        """Return every body, verified with the library of the standard; raises when a signature does not hold."""
        verifier = Verifier(secret)
        pairs = zip(self.bodies, self.headers, strict=True)
        return [verifier.verify(body, headers) for body, headers in pairs]

    def told(self) -> list[dict[str, Any]]:
        """Return every body, unverified."""
        return [json.loads(body) for body in self.bodies]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.bodies.append(self.rfile.read(int(self.headers["content-length"])))
            kept.headers.append(dict(self.headers.items()))
            self.send_response(kept.answers.pop(0) if kept.answers else 204)
            self.send_header("location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = int(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
