"""One attempt: connects to the address that was checked, posts, reads the status and nothing else."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from selfcontact.integrations.addresses import ForbiddenAddressError, Network, Target, parse, resolve
from selfcontact.lib.errors import UserError

#: Seconds for one exchange with the network, and for the whole attempt however slowly the receiver trickles.
STEP = 10
WHOLE = 15


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of an attempt: an HTTP status, or one word for why there was none."""

    outcome: str

    @property
    def taken(self) -> bool:
        """Tell whether the receiver has it."""
        return self.outcome.startswith("2")

    @property
    def gone(self) -> bool:
        """Tell whether the receiver wants no more of it."""
        return self.outcome == "410"


class Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever the name in the URL says by now."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=STEP)
        self.address = address
        self.context = ssl.create_default_context() if target.scheme == "https" else None
        self.default_port = 443 if self.context else 80
        self.aborted = False

    def connect(self) -> None:
        """Open the socket; under TLS the certificate must be that of the name."""
        plain = socket.create_connection((self.address, self.port), STEP)
        self.sock = self.context.wrap_socket(plain, server_hostname=self.host) if self.context else plain

    def abort(self) -> None:
        """End an exchange that lasts too long: unlike a close, a shutdown wakes whoever is reading."""
        self.aborted = True
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


def post(url: str, body: str, headers: Mapping[str, str], allowed: Sequence[Network]) -> Answer:
    """Post the body and return what became of it; redirections are not followed, what is answered is not read."""
    try:
        target = parse(url)
        return Answer(outcome=str(_exchange(target, resolve(target, allowed), body, headers)))
    except (ForbiddenAddressError, UserError):
        return Answer(outcome="refused_address")
    except TimeoutError:
        return Answer(outcome="timeout")
    except ssl.SSLError:
        return Answer(outcome="tls")
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(outcome="unreachable")


def _exchange(target: Target, address: str, body: str, headers: Mapping[str, str]) -> int:
    connection = Pinned(target, address)
    watchdog = threading.Timer(WHOLE, connection.abort)
    watchdog.start()
    try:
        connection.request("POST", target.path, body=body.encode(), headers=dict(headers))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        if connection.aborted:
            raise TimeoutError from error
        raise
    finally:
        watchdog.cancel()
        connection.close()
