"""G.711: the two ways of writing 8 kHz speech in bytes that every telephone network takes."""

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
Bytes = NDArray[np.uint8]
RATE: Final = 8000
#: Samples, and bytes, in the 20 ms that one packet carries.
FRAME: Final = 160
#: The seconds that one packet carries.
BEAT: Final = FRAME / RATE


class Law(IntEnum):
    """A law of G.711, by its RTP payload type (RFC 3551, table 4)."""

    ULAW = 0
    ALAW = 8


#: The byte that says nothing, by law.
SILENCE: Final = {Law.ULAW: b"\xff", Law.ALAW: b"\xd5"}


def alaw(samples: Samples) -> bytes:
    """Write samples in A-law."""
    return _TO_ALAW[samples.view(np.uint16)].tobytes()


def ulaw(samples: Samples) -> bytes:
    """Write samples in mu-law."""
    return _TO_ULAW[samples.view(np.uint16)].tobytes()


def pcm_of_alaw(data: bytes) -> Samples:
    """Read A-law."""
    return _FROM_ALAW[np.frombuffer(data, np.uint8)]


def pcm_of_ulaw(data: bytes) -> Samples:
    """Read mu-law."""
    return _FROM_ULAW[np.frombuffer(data, np.uint8)]


def _every_sample() -> NDArray[np.int64]:
    """Every sample of 16 bits, in the order of its bits read without a sign."""
    return np.arange(2**16, dtype=np.uint16).view(np.int16).astype(np.int64)


def _top_bit(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.floor(np.log2(np.maximum(values, 1))).astype(np.int64)


def _alaw_table() -> Bytes:
    shifted = _every_sample() >> 3
    magnitude = np.where(shifted < 0, ~shifted, shifted)
    segment = np.maximum(_top_bit(magnitude) - 4, 0)
    mantissa = (magnitude >> np.maximum(segment, 1)) & 15
    return ((segment << 4 | mantissa) ^ np.where(shifted < 0, 0x55, 0xD5)).astype(np.uint8)


def _ulaw_table() -> Bytes:
    samples = _every_sample()
    magnitude = np.minimum(np.abs(samples), 32635) + 132
    exponent = _top_bit(magnitude) - 7
    mantissa = magnitude >> (exponent + 3) & 15
    sign: NDArray[np.int64] = np.where(samples < 0, 128, 0)
    return (~(sign | exponent << 4 | mantissa) & 255).astype(np.uint8)


def _alaw_samples() -> Samples:
    codes = np.arange(256) ^ 0x55
    segment, mantissa = codes >> 4 & 7, codes & 15
    magnitude = np.where(segment == 0, (mantissa << 4) + 8, (mantissa << 4) + 264 << np.maximum(segment, 1) - 1)
    return np.where(codes & 128, magnitude, -magnitude).astype(np.int16)


def _ulaw_samples() -> Samples:
    codes = ~np.arange(256) & 255
    magnitude = ((codes & 15) * 8 + 132 << (codes >> 4 & 7)) - 132
    return np.where(codes & 128, -magnitude, magnitude).astype(np.int16)


_TO_ALAW, _TO_ULAW = _alaw_table(), _ulaw_table()
_FROM_ALAW, _FROM_ULAW = _alaw_samples(), _ulaw_samples()
