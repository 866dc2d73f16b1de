"""Someone who keeps all that was ever published of a mandate, knows every rule, and solves for persons.

What is unknown are whole numbers, and whatever was published is an equation about them. What the tests know to be true
has to satisfy every one: an attacker who believes something false would prove nothing.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

from selfcontact.figures.rules import RULES, Rules

Sum = Mapping[Any, int]
Row = NDArray[np.float64]
#: More people than any mandate of these tests has.
MANY = 5000
#: What the solver may be wrong by.
SLACK = 1e-4


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A number that nobody should learn while it is from 1 to under the threshold.

    Of `persons` (who live somewhere, or who answered) not even that much may be proven; what remains of the totals of a
    campaign may be bounded, but not known to within less than what rounding hides.
    """

    total: Sum
    threshold: int
    persons: bool = True

    def betrayed(self, low: int, high: int, base: int) -> bool:
        """Tell whether bounds that were proven say too much."""
        return low >= 1 and high < self.threshold and (self.persons or high - low < base - 1)


@dataclass
class Attacker:
    """Collects equations, and what they should not give away."""

    rules: Rules = RULES
    unknowns: dict[Hashable, int] = field(default_factory=dict)
    rows: list[tuple[Sum, float, float]] = field(default_factory=list)
    offsets: dict[Hashable, list[tuple[Sum, int]]] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)

    def know(self, total: Sum, low: float, high: float) -> None:
        """Add that a sum lies between two numbers."""
        for name in total:
            self.unknowns.setdefault(name, len(self.unknowns))
        self.rows.append((total, low, high))

    def published(self, total: Sum, value: int, label: Hashable, floor: int) -> None:
        """Add a figure: rounded by an offset that is unknown but always the same, and of `floor` persons at least."""
        offset = ("offset", label)
        self.know({offset: 1}, 0, self.rules.base - 1)
        self.know({**total, offset: 1}, value, value + self.rules.base - 1)
        self.know(total, floor, np.inf)
        self.offsets.setdefault(offset, []).append((total, value))

    def proofs(self, truth: Mapping[Hashable, int], about: str = "") -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the secrets that are betrayed, between the least and the most that they can be."""
        solver = Solver(self, truth)
        for name, secret in self.secrets.items():
            ends = solver.range(secret) if about in name else None
            if ends is not None:
                yield name, ends


class Solver:
    """Bounds sums. Each explanation of the figures that it comes by spares others: one is enough to clear a secret."""

    def __init__(self, attacker: Attacker, truth: Mapping[Hashable, int]) -> None:
        """Take the first explanation, which is what happened."""
        self._names, self._base = attacker.unknowns, RULES.base
        matrix = lil_array((len(attacker.rows), len(self._names)))
        for at, (total, _, _) in enumerate(attacker.rows):
            for name, factor in total.items():
                matrix[at, self._names[name]] = factor
        self._matrix = matrix.tocsr()
        self._low = np.array([low for _, low, _ in attacker.rows])
        self._high = np.array([high for _, _, high in attacker.rows])
        self._explanations: list[Row] = []
        self._accept(self._happened(attacker, truth))

    def range(self, secret: Secret) -> tuple[int, int] | None:
        """Return what a secret is proven to lie between if that betrays it, else nothing."""
        aim = np.zeros(len(self._names))
        for name, factor in secret.total.items():
            aim[self._names[name]] = factor
        if self._cleared(secret, aim):
            return None
        # Fractions bound more loosely, and at once: what they prove is proven.
        ends = [float(aim @ self._best(sign * aim, whole=0)) for sign in (1, -1)]
        low, high = ceil(ends[0] - SLACK), floor(ends[1] + SLACK)
        if secret.betrayed(low, high, self._base):
            return low, high
        for sign in (1, -1):
            self._accept(np.round(self._best(sign * aim, whole=1)))
            if self._cleared(secret, aim):
                return None
        return self._ends(aim)

    def _best(self, aim: Row, *, whole: int) -> Row:
        """Return an explanation, in whole numbers or not, in which a sum is least."""
        allowed = LinearConstraint(self._matrix, self._low, self._high)
        best = milp(aim, integrality=np.full(len(aim), whole), bounds=Bounds(0, MANY), constraints=allowed)
        assert best.success, best.message
        found: Row = best.x
        return found

    def _ends(self, aim: Row) -> tuple[int, int]:
        values = [round(float(aim @ one)) for one in self._explanations]
        return min(values), max(values)

    def _cleared(self, secret: Secret, aim: Row) -> bool:
        return not secret.betrayed(*self._ends(aim), self._base)

    def _accept(self, explanation: Row) -> None:
        sums = self._matrix @ explanation
        wrong = np.flatnonzero((sums < self._low) | (sums > self._high))
        assert not len(wrong), f"row {wrong[0]}: {self._low[wrong[0]]} <= {sums[wrong[0]]} <= {self._high[wrong[0]]}"
        self._explanations.append(explanation)

    def _happened(self, attacker: Attacker, truth: Mapping[Hashable, int]) -> Row:
        found = np.zeros(len(self._names))
        for name, at in self._names.items():
            if name not in attacker.offsets:
                found[at] = truth[name]
        for name, figures in attacker.offsets.items():
            # Any offset that explains each of its figures will do: the real one needs the mandate's keys.
            counts = [(sum(truth[who] * factor for who, factor in total.items()), value) for total, value in figures]
            found[self._names[name]] = max(0, *(value - count for count, value in counts))
        return found
