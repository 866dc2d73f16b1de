"""A line with recordings that can be told apart, a server on loopback, and telephones to call it."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.lib.personal import Personal
from selfcontact.voice.flow import Exit
from selfcontact.voice.g711 import Samples, pcm_of_alaw, pcm_of_ulaw
from selfcontact.voice.prompt import Prompt
from selfcontact.voice.script import Part, Script
from selfcontact.voice.server import Server
from selfcontact.voice.settings import Limits, Settings, Timers
from selfcontact.voice.trunk import Trunk

#: Of the blocks that no subscriber has.
LINE_NUMBER = "33199001234"
CALLER = "33639981234"
SECONDS = {Part.GREETING: 0.8, Part.MESSAGE: 1.2, Part.NOTICE: 0.6, Part.MENU: 0.4}


def recording(seed: int, seconds: float) -> Samples:
    """Make noise like speech: its loudness comes and goes, and no two seeds correlate."""
    random = np.random.default_rng(seed)
    noise = random.normal(0, 4000, round(seconds * 8000))
    band = np.convolve(noise, np.ones(4) / 4, mode="same")
    envelope = 0.6 + 0.4 * np.sin(np.arange(band.size) / 8000 * 2 * np.pi * 3 + seed)
    return (band * envelope).astype(np.int16)


def samples(part: Part, language: str = "fr") -> Samples:
    """Return the recording of a part."""
    return recording(list(Part).index(part) + 100 * (language == "en"), SECONDS.get(part, 0.5))


def parts(language: str = "fr") -> dict[Part, Prompt]:
    """Return every recording of a language."""
    return {part: Prompt.of_pcm(samples(part, language)) for part in Part}


def never(instant: datetime) -> bool:
    """Say that there is no silence."""
    return False


def script(**changed: object) -> Script:
    """Make the script of the line."""
    given: dict[str, object] = {"line": "line-1", "parts": {"fr": parts("fr"), "en": parts("en")}, "silent": never}
    return Script(**(given | changed))  # type: ignore[arg-type]


@dataclass
class Book:
    """A line book that tests write in; its lines are on every trunk, unless on `only` one."""

    scripts: dict[str, Script] = field(default_factory=dict)
    only: str = ""

    def find(self, number: str, trunk: str) -> Script | None:
        return self.scripts.get(number) if self.only in {"", trunk} else None


@dataclass
class House:
    """A server, and what it told."""

    server: Server
    book: Book
    objections: list[tuple[str, str]]
    ended: list[tuple[str, float, Exit]]

    @property
    def address(self) -> str:
        host, port = self.server.address
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    @property
    def packets_sent(self) -> int:
        """How many packets of prompts the calls in progress were sent."""
        return sum(call.media.stream.heard for call in self.server.switchboard.calls.values())

    async def until(self, condition: object, seconds: float = 30.0) -> None:
        """Wait until a condition holds."""
        await until(condition, lambda: f"{self.server.holding}, {self.ended}", seconds)

    async def until_empty(self, seconds: float = 30.0) -> None:
        """Wait until nothing of any call is held any more."""
        await self.until(lambda: not any(self.server.holding.values()), seconds)


async def until(condition: object, instead: Callable[[], object] = str, seconds: float = 30.0) -> None:
    """Wait until a condition holds; when it never does, show what there is instead."""
    assert callable(condition)
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, f"never: {instead()}"
        await asyncio.sleep(0.01)


TRUNK = Trunk(name="loopback", networks=("127.0.0.1/32",))
QUICK = Timers(t1=0.05, t2=0.2, t4=0.1)


@asynccontextmanager
async def house(
    *,
    book: Mapping[str, Script] | None = None,
    clock: Clock | None = None,
    refuse: bool = False,
    failing: int = 0,
    limits: Limits | None = None,
    **changed: object,
) -> AsyncIterator[House]:
    """Open a server on loopback; its database may always refuse, or fail so many times."""
    given: dict[str, object] = {
        "port": 0,
        "trunks": (TRUNK,),
        "timers": QUICK,
        "key_wait": 2.0,
        "ports": (30000, 40000),
    }
    settings = Settings(limits=limits or Limits(per_caller=100_000), **(given | changed))  # type: ignore[arg-type]
    shelf = Book(dict(book) if book is not None else {LINE_NUMBER: script()})
    objections: list[tuple[str, str]] = []
    ended: list[tuple[str, float, Exit]] = []

    async def object_(line: str, caller: Personal) -> None:
        nonlocal failing
        if refuse or failing:
            failing -= 1
            raise RuntimeError("the database is away")
        objections.append((line, caller.reveal()))

    server = Server(
        settings,
        book=shelf,
        on_objection=object_,
        on_ended=lambda line, seconds, outcome: ended.append((line, seconds, outcome)),
        clock=clock or SystemClock(),
    )
    await server.open()
    try:
        yield House(server, shelf, objections, ended)
    finally:
        await server.close()


class Ear(asyncio.DatagramProtocol):
    """A telephone's receiver: keeps the RTP that comes, in its order."""

    def __init__(self) -> None:
        self.packets: dict[int, tuple[int, bytes]] = {}
        self.arrivals: list[float] = []
        self.sources: set[tuple[str, int]] = set()
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        kind, sequence = struct.unpack_from("!xBH", data)
        self.packets[sequence] = (kind & 0x7F, data[12:])
        self.arrivals.append(asyncio.get_running_loop().time())
        self.sources.add(addr)

    @property
    def port(self) -> int:
        assert self.transport
        return int(self.transport.get_extra_info("sockname")[1])

    def heard(self) -> Samples:
        """Return what was heard."""
        first = next(iter(self.packets), 0)
        ordered = sorted(self.packets.items(), key=lambda item: (item[0] - first) & 0xFFFF)
        laws = {8: pcm_of_alaw, 0: pcm_of_ulaw}
        return np.concatenate([laws[kind](payload) for _, (kind, payload) in ordered])


@asynccontextmanager
async def ear(host: str = "127.0.0.1") -> AsyncIterator[Ear]:
    """Open a receiver on loopback."""
    transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(Ear, local_addr=(host, 0))
    try:
        yield protocol
    finally:
        transport.close()


def expected(*told: Part, language: str = "fr") -> Samples:
    """Return what parts sound like one after the other, each filled up to whole packets."""
    return np.concatenate([np.pad(samples(part, language), (0, -samples(part, language).size % 160)) for part in told])


def free_port(kind: socket.SocketKind = socket.SOCK_DGRAM) -> int:
    """Return a port that nobody has."""
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
