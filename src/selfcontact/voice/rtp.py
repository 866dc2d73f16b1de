"""RTP (RFC 3550): one stream of audio out, and what of the caller's stream matters: keys, life, loss."""

import random
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Self

from selfcontact.voice.g711 import FRAME, SILENCE, Law
from selfcontact.voice.peer import HostPort
from selfcontact.voice.sieve import SAMPLE

KEYS: Final = "0123456789*#ABCD"
_pack: Final = struct.Struct("!BBHII").pack
_MARK: Final = 0x80


class Stream:
    """Audio out. `tick` is called every 20 ms; silence is sent while nothing plays, nothing while it is held.

    `on_done` is told that what plays came to its end (true), or to the place where it was to stop (false).
    """

    __slots__ = (
        "_frames", "_head", "_mark", "_on_done", "_silence", "_sock", "_stop",
        "address", "heard", "held", "law", "octets", "packets", "position", "sequence", "ssrc", "timestamp",
    )  # fmt: skip

    def __init__(self, sock: socket.socket, address: HostPort, law: Law) -> None:
        self._sock, self.address, self.law = sock, address, law
        self.sequence, self.timestamp, self.ssrc = (random.getrandbits(bits) for bits in (16, 32, 32))
        self._silence = SILENCE[law] * FRAME
        self._frames: tuple[bytes, ...] = ()
        self._stop = self.position = 0
        self._on_done: Callable[[bool], None] | None = None
        self._mark = _MARK
        self.held = False
        self.heard = self.packets = self.octets = 0

    def play(self, frames: tuple[bytes, ...], on_done: Callable[[bool], None]) -> None:
        """Play from the next tick on, instead of whatever plays."""
        self._frames, self._stop, self.position, self._on_done = frames, len(frames), 0, on_done

    def stop_before(self, frame: int) -> None:
        """Let what plays end earlier."""
        self._stop = max(self.position, min(self._stop, frame))
        if self.position >= self._stop:
            self._done()

    def rest(self) -> None:
        """Send silence."""
        self._frames, self._stop, self.position, self._on_done = (), 0, 0, None

    def tick(self) -> None:
        """Send the packet that is due."""
        if self.held:
            return self.skip(1)
        position = self.position
        playing = position < self._stop
        payload = self._frames[position] if playing else self._silence
        head = _pack(0x80, self.law | self._mark, self.sequence, self.timestamp, self.ssrc)
        # A full buffer, or a network that is away: audio that is late is worth nothing.
        with suppress(OSError):
            self._sock.sendto(head + payload, self.address)
        self._mark = 0
        self.sequence = self.sequence + 1 & 0xFFFF
        self.timestamp = self.timestamp + FRAME & 0xFFFFFFFF
        self.packets += 1
        if playing:
            self.position = position + 1
            self.heard += 1
            if position + 1 >= self._stop:
                self._done()
        return None

    def skip(self, ticks: int) -> None:
        """Let time pass without a packet."""
        self.timestamp = self.timestamp + FRAME * ticks & 0xFFFFFFFF
        self._mark = _MARK

    def _done(self) -> None:
        on_done, whole = self._on_done, self._stop >= len(self._frames)
        self.rest()
        if on_done:
            on_done(whole)


@dataclass(frozen=True, kw_only=True)
class Packet:
    """The head of a packet of the caller; the payload is kept for key events only."""

    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes

    @classmethod
    def read(cls, data: bytes) -> Self | None:
        """Read a packet; nothing when it is none."""
        if len(data) < 12 or data[0] & 0xC0 != 0x80:
            return None
        start = 12 + 4 * (data[0] & 15)
        if data[0] & 0x10:
            start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4])
        sequence, timestamp, ssrc = struct.unpack_from("!HII", data, 2)
        return cls(
            payload_type=data[1] & 0x7F,
            sequence=sequence,
            timestamp=timestamp,
            ssrc=ssrc,
            payload=data[start : start + 4],
        )


class KeyEvents:
    """Key presses of RFC 4733, each told once: its packets share a timestamp, and the last one comes three times."""

    def __init__(self) -> None:
        self._last: tuple[int, int] | None = None

    def read(self, packet: Packet) -> str | None:
        """Return the key that this packet is the first to tell of."""
        if len(packet.payload) < 4 or packet.payload[0] >= len(KEYS):
            return None
        if self._last and self._last[0] == packet.ssrc and _not_after(packet.timestamp, self._last[1]):
            return None
        self._last = packet.ssrc, packet.timestamp
        return KEYS[packet.payload[0]]


def _not_after(timestamp: int, last: int) -> bool:
    return (timestamp - last) & 0xFFFFFFFF >= 0x80000000 or timestamp == last


class Reception:
    """The caller's stream as one packet in 16 shows it: what a receiver report says of it is an estimate."""

    def __init__(self) -> None:
        self._restart(None, 0, 0)

    def _restart(self, ssrc: int | None, sequence: int, transit: int) -> None:
        self.ssrc, self.highest, self._first, self._transit = ssrc, sequence, sequence, transit
        self.got = self.jitter = 0
        self._reported = 0, 0

    def take(self, packet: Packet, arrival: float, *, timed: bool) -> None:
        """Count a packet, unless its number is no sixteenth; a key event's timestamp tells no jitter."""
        if packet.sequence % SAMPLE:
            return
        transit = int(arrival * 8000) - packet.timestamp
        if packet.ssrc != self.ssrc:
            self._restart(packet.ssrc, packet.sequence, transit)
        ahead = (packet.sequence - self.highest) & 0xFFFF
        self.highest += ahead if ahead < 0x8000 else 0
        self.got += 1
        if timed:
            spread = abs((transit - self._transit + 2**31) % 2**32 - 2**31)
            self.jitter += (spread - self.jitter) // 16
            self._transit = transit

    def losses(self) -> tuple[int, int]:
        """Return the share lost since the last call, in 256ths, and the number lost in all."""
        expected = (self.highest - self._first) // SAMPLE + 1
        before, got_before = self._reported
        self._reported = expected, self.got
        since, lost = expected - before, (expected - before) - (self.got - got_before)
        share = min(255, 256 * lost // since) if since > 0 and lost > 0 else 0
        return share, max(0, expected - self.got) * SAMPLE
