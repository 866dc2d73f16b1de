"""SIP over TCP: messages cut out of a stream by their Content-Length (RFC 3261, section 18.3)."""

import asyncio
import re
import socket
from collections.abc import Callable
from typing import Final

from selfcontact.voice.peer import HostPort, Peer
from selfcontact.voice.wire import LARGEST

LENGTH: Final = re.compile(rb"\r\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,6})[ \t]*\r\n", re.IGNORECASE)
#: A peer that is gone without a word is missed within a minute: asked after half of it, then every ten seconds. What
#: the system does not know is left out.
ALIVE: Final = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 60_000}
#: What a peer may leave unread before we give it up.
MOST_UNSENT: Final = 256 * 1024


class CutError(ValueError):
    """A stream in which no message can be found any more."""


class Cutter:
    """Takes bytes as they come and gives whole messages."""

    def __init__(self) -> None:
        self._kept = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Return the messages that are whole now. Raises CutError."""
        self._kept += data
        messages = []
        while message := self._next():
            messages.append(message)
        return messages

    def _next(self) -> bytes | None:
        self._kept = self._kept.lstrip(b"\r\n")
        end = self._kept.find(b"\r\n\r\n")
        if len(self._kept) > 2 * LARGEST or (end < 0 and len(self._kept) > LARGEST):
            raise CutError
        if end < 0:
            return None
        length = LENGTH.search(self._kept, 0, end + 2)
        if not length or int(length[1]) > LARGEST:
            # Without its length the next message can't be found (section 20.14).
            raise CutError
        whole = end + 4 + int(length[1])
        if len(self._kept) < whole:
            return None
        message, self._kept = self._kept[:whole], self._kept[whole:]
        return message


class Connection(asyncio.Protocol):
    """One connection of a peer. `may_connect` says whether this address may have one more."""

    def __init__(
        self,
        receive: Callable[[bytes, Peer], None],
        may_connect: Callable[["Connection", str], bool],
        on_lost: Callable[["Connection"], None],
    ) -> None:
        self._receive, self._may_connect, self._on_lost = receive, may_connect, on_lost
        self._cutter = Cutter()
        self._transport: asyncio.Transport | None = None
        self._peer: Peer | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, or close it without a word."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (a stream protocol gets no other)
        host, port = transport.get_extra_info("peername")[:2]
        self._transport = transport
        if not self._may_connect(self, host):
            transport.abort()
            return
        _ask_whether_alive(transport.get_extra_info("socket"))
        local = transport.get_extra_info("sockname")[:2]
        self._peer = Peer(host=host, port=port, transport="TCP", local=local, send=self._send)

    def _send(self, data: bytes, address: HostPort) -> None:
        if not self._transport or self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > MOST_UNSENT:
            self._transport.abort()
            return
        self._transport.write(data)

    def data_received(self, data: bytes) -> None:
        """Hand over what is whole."""
        if not self._peer:
            return
        try:
            messages = self._cutter.feed(data)
        except CutError:
            self.close()
            return
        for message in messages:
            self._receive(message, self._peer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection; its calls go on, and the caller may come back by another."""
        self._on_lost(self)

    def close(self) -> None:
        """Close it at once."""
        if self._transport:
            self._transport.abort()


def _ask_whether_alive(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in ALIVE.items():
        if option := getattr(socket, name, None):
            sock.setsockopt(socket.IPPROTO_TCP, option, value)
