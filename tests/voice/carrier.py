"""A carrier's end on a real socket: many callers behind one address, and what is said to them."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.voice.lab import Caller, codes, header, methods, offer

from selfcontact.voice.tcp import Cutter


class Carrier:
    """Takes calls up by itself, and answers goodbyes: 481 for a call that it knows nothing of, as after a restart."""

    def __init__(self, send: Callable[[bytes], None], port: int, *, tcp: bool) -> None:
        self.port = port
        self.callers: dict[str, Caller] = {}
        #: Where the audio of each call that was answered comes from.
        self.up: dict[str, int] = {}
        self.refused: dict[str, int] = {}
        self.last_refusal = ""
        self.unknown: set[str] = set()
        self._send, self._tcp = send, tcp

    def say(self, text: str, *, tcp: bool = False) -> list[str]:
        self._send(text.replace("\n", "\r\n").encode())
        return []

    def call(self, count: int, audio: int, **told: str) -> list[Caller]:
        """Begin so many calls, which offer this port."""
        made = [Caller(self, port=self.port, tcp=self._tcp, **told) for _ in range(count)]  # type: ignore[arg-type]
        for caller in made:
            self.callers[caller.call_id] = caller
            caller.invite(body=offer(port=audio, host=caller.host))
        return made

    def take(self, data: bytes) -> None:
        """Take one message of the server."""
        text = data.decode()
        caller = self.callers.get(header(text, "Call-ID"))
        if methods([text]):
            self._answer(text, 200 if caller else 481)
        elif caller and header(text, "CSeq").endswith("INVITE"):
            self._learn(caller, text)

    def _answer(self, text: str, code: int) -> None:
        if code == 481:
            self.unknown.add(header(text, "Call-ID"))
        kept = re.findall(r"^(?:Via|From|To|Call-ID|CSeq): .*\r\n", text, re.MULTILINE)
        self._send(f"SIP/2.0 {code} Said\r\n{''.join(kept)}Content-Length: 0\r\n\r\n".encode())

    def _learn(self, caller: Caller, text: str) -> None:
        (code,) = codes([text])
        if code == 200:
            caller._learn([text])
            caller.acknowledge()
            self.up[caller.call_id] = int(text.partition("m=audio ")[2].split()[0])
        elif code > 200:
            self.refused[caller.call_id], self.last_refusal = code, text
            caller.say("ACK", new=False)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.carrier: Carrier | None = None

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if self.carrier:
            self.carrier.take(data)


@asynccontextmanager
async def carrier(server: tuple[str, int], *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Carrier]:
    """Open one over UDP; it is gone without a word."""
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(_Datagrams, local_addr=(host, port))
    own = int(transport.get_extra_info("sockname")[1])
    protocol.carrier = Carrier(lambda data: transport.sendto(data, server), own, tcp=False)
    try:
        yield protocol.carrier
    finally:
        transport.abort()


class _Stream(asyncio.Protocol):
    def __init__(self) -> None:
        self.carrier: Carrier | None = None
        self._cutter = Cutter()

    def data_received(self, data: bytes) -> None:
        for message in self._cutter.feed(data):
            if self.carrier:
                self.carrier.take(message)


@asynccontextmanager
async def connected(server: tuple[str, int]) -> AsyncIterator[Carrier]:
    """Open one over TCP; its connection is broken off."""
    transport, protocol = await asyncio.get_running_loop().create_connection(_Stream, *server)
    own = int(transport.get_extra_info("sockname")[1])
    protocol.carrier = Carrier(transport.write, own, tcp=True)
    try:
        yield protocol.carrier
    finally:
        transport.abort()
