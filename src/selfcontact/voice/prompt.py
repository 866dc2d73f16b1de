"""A recording as it is sent: cut once in packets of 20 ms, shared by all calls, with the places where it may be cut."""

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

import numpy as np

from selfcontact.voice.g711 import FRAME, RATE, SILENCE, Law, Samples, alaw, pcm_of_alaw, ulaw

#: A speaker's breath between two sentences, in packets of 20 ms; between words it is shorter.
BREATH: Final = 12
#: Below this share of the loudest packet nobody speaks (-30 dB).
QUIET: Final = 0.032


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """Audio of 8 kHz in both laws of G.711, as raw bytes. Raises ValueError when the lengths differ or are nil."""

    alaw: bytes = field(repr=False)
    ulaw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not self.alaw or len(self.alaw) != len(self.ulaw):
            raise ValueError("a prompt is the same audio twice")

    @classmethod
    def of_pcm(cls, samples: Samples) -> Self:
        """Write samples of 8 kHz in both laws."""
        return cls(alaw=alaw(samples), ulaw=ulaw(samples))

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.alaw) / RATE

    def frames(self, law: Law) -> tuple[bytes, ...]:
        """Return the payloads of its packets, the last one filled up with silence."""
        return self._alaw_frames if law is Law.ALAW else self._ulaw_frames

    @cached_property
    def _alaw_frames(self) -> tuple[bytes, ...]:
        return _cut(self.alaw, Law.ALAW)

    @cached_property
    def _ulaw_frames(self) -> tuple[bytes, ...]:
        return _cut(self.ulaw, Law.ULAW)

    @cached_property
    def pauses(self) -> tuple[int, ...]:
        """The packets before which it may be cut, because a sentence has just ended."""
        samples = pcm_of_alaw(b"".join(self._alaw_frames)).astype(np.float64)
        loudness = np.sqrt((samples.reshape(-1, FRAME) ** 2).mean(axis=1))
        quiet = np.concatenate(([False], loudness <= loudness.max() * QUIET, [False]))
        edges = np.flatnonzero(np.diff(quiet.astype(np.int8)))
        # Half a breath is left, so that the cut is not heard.
        return tuple(int(start) + BREATH // 2 for start, end in edges.reshape(-1, 2) if end - start >= BREATH)

    def end_of_sentence(self, frame: int, longest: int) -> int:
        """Return the packet to stop before, from `frame` on: the next pause, the end, or `longest` packets later."""
        latest = min(len(self._alaw_frames), frame + longest)
        following = bisect_left(self.pauses, frame)
        return min(self.pauses[following], latest) if following < len(self.pauses) else latest


def _cut(data: bytes, law: Law) -> tuple[bytes, ...]:
    whole = data + SILENCE[law] * (-len(data) % FRAME)
    return tuple(whole[start : start + FRAME] for start in range(0, len(whole), FRAME))
