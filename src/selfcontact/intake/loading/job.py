"""What the parent of a load tells its workers, and what they answer: numbers and codes, never a row."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from selfcontact.intake.columns import Columns
from selfcontact.intake.loading.listed import Picture, Scope
from selfcontact.intake.reader.shape import Shape
from selfcontact.intake.verdicts import Terms


@dataclass(frozen=True, kw_only=True)
class Job:
    """One load. `table` is the detached table; `earlier` tells whether the mandate has other contacts already."""

    conninfo: str
    mandate_id: int
    delivery_id: int
    generation: int
    table: str
    shape: Shape
    columns: Columns
    terms: Terms
    scope: Scope
    picture: Picture
    earlier: bool
    #: Who is here on an older consent alone comes again with a newer one (legal rule PC-01).
    counts_from: date


@dataclass(kw_only=True)
class Tally:
    """Counts of some chunks; lines = accepted + refused, and `repaired` are accepted rows that needed a repair."""

    lines: int = 0
    accepted: int = 0
    repaired: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    peak_kb: int = 0

    def add(self, other: "Tally") -> None:
        """Take the counts of another chunk in."""
        self.lines += other.lines
        self.accepted += other.accepted
        self.repaired += other.repaired
        self.refused.update(other.refused)
        self.remarks.update(other.remarks)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Where a worker failed: an exception's own words may hold a value of the row, so they stay there."""

    kind: str
    place: str
