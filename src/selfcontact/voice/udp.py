"""SIP over UDP: one socket that serves everybody, and is opened anew should it ever be lost."""

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import Final

from selfcontact.voice.peer import HostPort, Peer

log = logging.getLogger(__name__)
RECEIVE_BUFFER: Final = 4 * 2**20
#: Between two attempts to open it anew.
PAUSE: Final = 1.0


class Datagrams(asyncio.DatagramProtocol):
    """The socket, and each message that it hears. Peers send by it, also after it was opened anew."""

    def __init__(self, receive: Callable[[bytes, Peer], None]) -> None:
        self._receive = receive
        self._transport: asyncio.DatagramTransport | None = None
        self._opening: asyncio.Task[None] | None = None
        self._closed = False
        self.address: HostPort = ("", 0)

    async def open(self, host: str, port: int) -> None:
        """Listen. Raises OSError when the port is taken."""
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=(host, port))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the socket."""
        self._transport = transport  # type: ignore[assignment]
        host, port = transport.get_extra_info("sockname")[:2]
        self.address = str(host), int(port)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Hand a message over."""
        self._receive(data, Peer(host=addr[0], port=addr[1], transport="UDP", local=self.address, send=self.send))

    def send(self, data: bytes, address: HostPort) -> None:
        """Send a message; one to a port that is none goes nowhere: the loop would close the socket for it."""
        if self._transport and not self._transport.is_closing() and 0 < address[1] < 2**16:
            self._transport.sendto(data, address)

    def connection_lost(self, exc: Exception | None) -> None:
        """Open it anew, unless it was closed on purpose: a process that hears no call must not seem to be well."""
        self._transport = None
        if not self._closed:
            log.error("voice: the UDP socket was lost: %s", type(exc).__name__)
            self._opening = asyncio.get_running_loop().create_task(self._open_anew())

    async def _open_anew(self) -> None:
        while True:
            try:
                await self.open(*self.address)
            except OSError as error:
                log.error("voice: the UDP socket could not be opened: %s", type(error).__name__)  # noqa: TRY400
                await asyncio.sleep(PAUSE)
            else:
                log.warning("voice: the UDP socket is open again")
                return

    def close(self) -> None:
        """Close it for good."""
        self._closed = True
        if self._opening:
            self._opening.cancel()
        if self._transport:
            self._transport.close()
