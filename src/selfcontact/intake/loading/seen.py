"""Which numbers the file has already brought: one bit for each mobile number that can exist in our territories."""

import os
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from selfcontact.intake.loading.shared import Memory

#: First E.164 number and length of each range that holds mobile numbers (ARCEP's plan; ITU E.164 for the Pacific).
RANGES = tuple(
    sorted(
        [(country * 10**9 + 600_000_000, 200_000_000) for country in (33, 262, 508, 590, 594, 596)]
        + [(country * 10**6, 10**6) for country in (508, 681, 687)]
        + [(689 * 10**8, 10**8)]
    )
)
STARTS = np.array([start for start, _ in RANGES], dtype=np.uint64)
SIZES = np.array([size for _, size in RANGES], dtype=np.uint64)
OFFSETS = np.cumsum(np.concatenate(([0], SIZES[:-1]))).astype(np.uint64)
BYTES = int(SIZES.sum()) // 8
BLOCK = 1 << 20

Numbers = NDArray[np.uint64]


def _places(numbers: Numbers) -> Numbers:
    range_of = np.searchsorted(STARTS, numbers, side="right") - 1
    within = numbers - STARTS[range_of]
    if len(numbers) and (int(range_of.min()) < 0 or (within >= SIZES[range_of]).any()):
        raise ValueError("a mobile number outside every known range")
    return OFFSETS[range_of] + within


def mark(memory: NDArray[np.uint8], numbers: Numbers) -> NDArray[np.bool_]:
    """Mark the numbers, which are distinct, as seen; return which of them had been seen before."""
    places = _places(numbers)
    where, bit = (places >> np.uint64(3)).astype(np.int64), np.left_shift(1, places & np.uint64(7)).astype(np.uint8)
    known: NDArray[np.bool_] = (memory[where] & bit) != 0
    np.bitwise_or.at(memory, where, bit)
    return known


def numbers(memory: Memory) -> Iterator[Numbers]:
    """Yield every number seen, in blocks; memory that nobody touched stays untouched."""
    for start in range(0, BYTES, BLOCK):
        block = np.frombuffer(os.pread(memory.fd, min(BLOCK, BYTES - start), start), dtype=np.uint8)
        if block.any():
            places = np.flatnonzero(np.unpackbits(block, bitorder="little")).astype(np.uint64) + np.uint64(start * 8)
            range_of = np.searchsorted(OFFSETS, places, side="right") - 1
            yield STARTS[range_of] + places - OFFSETS[range_of]
