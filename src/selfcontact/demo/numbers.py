"""Distinct telephone numbers of the synthetic blocks, dealt by territory."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from selfcontact.lib.phone_fiction import Block, fiction_numbers

#: Overseas departments, by the first three characters of their communes' INSEE codes.
OVERSEAS: Final = ("971", "972", "973", "974", "976")
MAINLAND: Final = "metropole"

Numbers = NDArray[np.uint64]


def _blocks(territory: str) -> list[Block]:
    return [block for block in fiction_numbers() if block.territory == territory]


def pool(territory: str, count: int) -> Numbers:
    """Return the first `count` E.164 numbers of a territory, or all it has; the fiction block comes first."""
    parts: list[Numbers] = []
    for block in _blocks(territory):
        parts.append(np.arange(block.start, block.start + min(block.size, count), dtype=np.uint64))
        count -= len(parts[-1])
    return np.concatenate(parts)


def spare_numbers(count: int, *, skip: int = 0) -> tuple[int, ...]:
    """Return mainland numbers from the far end of the pool, for lists of opposed or erased people.

    A file reaches them only when it is about as long as the pool, and `deal` leaves out those it is told.
    """
    last = _blocks(MAINLAND)[-1]
    if count + skip > last.size:
        raise ValueError(f"at most {last.size} spare numbers")
    stop = last.start + last.size - skip
    return tuple(range(stop - count, stop))


def deal(communes: pl.Series, taken: Numbers, rng: np.random.Generator, *, skip: int = 0) -> Numbers:
    """Return a distinct number for each commune (INSEE), of its territory while there are some, else of the mainland.

    None is in `taken` or among the first `skip` of its territory; raises ValueError when the pool is exhausted.
    """
    dealt = np.zeros(len(communes), dtype=np.uint64)
    for territory in OVERSEAS:
        _fill(dealt, np.flatnonzero(communes.str.starts_with(territory)), territory, taken, rng, skip)
    _fill(dealt, np.flatnonzero(dealt == 0), MAINLAND, taken, rng, skip)
    if not dealt.all():
        raise ValueError("there are not enough synthetic numbers for so many rows")
    return dealt


def _fill(
    dealt: Numbers, rows: NDArray[np.intp], territory: str, taken: Numbers, rng: np.random.Generator, skip: int
) -> None:
    free = pool(territory, len(rows) + len(taken) + skip)[skip:]
    free = free[~np.isin(free, taken)][: len(rows)]
    dealt[rows[: len(free)]] = rng.permutation(free)
