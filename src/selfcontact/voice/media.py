"""The audio of one call: out to the caller and nowhere else, in only for keys and signs of life."""

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from selfcontact.voice.g711 import BEAT
from selfcontact.voice.pacer import Pacer
from selfcontact.voice.peer import HostPort, Loop
from selfcontact.voice.ports import Ports
from selfcontact.voice.rtcp import Quality, Reports
from selfcontact.voice.rtp import KeyEvents, Packet, Reception, Stream
from selfcontact.voice.sdp import Offer, next_port
from selfcontact.voice.sieve import listen_for_keys

#: How many packets are read at a time, so that a flood on one port does not hold up the others.
MOST_AT_ONCE: Final = 32


@dataclass(frozen=True, kw_only=True)
class Studio:
    """What all calls share."""

    loop: Loop
    ports: Ports
    pacer: Pacer
    name: str


class Media:
    """Sockets, stream and reports of a call; `carries` says of an address whether audio may go there.

    Raises NoPortError when the range is exhausted, OSError when its sockets can't be read. `close` gives everything
    back, however often it is called.
    """

    def __init__(
        self, studio: Studio, offer: Offer, *, carries: Callable[[str], bool], on_key: Callable[[str], None]
    ) -> None:
        self._studio, self._carries, self._on_key = studio, carries, on_key
        self._pair = studio.ports.take()
        self.port = self._pair.port
        self.stream = Stream(self._pair.audio, (offer.host, offer.port), offer.law)
        self.quality: Quality | None = None
        self.last_heard: float | None = None
        self._reports = Reports(self.stream, studio.name)
        self._reception = Reception()
        self._keys = KeyEvents()
        self._leave: Callable[[], None] | None = None
        self._closed = False
        try:
            self.follow(offer)
            studio.loop.add_reader(self._pair.audio.fileno(), self._audio)
            studio.loop.add_reader(self._pair.reports.fileno(), self._report)
        except BaseException:
            self.close()
            raise

    def follow(self, offer: Offer) -> None:
        """Send to where a new offer of the same call says, or hold."""
        self.stream.address = (offer.host, offer.port)
        self._reports_to = _place(offer.host, offer.rtcp_port)
        self._latched = False
        self._events = offer.events
        self.stream.held = not offer.hears
        listen_for_keys(self._pair.audio, offer.events)

    def start(self, line: str) -> None:
        """Join the beat, among the streams of a line."""
        if not self._leave and not self._closed:
            self._leave = self._studio.pacer.add(self.stream, line)

    @property
    def seconds_heard(self) -> float:
        """How much of the prompts was sent."""
        return self.stream.heard * BEAT

    def _audio(self) -> None:
        for data, source in _received(self._pair.audio):
            packet = Packet.read(data)
            if self._closed:
                return
            if packet and self._is_caller(source):
                self.last_heard = self._studio.loop.time()
                self._take(packet)

    def _take(self, packet: Packet) -> None:
        is_key = packet.payload_type == self._events
        self._reception.take(packet, self._studio.loop.time(), timed=not is_key)
        if is_key and (key := self._keys.read(packet)):
            self._on_key(key)

    def _is_caller(self, source: HostPort) -> bool:
        """Whether a packet is the caller's. Behind a translator it comes from elsewhere than was said: follow, once."""
        if source == self.stream.address:
            self._latched = True
        elif not self._latched and self._carries(source[0]):
            self._latched = True
            if self._reports_to == _above(self.stream.address):
                self._reports_to = _above(source)
            self.stream.address = source
        return source == self.stream.address

    def _report(self) -> None:
        for data, source in _received(self._pair.reports):
            if source[0] == self.stream.address[0]:
                self.last_heard = self._studio.loop.time()
                self.quality = self._reports.read(data, self._studio.loop.time()) or self.quality

    def report(self, *, last: bool = False) -> None:
        """Send a report, if there is a place for it."""
        place = self._reports_to
        if place and self.stream.packets and not self.stream.held and self._carries(place[0]):
            data = self._reports.write(self._reception, self._studio.loop.time(), last=last)
            # The next one says more anyway; a port that is none is no OSError.
            with suppress(OSError, OverflowError):
                self._pair.reports.sendto(data, place)

    def close(self) -> None:
        """Give back the ports and leave the beat."""
        if self._closed:
            return
        self._closed = True
        try:
            self.report(last=True)
        finally:
            self._give_back()

    def _give_back(self) -> None:
        if self._leave:
            self._leave()
        self.stream.rest()
        for sock in (self._pair.audio, self._pair.reports):
            self._studio.loop.remove_reader(sock.fileno())
        self._studio.ports.give_back(self._pair)


def _place(host: str, port: int | None) -> HostPort | None:
    return None if port is None else (host, port)


def _above(address: HostPort) -> HostPort | None:
    return _place(address[0], next_port(address[1]))


def _received(sock: socket.socket) -> list[tuple[bytes, HostPort]]:
    """Read what lies there."""
    read: list[tuple[bytes, HostPort]] = []
    try:
        while len(read) < MOST_AT_ONCE:
            data, source = sock.recvfrom(2048)
            read.append((data, (source[0], source[1])))
    except OSError:
        # Nothing more, or a socket that has just been closed.
        return read
    return read
