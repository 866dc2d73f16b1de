"""RTCP (RFC 3550, section 6): reports of what we sent, and what the other end says of it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from selfcontact.voice.rtp import Reception, Stream

SENDER, RECEIVER, SOURCE, BYE = 200, 201, 202, 203
_BLOCK: Final = struct.Struct("!IIIIII")


@dataclass(frozen=True, kw_only=True)
class Quality:
    """What the other end reports of our stream: share lost, jitter and round trip in seconds."""

    lost: float
    jitter: float
    round_trip: float | None


class Reports:
    """The reports of one call."""

    def __init__(self, stream: Stream, name: str) -> None:
        self._stream, self._name = stream, name.encode()
        self._heard_report: tuple[int, float] | None = None

    def write(self, reception: Reception, now: float, *, last: bool = False) -> bytes:
        """Write a sender report with the name of the source, and a goodbye when it is the last one."""
        stream = self._stream
        block = b"" if reception.ssrc is None else self._block(reception, reception.ssrc, now)
        head = struct.pack("!IIIII", *divmod_ntp(now), stream.timestamp, stream.packets, stream.packets * 160)
        report = _packet(SENDER, 1 if block else 0, struct.pack("!I", stream.ssrc) + head + block)
        text = struct.pack("!IBB", stream.ssrc, 1, len(self._name)) + self._name
        source = _packet(SOURCE, 1, text + bytes(4 - len(text) % 4))
        return report + source + (_packet(BYE, 1, struct.pack("!I", stream.ssrc)) if last else b"")

    def _block(self, reception: Reception, ssrc: int, now: float) -> bytes:
        share, lost = reception.losses()
        middle, delay = 0, 0
        if self._heard_report:
            middle, delay = self._heard_report[0], int((now - self._heard_report[1]) * 65536)
        counted = share << 24 | min(lost, 0x7FFFFF)
        highest = reception.highest & 0xFFFFFFFF
        return _BLOCK.pack(ssrc, counted, highest, reception.jitter & 0xFFFFFFFF, middle, delay & 0xFFFFFFFF)

    def read(self, data: bytes, now: float) -> Quality | None:
        """Read a compound packet and return what it says of our stream."""
        quality = None
        for kind, count, body in _packets(data):
            if kind == SENDER and len(body) >= 24:
                self._heard_report = int.from_bytes(body[6:10]), now
            start = {SENDER: 24, RECEIVER: 4}.get(kind)
            if start is None:
                continue
            for place in range(start, min(start + 24 * count, len(body) - 23), 24):
                quality = self._quality(_BLOCK.unpack_from(body, place), now) or quality
        return quality

    def _quality(self, block: tuple[int, ...], now: float) -> Quality | None:
        ssrc, counted, _, jitter, middle, delay = block
        if ssrc != self._stream.ssrc:
            return None
        seconds, fraction = divmod_ntp(now)
        trip = (((seconds & 0xFFFF) << 16 | fraction >> 16) - middle - delay) & 0xFFFFFFFF
        known = middle and trip < 60 * 65536
        return Quality(lost=(counted >> 24) / 256, jitter=jitter / 8000, round_trip=trip / 65536 if known else None)


def divmod_ntp(now: float) -> tuple[int, int]:
    """Write an instant of the loop as an NTP timestamp; RFC 3550, section 4, lets it count from any start."""
    return int(now) & 0xFFFFFFFF, int(now % 1 * 2**32)


def _packet(kind: int, count: int, body: bytes) -> bytes:
    return struct.pack("!BBH", 0x80 | count, kind, len(body) // 4) + body


def _packets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    while len(data) >= 8 and data[0] & 0xC0 == 0x80:
        length = 4 * int.from_bytes(data[2:4])
        yield data[1], data[0] & 31, data[4 : 4 + length]
        data = data[4 + length :]
