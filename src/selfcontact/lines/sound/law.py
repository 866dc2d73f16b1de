"""G.711: sixteen bits to eight by the A-law and the mu-law, and back, one look-up each (ITU-T G.711, G.191)."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE = 8000
#: Silence in each law.
QUIET_A, QUIET_MU = b"\xd5", b"\xff"

Samples = NDArray[np.int16]
_Table = NDArray[np.uint8]


def to_alaw(samples: Samples) -> bytes:
    """Return one byte for each sample."""
    return _encoding_a()[samples.astype(np.int64) + 32768].tobytes()


def to_mulaw(samples: Samples) -> bytes:
    """Return one byte for each sample."""
    return _encoding_mu()[samples.astype(np.int64) + 32768].tobytes()


def from_alaw(coded: bytes) -> Samples:
    """Return the samples that a telephone makes of it."""
    return _decoding_a()[np.frombuffer(coded, dtype=np.uint8)]


def from_mulaw(coded: bytes) -> Samples:
    """Return the samples that a telephone makes of it."""
    return _decoding_mu()[np.frombuffer(coded, dtype=np.uint8)]


@cache
def _encoding_a() -> _Table:
    """Thirteen bits, seven segments; even bits are inverted on the line."""
    value = np.arange(-32768, 32768, dtype=np.int64) >> 3
    negative = value < 0
    # Ones' complement, so that no value of thirteen bits overflows.
    size = np.where(negative, ~value, value)
    segment = np.searchsorted(np.array([31, 63, 127, 255, 511, 1023, 2047]), size, side="left")
    coarse = np.where(segment < 2, size >> 1, size >> segment) & 0x0F
    return ((segment << 4 | coarse) ^ np.where(negative, 0x55, 0xD5)).astype(np.uint8)


@cache
def _encoding_mu() -> _Table:
    """Fourteen bits, a bias of 33, eight segments; all bits are inverted on the line."""
    value = np.arange(-32768, 32768, dtype=np.int64) >> 2
    negative = value < 0
    size = np.minimum(np.where(negative, -value, value), 8158) + 33
    segment = np.searchsorted(np.array([63, 127, 255, 511, 1023, 2047, 4095]), size, side="left")
    coarse = (size >> (segment + 1)) & 0x0F
    return ((segment << 4 | coarse) ^ np.where(negative, 0x7F, 0xFF)).astype(np.uint8)


@cache
def _decoding_a() -> Samples:
    code = np.arange(256, dtype=np.int64) ^ 0x55
    segment, coarse = code >> 4 & 7, (code & 0x0F) << 4
    size = np.where(segment == 0, coarse + 8, (coarse + 0x108) << np.maximum(segment - 1, 0))
    return np.where(code & 0x80, size, -size).astype(np.int16)


@cache
def _decoding_mu() -> Samples:
    code = ~np.arange(256, dtype=np.int64) & 0xFF
    size = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return np.where(code & 0x80, -size, size).astype(np.int16)
