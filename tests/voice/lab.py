"""The switchboard with a clock that the test moves and a caller made of messages: every moment can be reached."""

import heapq
import itertools
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Literal, Protocol

from tests.voice.world import CALLER, LINE_NUMBER, TRUNK, Book, script

from selfcontact.lib.personal import Personal
from selfcontact.voice.flow import Exit
from selfcontact.voice.media import Studio
from selfcontact.voice.pacer import Pacer
from selfcontact.voice.peer import HostPort, Peer
from selfcontact.voice.ports import Ports
from selfcontact.voice.settings import Limits, Settings
from selfcontact.voice.switchboard import Switchboard

_ids: Iterator[int] = itertools.count(1)
NOON = datetime(2027, 4, 10, 12, tzinfo=UTC)


class Timer:
    """A timer of the loop."""

    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None


class FakeLoop:
    """A loop whose time passes when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.readers: dict[int, Callable[[], None]] = {}
        self._queue: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Timer:
        return self.call_at(self.now + delay, callback)

    def call_at(self, when: float, callback: Callable[[], None], /) -> Timer:
        timer = Timer(callback)
        heapq.heappush(self._queue, (when, next(self._order), timer))
        return timer

    def add_reader(self, fd: int, callback: Callable[[], None], /) -> None:
        self.readers[fd] = callback

    def remove_reader(self, fd: int, /) -> None:
        self.readers.pop(fd, None)

    def read(self) -> None:
        """Let every socket that has something be read."""
        for callback in list(self.readers.values()):
            callback()

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        until = self.now + seconds
        while self._queue and self._queue[0][0] <= until:
            when, _, timer = heapq.heappop(self._queue)
            self.now = max(self.now, when)
            if callback := timer.callback:
                timer.callback = None
                callback()
        self.now = until

    @property
    def pending(self) -> int:
        """How many timers are still to come."""
        return sum(timer.callback is not None for _, _, timer in self._queue)


@dataclass
class LoopClock:
    """The time of day at a moment of the fake loop."""

    loop: FakeLoop
    start: datetime = NOON

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.loop.now - 1000.0)


@dataclass
class Lab:
    """A switchboard, and all that it said."""

    loop: FakeLoop
    board: Switchboard
    book: Book
    sent: list[tuple[str, HostPort]] = field(default_factory=list)
    ended: list[tuple[str, float, Exit]] = field(default_factory=list)
    objecting: list[tuple[str, Personal, Callable[[bool], None]]] = field(default_factory=list)

    def say(self, text: str | bytes, *, host: str = "127.0.0.1", port: int = 5070, tcp: bool = False) -> list[str]:
        """Hand a message to the switchboard and return what it sends at once."""
        before = len(self.sent)
        data = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode()
        way: Literal["TCP", "UDP"] = "TCP" if tcp else "UDP"
        peer = Peer(host=host, port=port, transport=way, local=("127.0.0.1", 5060), send=self._send)
        self.board.receive(data, peer)
        return [message for message, _ in self.sent[before:]]

    def _send(self, data: bytes, address: HostPort) -> None:
        # A real loop closes the socket for a place that is none.
        assert 0 < address[1] < 2**16, address
        ip_address(address[0])
        self.sent.append((data.decode(), address))

    def after(self, seconds: float) -> list[str]:
        """Let time pass and return what is sent meanwhile."""
        before = len(self.sent)
        self.loop.pass_(seconds)
        return [message for message, _ in self.sent[before:]]

    def sweep_for(self, seconds: float) -> None:
        """Let time pass as the server does, which looks around five times a second."""
        for _ in range(round(seconds / 0.2)):
            self.loop.pass_(0.2)
            self.loop.read()
            self.board.sweep()

    def is_empty(self) -> bool:
        """Whether nothing of any call is left."""
        return not any(self.board.holding.values()) and not self.loop.pending and not self.loop.readers


def codes(messages: list[str]) -> list[int]:
    """Return the status of each response."""
    return [int(message.split()[1]) for message in messages if message.startswith("SIP/2.0")]


def methods(messages: list[str]) -> list[str]:
    """Return the method of each request."""
    return [message.split()[0] for message in messages if not message.startswith("SIP/2.0")]


def header(message: str, name: str) -> str:
    """Return a header of a message."""
    match = re.search(rf"^{name}: (.*)\r$", message, re.MULTILINE)
    assert match, message
    return match[1]


@contextmanager
def lab(**changed: object) -> Iterator[Lab]:
    """Set a switchboard up."""
    loop = FakeLoop()
    given: dict[str, object] = {"trunks": (TRUNK,), "ports": (42000, 42800), "limits": Limits(per_caller=100_000)}
    clock = given.pop("clock", None) or LoopClock(loop)
    book = changed.pop("book", None) or Book({LINE_NUMBER: script()})
    assert isinstance(book, Book)
    settings = Settings(**(given | changed))  # type: ignore[arg-type]
    studio = Studio(loop=loop, ports=Ports("127.0.0.1", settings.ports), pacer=Pacer(loop), name="test")
    objecting: list[tuple[str, Personal, Callable[[bool], None]]] = []
    ended: list[tuple[str, float, Exit]] = []
    board = Switchboard(
        settings,
        studio,
        book=book,
        object=lambda *given: objecting.append(given),
        on_ended=lambda *given: ended.append(given),
        clock=clock,  # type: ignore[arg-type]
    )
    made = Lab(loop, board, book, ended=ended, objecting=objecting)
    try:
        yield made
    finally:
        board.hang_up_all()
        board.forget_all()


class Wire(Protocol):
    """Where a caller's messages go."""

    def say(self, text: str, *, tcp: bool = False) -> list[str]:
        """Hand a message over and return what is answered at once."""


@dataclass
class Caller:
    """A telephone that says exactly what the test wants, in its own words of SIP."""

    lab: Wire
    number: str = CALLER
    called: str = LINE_NUMBER
    call_id: str = field(default_factory=lambda: f"call-{next(_ids)}")
    tag: str = "caller-tag"
    to_tag: str = ""
    sequence: int = 0
    headers: str = ""
    tcp: bool = False
    branch: str = ""
    uri: str = ""
    #: Where it calls from, and what it writes before a number.
    host: str = "127.0.0.1"
    port: int = 5070
    plus: str = "+"

    def message(
        self, method: str, *, body: str = "", headers: str = "", sequence: int | None = None, new: bool = True
    ) -> str:
        """Write a request."""
        if sequence is None and method not in {"ACK", "CANCEL"}:
            self.sequence += 1
        if new:
            self.branch = f"z9hG4bK{next(_ids)}"
        to = f";tag={self.to_tag}" if self.to_tag and method != "CANCEL" else ""
        return (
            f"{method} {self.uri or f'sip:{self.plus}{self.called}@127.0.0.1'} SIP/2.0\n"
            f"Via: SIP/2.0/{'TCP' if self.tcp else 'UDP'} {self.host}:{self.port};branch={self.branch}\n"
            f"From: <sip:+{self.number}@{self.host}>;tag={self.tag}\n"
            f"To: <sip:{self.plus}{self.called}@127.0.0.1>{to}\n"
            f"Call-ID: {self.call_id}\n"
            f"CSeq: {self.sequence if sequence is None else sequence} {method}\n"
            f"Contact: <sip:caller@{self.host}:{self.port}>\n"
            f"Max-Forwards: 70\n{headers}{self.headers}"
            f"Content-Length: {len(body.replace(chr(10), chr(13) + chr(10)).encode())}\n\n{body}"
        )

    def say(
        self, method: str, *, body: str = "", headers: str = "", sequence: int | None = None, new: bool = True
    ) -> list[str]:
        """Send a request and return what comes back at once."""
        text = self.message(method, body=body, headers=headers, sequence=sequence, new=new)
        return self.lab.say(text, tcp=self.tcp)

    def invite(self, *, body: str | None = None, headers: str = "") -> list[str]:
        """Send an INVITE with an offer."""
        kind = "Content-Type: application/sdp\n"
        answers = self.say("INVITE", body=offer() if body is None else body, headers=kind + headers)
        self._learn(answers)
        return answers

    def _learn(self, answers: list[str]) -> None:
        for answer in answers:
            if (match := re.search(r"^To: .*;tag=(\S+)\r$", answer, re.MULTILINE)) and answer.startswith("SIP/2.0 "):
                self.to_tag = match[1]

    def acknowledge(self) -> list[str]:
        """Acknowledge the answer."""
        return self.say("ACK")

    def call(self, **given: str) -> None:
        """Begin a call, until it speaks."""
        assert codes(self.invite(**given)) == [200]
        self.acknowledge()

    def cancel(self) -> list[str]:
        """Cancel the INVITE."""
        return self.say("CANCEL", new=False)

    def bye(self) -> list[str]:
        """Hang up."""
        return self.say("BYE")

    def press(self, key: str) -> list[str]:
        """Press a key."""
        return self.say("INFO", body=f"Signal={key}\nDuration=160\n", headers="Content-Type: application/dtmf-relay\n")


def offer(
    *, port: int = 45000, host: str = "127.0.0.1", formats: str = "8 0 101", protocol: str = "RTP/AVP", more: str = ""
) -> str:
    """Write an offer of audio."""
    return (
        f"v=0\no=- 1 1 IN IP4 {host}\ns=-\nc=IN IP4 {host}\nt=0 0\nm=audio {port} {protocol} {formats}\n"
        f"a=rtpmap:8 PCMA/8000\na=rtpmap:0 PCMU/8000\na=rtpmap:101 telephone-event/8000\n{more}"
    )


@contextmanager
def listening() -> Iterator[socket.socket]:
    """Open the receiver of a telephone."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.setblocking(False)
        yield sock


def received(sock: socket.socket) -> list[bytes]:
    """Return the packets that came."""
    packets: list[bytes] = []
    while True:
        try:
            packets.append(sock.recv(2048))
        except BlockingIOError:
            return packets
