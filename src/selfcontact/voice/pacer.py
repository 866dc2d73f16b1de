"""One beat for all calls: a packet of each every 20 ms, on a schedule that does not drift."""

import logging
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Final

from selfcontact.voice.g711 import BEAT
from selfcontact.voice.peer import Handle, Loop
from selfcontact.voice.rtp import Stream

log = logging.getLogger(__name__)
#: The 20 ms are cut in so many slots, so that a thousand packets do not leave at once.
SLOTS: Final = 4
#: When the machine stood still for longer, the lost time is not made up for by a burst.
MOST_LATE: Final = 0.2


class Pacing:
    """How well the beat was kept: gaps between two packets of a stream, in steps of a millisecond."""

    def __init__(self) -> None:
        self.gaps = [0] * 501
        self.stalls = 0

    def take(self, gap: float, streams: int) -> None:
        """Count a gap for so many streams."""
        self.gaps[min(500, max(0, round(gap * 1000)))] += streams

    def percentile(self, share: float) -> float:
        """Return the gap, in seconds, that this share of the packets stayed within; 0 before the first."""
        left = share * sum(self.gaps)
        for milliseconds, count in enumerate(self.gaps):
            left -= count
            if count and left <= 0:
                return milliseconds / 1000
        return 0.0

    def late(self, limit: float = 0.04) -> float:
        """Return the share of packets that came later than that after the one before."""
        total = sum(self.gaps)
        return sum(self.gaps[round(limit * 1000) + 1 :]) / total if total else 0.0


class Pacer:
    """Ticks every stream each 20 ms; it only runs while there is one.

    How well it kept the beat it tells of all streams, and of each line: never of a call.
    """

    def __init__(self, loop: Loop) -> None:
        self.pacing = Pacing()
        self.lines: dict[str, Pacing] = {}
        self._loop = loop
        self._slots: tuple[dict[Stream, str], ...] = tuple({} for _ in range(SLOTS))
        self._ran: list[float | None] = [None] * SLOTS
        self._turn = 0
        self._next = 0.0
        self._handle: Handle | None = None

    def __len__(self) -> int:
        return sum(map(len, self._slots))

    def add(self, stream: Stream, line: str) -> Callable[[], None]:
        """Take a stream of a line; what is returned leaves it out again."""
        slot = min(self._slots, key=len)
        slot[stream] = line
        self.lines.setdefault(line, Pacing())
        if not self._handle:
            self._next, self._ran = self._loop.time(), [None] * SLOTS
            self._handle = self._loop.call_at(self._next, self._run)
        return partial(_leave, slot, stream)

    def _run(self) -> None:
        now = self._loop.time()
        self._forgive(now)
        while self._next <= now:
            self._slot(now)
            self._turn = (self._turn + 1) % SLOTS
            self._next += BEAT / SLOTS
        self._handle = self._loop.call_at(self._next, self._run) if len(self) else None

    def _forgive(self, now: float) -> None:
        if now - self._next <= MOST_LATE:
            return
        missed = int((now - self._next) / BEAT)
        self.pacing.stalls += 1
        self._next += missed * BEAT
        for slot in self._slots:
            for stream in slot:
                stream.skip(missed)

    def _slot(self, now: float) -> None:
        slot = self._slots[self._turn]
        streams = list(slot)
        ran, self._ran[self._turn] = self._ran[self._turn], now
        if ran is not None:
            self.pacing.take(now - ran, len(streams))
            for line, count in Counter(slot.values()).items():
                self.lines[line].take(now - ran, count)
        for stream in streams:
            try:
                stream.tick()
            except Exception as error:  # noqa: BLE001 (one call must not bring all the others to silence)
                log.error("voice: a stream could not go on: %s", type(error).__name__)  # noqa: TRY400

    def stop(self) -> None:
        """Beat no more."""
        if self._handle:
            self._handle.cancel()
            self._handle = None


def _leave(slot: dict[Stream, str], stream: Stream) -> None:
    slot.pop(stream, None)
