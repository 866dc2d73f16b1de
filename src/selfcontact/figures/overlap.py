"""The set-difference check: no figure may be had of a handful of people by comparing two that are published.

What is compared is what the figures describe (places and ages), since that is what a reader can choose; the counts are
those of the people of the mandate.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from selfcontact.figures.ages import Band

Labels = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table's cells: every part (a set of communes) with every band of ages."""

    parts: tuple[tuple[str, ...], ...]
    bands: tuple[Band, ...]

    def as_json(self) -> dict[str, object]:
        """Return what the database keeps."""
        return {"parts": [list(part) for part in self.parts], "bands": [list(band) for band in self.bands]}


def table_from_json(kept: Mapping[str, Iterable[Iterable[object]]]) -> Table:
    """Return the table that `as_json` wrote down."""
    parts = tuple(tuple(str(code) for code in part) for part in kept["parts"])
    ages = [[int(str(age)) for age in band] for band in kept["bands"]]
    return Table(parts=parts, bands=tuple((first, last) for first, last in ages))


class Population:
    """How many people of a mandate live in each commune, by age."""

    def __init__(self, rows: Sequence[tuple[str, int, int]]) -> None:
        """Take (commune, age, persons)."""
        codes = sorted({commune for commune, _, _ in rows})
        self._codes = {code: at for at, code in enumerate(codes)}
        self._commune = np.array([self._codes[commune] for commune, _, _ in rows], dtype=np.int64)
        self._age = np.array([min(age, 150) for _, age, _ in rows], dtype=np.int64)
        self._persons = np.array([persons for _, _, persons in rows], dtype=np.int64)
        #: A table names tens of thousands of communes, and is compared with every other: by identity, and kept alive.
        self._known: dict[int, tuple[Table, Labels]] = {}

    def labels(self, table: Table) -> Labels:
        """Return the cell of each group of people alike, -1 for those whom the table leaves out."""
        if id(table) not in self._known:
            self._known[id(table)] = (table, self._labelled(table))
        return self._known[id(table)][1]

    def _labelled(self, table: Table) -> Labels:
        part = np.full(len(self._codes) + 1, -1, dtype=np.int64)
        for at, communes in enumerate(table.parts):
            part[[self._codes[code] for code in communes if code in self._codes]] = at
        band = np.full(151, -1, dtype=np.int64)
        for at, (first, last) in enumerate(table.bands):
            band[first : min(last, 150) + 1] = at
        parts, bands = part[self._commune], band[self._age]
        return np.where((parts < 0) | (bands < 0), -1, parts * len(table.bands) + bands)

    def persons(self, labels: Labels) -> dict[int, int]:
        """Return the persons in each cell."""
        return self._summed(labels[labels >= 0], self._persons[labels >= 0])

    def differences(self, one: Table, other: Table) -> list[int]:
        """Return, for each two cells that share someone, how many persons are in one of them alone."""
        mine, theirs = self.labels(one), self.labels(other)
        sizes, sizes_there = self.persons(mine), self.persons(theirs)
        width = int(theirs.max(initial=0)) + 1
        both = (mine >= 0) & (theirs >= 0)
        shared = self._summed(mine[both] * width + theirs[both], self._persons[both])
        return [sizes[pair // width] + sizes_there[pair % width] - 2 * n for pair, n in shared.items()]

    def remainders(self, one: Table, others: Iterable[Table]) -> list[int]:
        """Return, for each cell, how many of its persons are in no smaller published cell that lies inside it."""
        mine = self.labels(one)
        sizes = self.persons(mine)
        covered = np.zeros(len(mine), dtype=bool)
        for other in others:
            covered |= self._inside(mine, sizes, self.labels(other))
        left = self._summed(mine[(mine >= 0) & ~covered], self._persons[(mine >= 0) & ~covered])
        return [left.get(cell, 0) for cell in sizes]

    def _inside(self, mine: Labels, sizes: Mapping[int, int], theirs: Labels) -> NDArray[np.bool_]:
        """Tell, for each group of people alike, whether its cell there lies strictly inside its cell here."""
        width = int(theirs.max(initial=0)) + 1
        both = (mine >= 0) & (theirs >= 0)
        pairs = np.where(both, mine * width + theirs, -1)
        shared = self._summed(pairs[both], self._persons[both])
        there = self.persons(theirs)
        strictly = [pair for pair, n in shared.items() if n == there[pair % width] < sizes[pair // width]]
        return np.isin(pairs, np.array(strictly, dtype=np.int64))

    @staticmethod
    def _summed(labels: Labels, persons: Labels) -> dict[int, int]:
        keys, where = np.unique(labels, return_inverse=True)
        sums = np.bincount(where, weights=persons, minlength=len(keys))
        return {int(key): int(total) for key, total in zip(keys, sums, strict=True)}


def safe(new: Table, known: Sequence[Table], population: Population, threshold: int) -> bool:
    """Tell whether `new` may be published beside `known`: every difference is nobody, or a crowd."""
    gaps = [gap for other in known for gap in population.differences(new, other)]
    every = [*known, new]
    for one in every:
        gaps += population.remainders(one, [other for other in every if other is not one])
    return all(gap == 0 or gap >= threshold for gap in gaps)
