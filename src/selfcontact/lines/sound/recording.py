"""What is kept of a recording: the bytes of both laws, how long it is, and its outline."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from selfcontact.lines.sound.level import lufs, normalised, trimmed
from selfcontact.lines.sound.reading import Wave, read
from selfcontact.lines.sound.refusals import MOST_BYTES, RefusedSoundError
from selfcontact.voice.g711 import FRAME, RATE, alaw, ulaw

#: Points of the outline.
POINTS = 240


@dataclass(frozen=True, kw_only=True)
class Recording:
    """`outline` has one byte for each of its points, the loudest sample there."""

    alaw: bytes
    mulaw: bytes
    outline: bytes
    lufs: float

    @property
    def milliseconds(self) -> int:
        """Return how long it is."""
        return len(self.alaw) * 1000 // RATE


def prepare(data: bytes) -> Recording:
    """Return what a telephone plays of a file; raises RefusedSoundError. Called in a child: see `apart`."""
    if len(data) > MOST_BYTES:
        raise RefusedSoundError("sound_large")
    wave = normalised(trimmed(read(data)))
    samples = np.clip(np.round(wave * 32767), -32768, 32767).astype(np.int16)
    # Whole packets of twenty milliseconds.
    samples = np.pad(samples, (0, -len(samples) % FRAME))
    return Recording(alaw=alaw(samples), mulaw=ulaw(samples), outline=_outline(wave), lufs=lufs(wave))


def _outline(wave: Wave) -> bytes:
    edges = np.linspace(0, len(wave), POINTS + 1).astype(int)
    highest = [float(np.abs(wave[first:last]).max(initial=0)) for first, last in pairwise(edges)]
    return bytes(min(255, round(level * 255)) for level in highest)
