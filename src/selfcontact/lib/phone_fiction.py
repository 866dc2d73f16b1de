"""Telephone numbers that belong to nobody, for synthetic people only."""

from dataclasses import dataclass
from functools import cache

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Block:
    """Consecutive mobile numbers: `start` in E.164 digits, `size` numbers, and the territory they belong to."""

    name: str
    start: int
    size: int
    territory: str

    @property
    def country(self) -> int:
        """Return the country code of the block: all of them have nine digits after it."""
        return self.start // 10**9

    @property
    def leads(self) -> range:
        """Return the five-digit beginnings of the national numbers of the block."""
        first = self.start % 10**9 // 10**4
        return range(first, first + self.size // 10**4)

    def __contains__(self, e164: object) -> bool:
        return isinstance(e164, int) and self.start <= e164 < self.start + self.size


FICTION = Block(name="06 39 98", start=33_639_980_000, size=10_000, territory="metropole")
"""The mobile numbers that ARCEP reserves for works of fiction."""

FICTION_LANDLINES = (19900, 26191, 35301, 46571, 53649)
"""Beginnings of the landlines reserved for fiction: 01 99 00, 02 61 91, 03 53 01, 04 65 71, 05 36 49."""

# Absent from ARCEP's MAJNUM of 2 July 2025: no operator held them. A later attribution makes a block unfit.
WITHOUT_HOLDER = (
    Block(name="0730 to 0742", start=33_730_000_000, size=13_000_000, territory="metropole"),
    Block(name="0790 to 0799", start=33_790_000_000, size=10_000_000, territory="metropole"),
    Block(name="0690 10", start=590_690_100_000, size=10_000, territory="971"),
    Block(name="0690 87", start=590_690_870_000, size=10_000, territory="971"),
    Block(name="0696 12 to 0696 15", start=596_696_120_000, size=40_000, territory="972"),
    Block(name="0694 10 to 0694 11", start=594_694_100_000, size=20_000, territory="973"),
    Block(name="0693 14 to 0693 19", start=262_693_140_000, size=60_000, territory="974"),
    Block(name="0708 40 to 0708 45", start=508_708_400_000, size=60_000, territory="975"),
    Block(name="0639 80 to 0639 89", start=262_639_800_000, size=100_000, territory="976"),
)


@cache
def fiction_numbers() -> tuple[Block, ...]:
    """Return every block from which a synthetic person may be given a mobile number."""
    return (FICTION, *WITHOUT_HOLDER)


def is_synthetic(e164: int) -> bool:
    """Tell whether the number lies in a block for synthetic people."""
    return any(e164 in block for block in fiction_numbers())


def are_synthetic(e164: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell, for each number, whether it lies in a block for synthetic people."""
    found = np.zeros(len(e164), dtype=np.bool_)
    for block in fiction_numbers():
        found |= (e164 >= block.start) & (e164 < block.start + block.size)
    return found
