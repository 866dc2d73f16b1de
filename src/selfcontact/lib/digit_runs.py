"""Telephone numbers among any bytes: written with figures, or stored as integers of eight bytes.

The figures are taken out of the bytes with numpy, whatever separates them, and every nine in a row are looked up at
once: the time does not depend on how many numbers are sought, nor on how many spellings each has.
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

WIDTH: Final = 9
MODULUS: Final = 10**WIDTH
#: Between two figures: spaces (the bytes of no-break ones too), punctuation, and the zero bytes of UTF-16.
BETWEEN: Final = b" .-/()_\x00\xa0\xc2\xe2\x80\xaf"
#: UTF-16 puts five bytes between the figures of "+33 (0)6".
WIDEST_GAP: Final = 6
LEAD: Final = 100_000
HEX: Final = frozenset(b"0123456789abcdefABCDEF-")
HEX_REACH: Final = 80
#: A digest or sealed bytes, or an identifier after RFC 9562.
HEX_WORD: Final = re.compile(
    rb"(?=[0-9-]*[a-fA-F])(?:[0-9a-fA-F]{32,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
)

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]

_SEPARATOR: Final = np.zeros(256, dtype=np.bool_)
_SEPARATOR[list(BETWEEN)] = True


class NumberSet:
    """E.164 numbers, sorted, with what lets most of a file be set aside at a glance."""

    def __init__(self, numbers: NDArray[np.uint64]) -> None:
        self.e164: Integers = np.unique(numbers).astype(np.int64)
        self.subscribers: Integers = np.unique(self.e164 % MODULUS)
        self.dials: Integers = np.unique(self.e164 // MODULUS)
        self._leads = np.zeros(MODULUS // LEAD, dtype=np.bool_)
        self._leads[self.subscribers // LEAD] = True
        self._top_bytes = np.zeros(256, dtype=np.bool_)
        self._top_bytes[np.unique(self.e164 >> 32)] = True

    def count(self, data: bytes) -> int:
        """Return how many times one of the numbers stands in the data."""
        if not len(self.e164):
            return 0
        array = np.frombuffer(data, dtype=np.uint8)
        return self._written(data, array) + self._stored(array)

    def _written(self, data: bytes, array: Bytes) -> int:
        runs = _runs(array)
        windows = runs.windows()
        likely = np.flatnonzero(self._leads[windows // LEAD])
        found = likely[np.isin(windows[likely], self.subscribers)]
        return sum(self._is_number(data, runs, int(start)) for start in found)

    def _is_number(self, data: bytes, runs: "_Runs", start: int) -> bool:
        """Tell whether nine figures are a number: after 0 or a country code, or alone between other characters."""
        stop = start + WIDTH
        prefixed = runs.follows(start, (0,)) or any(
            runs.follows(start, tuple(int(figure) for figure in str(dial))) for dial in self.dials
        )
        alone = not runs.touches(start) and not runs.touches(stop)
        return (prefixed or alone) and not _in_hexadecimal(data, int(runs.position[start]))

    def _stored(self, array: Bytes) -> int:
        if len(array) < 8:
            return 0
        zero = array == 0
        three_zeros = zero[:-2] & zero[1:-1] & zero[2:]
        big = np.flatnonzero(three_zeros[:-5] & ~zero[3:-4])
        little = np.flatnonzero(three_zeros[5:] & ~zero[4:-3])
        big, little = big[self._top_bytes[array[big + 3]]], little[self._top_bytes[array[little + 4]]]
        little = little[~_in_record_header(array, little)]
        values = [_integer(array, big + 3, 1), _integer(array, little + 4, -1)]
        return int(sum(np.isin(value, self.e164).sum() for value in values))


@dataclass(frozen=True, kw_only=True)
class _Runs:
    """Figures in runs of nine or more: value, position, and how each is tied to the one before it."""

    value: Integers
    position: Integers
    joined: NDArray[np.bool_]
    adjacent: NDArray[np.bool_]

    def windows(self) -> Integers:
        """Return the number that each figure begins with the eight after it, or 0 when its run ends before."""
        if len(self.value) < WIDTH:
            return np.zeros(0, dtype=np.int64)
        count = len(self.value) - WIDTH + 1
        total, whole = np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.bool_)
        for offset in range(WIDTH):
            total = total * 10 + self.value[offset : offset + count]
            if offset:
                whole &= self.joined[offset : offset + count]
        return np.where(whole, total, 0)

    def follows(self, start: int, figures: tuple[int, ...]) -> bool:
        """Tell whether these figures stand right before `start`, in the same run."""
        first = start - len(figures)
        return (
            first >= 0
            and bool(self.joined[first + 1 : start + 1].all())
            and tuple(self.value[first:start].tolist()) == figures
        )

    def touches(self, index: int) -> bool:
        """Tell whether the figure at `index` is next to the one before it, with nothing between them."""
        return index < len(self.value) and bool(self.adjacent[index])


def _runs(array: Bytes) -> _Runs:
    # Bytes below "0" wrap around to large values: one comparison tells a figure.
    position = np.flatnonzero(array - np.uint8(ord("0")) < 10)
    if not len(position):
        empty, flags = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
        return _Runs(value=empty, position=empty, joined=flags, adjacent=flags)
    gap = np.diff(position, prepend=position[0] - WIDEST_GAP - 2)
    joined = gap == 1
    adjacent = joined.copy()
    for width in range(2, WIDEST_GAP + 1):
        rows = np.flatnonzero(gap == width)
        between = position[rows, None] - np.arange(1, width)
        joined[rows] = _SEPARATOR[array[between]].all(axis=1)
        if width == 2:
            adjacent[rows] = array[between[:, 0]] == 0
    kept = _in_long_runs(joined)
    return _Runs(
        value=array[position[kept]].astype(np.int64) - ord("0"),
        position=position[kept],
        joined=joined[kept],
        adjacent=adjacent[kept],
    )


def _in_long_runs(joined: NDArray[np.bool_]) -> Integers:
    starts = np.flatnonzero(~joined)
    lengths = np.diff(starts, append=len(joined))
    return np.flatnonzero(np.repeat(lengths >= WIDTH, lengths))


def _integer(array: Bytes, first: Integers, step: int) -> Integers:
    """Return the integers whose highest of five bytes is at `first`, the next ones `step` further."""
    value = np.zeros(len(first), dtype=np.int64)
    for offset in range(5):
        value = value << 8 | array[first + step * offset]
    return value


def _in_record_header(array: Bytes, first: Integers) -> NDArray[np.bool_]:
    """Tell which eight bytes are the link of a write-ahead log record to the one before it, read one byte too early.

    PostgreSQL's XLogRecord: length (4 bytes), transaction (4), link (8), info, resource manager (under 32), two zero
    bytes. Around 128 MB of log, links look like French numbers times 256; a number elsewhere is never set aside.
    """
    header = np.zeros(len(first), dtype=np.bool_)
    inside = np.flatnonzero((first >= 7) & (first + 12 < len(array)))
    at = first[inside]
    long_enough = (array[at - 7] >= 24) | (array[at - 6] > 0)
    zeros = (array[at - 5] | array[at - 4] | array[at] | array[at + 11] | array[at + 12]) == 0
    header[inside] = long_enough & zeros & (array[at + 10] < 32)
    return header


def _in_hexadecimal(data: bytes, position: int) -> bool:
    """Tell whether the figure belongs to a digest, an identifier or sealed bytes written in hexadecimal."""
    first = last = position
    while first > max(0, position - HEX_REACH) and data[first - 1] in HEX:
        first -= 1
    while last < min(len(data), position + HEX_REACH) and data[last] in HEX:
        last += 1
    return HEX_WORD.fullmatch(data, first, last) is not None
