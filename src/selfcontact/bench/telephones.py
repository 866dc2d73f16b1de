"""Many telephones in one process: they call, listen to how regularly the audio comes, and hang up."""

import asyncio
import re
import socket
import struct
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from selfcontact.demo.sip_words import Words, line_tag
from selfcontact.lib.phone_fiction import FICTION

#: What the called line's number is, of a block that no subscriber has.
LINE: Final = "33199001234"
PER_SOCKET: Final = 50
_TIMESTAMPS: Final = 35  # SO_TIMESTAMPNS, asm-generic/socket.h: the kernel notes when a packet came


class Gaps:
    """The time between two packets of each stream, in milliseconds, while `open`."""

    def __init__(self) -> None:
        self.open = False
        self.counts: Counter[int] = Counter()
        self._last: dict[bytes, float] = {}

    def read(self, sock: socket.socket) -> None:
        """Take what came."""
        for _ in range(256):
            try:
                data, ancillary, _, _ = sock.recvmsg(64, 64)
            except BlockingIOError:
                return
            seconds, nanoseconds = struct.unpack("qq", ancillary[0][2][:16])
            at, stream = seconds + nanoseconds / 1e9, data[8:12]
            last, self._last[stream] = self._last.get(stream), at
            if self.open and last is not None:
                self.counts[round((at - last) * 1000)] += 1

    def percentile(self, share: float) -> int:
        """Return the gap that this share stayed within."""
        left = share * self.counts.total()
        for milliseconds in sorted(self.counts):
            left -= self.counts[milliseconds]
            if left <= 0:
                return milliseconds
        return 0

    def beyond(self, milliseconds: int) -> float:
        """Return the share of longer gaps."""
        total = self.counts.total()
        return sum(count for gap, count in self.counts.items() if gap > milliseconds) / total if total else 0.0


@dataclass
class Telephones(asyncio.DatagramProtocol):
    """All callers of a measure; the line answers at `host` and `port`."""

    host: str
    port: int
    calls: int
    gaps: Gaps = field(default_factory=Gaps)
    tags: dict[str, str] = field(default_factory=dict)
    refused: int = 0
    _ears: list[socket.socket] = field(default_factory=list)
    _transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Acknowledge answers to INVITEs; the line's goodbyes are none of ours: we hang up first."""
        text = data.decode()
        code, number = text[8:11], re.search(r"Call-ID: bench-(\d+)", text)
        if not text.startswith("SIP/2.0 ") or not number or "INVITE" not in text or code < "200":
            return
        if code != "200":
            self.refused += 1
            return
        self.tags[number[1]] = line_tag(text)
        self._say("ACK", number[1])

    def _say(self, method: str, number: str, offer: int | None = None) -> None:
        if not self._transport:
            return
        words = Words(
            line=LINE,
            caller=str(FICTION.start + int(number)),
            call_id=f"bench-{number}",
            at=(self.host, self.port),
            local=self._transport.get_extra_info("sockname")[:2],
            tag=self.tags.get(number, ""),
        )
        self._transport.sendto(words.request(method, offer), words.at)

    def _ear(self) -> int:
        ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        ear.setblocking(False)
        ear.setsockopt(socket.SOL_SOCKET, _TIMESTAMPS, 1)
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * 2**20)
        ear.bind(("127.0.0.1", 0))
        asyncio.get_running_loop().add_reader(ear, self.gaps.read, ear)
        self._ears.append(ear)
        return int(ear.getsockname()[1])

    async def call(self, rate: float = 100.0) -> None:
        """Call, so many a second, until all were answered. Raises TimeoutError."""
        port = 0
        for number in range(self.calls):
            port = port if number % PER_SOCKET else self._ear()
            self._say("INVITE", str(number), offer=port)
            await asyncio.sleep(1 / rate)
        async with asyncio.timeout(20):
            while len(self.tags) + self.refused < self.calls:  # noqa: ASYNC110 (a measure, not a server)
                await asyncio.sleep(0.05)

    async def listen(self, seconds: float) -> None:
        """Measure for a while."""
        self.gaps.open = True
        await asyncio.sleep(seconds)
        self.gaps.open = False

    async def hang_up(self) -> None:
        """End every call."""
        for number in self.tags:
            self._say("BYE", number)
        await asyncio.sleep(0.5)
        for ear in self._ears:
            asyncio.get_running_loop().remove_reader(ear)
            ear.close()
        if self._transport:
            self._transport.close()
