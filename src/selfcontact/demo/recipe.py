"""What a synthetic provider's file must hold, and what its intake must find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from selfcontact.demo.tables import tables

Kind = Literal["demo", "bench"]

#: Share of the rows made with each single defect; about 17 rows in 100 are refused.
RATES: Final[Mapping[str, float]] = MappingProxyType(
    {
        "no_consent": 0.025,
        "consent_after_delivery": 0.005,
        "consent_expired": 0.020,
        "consent_other_purpose": 0.015,
        "unknown_form": 0.005,
        "minor": 0.010,
        "age_missing": 0.010,
        "phone_invalid": 0.015,
        "phone_foreign": 0.005,
        "phone_not_mobile": 0.020,
        "duplicate_in_file": 0.020,
        "outside_area": 0.010,
        "address_unknown": 0.010,
        "malformed_row": 0.003,
        "field_too_long": 0.001,
    }
)
#: Defects that depend on numbers the caller names: one row for each of them.
NAMED: Final = ("duplicate_in_mandate", "opposed", "erased")
ACCEPTED: Final = "accepted"
#: Index of a fate in `Plan.fate`.
FATES: Final = (ACCEPTED, *RATES, *NAMED)
#: From this many rows on, every defect appears at least once.
EVERY_DEFECT_FROM: Final = 100


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """The whole description of one file: the same recipe always makes the same bytes.

    `inside` holds the INSEE codes of the communes of the mandate (None: the mainland and the five overseas
    departments, and then, as when nothing lies outside, no row is `outside_area`).
    `already`, `opposed` and `erased` are E.164 numbers, without plus, which must differ from each other.
    `skip` leaves so many of the first numbers of each territory to another file.
    A bench file has no `malformed_row` and no line break inside a field, so that COPY reads it too.
    """

    rows: int
    seed: int
    kind: Kind
    delivered_on: date
    clean: bool = False
    inside: frozenset[str] | None = None
    form: str = "F-2026-1"
    skip: int = 0
    already: tuple[int, ...] = ()
    opposed: tuple[int, ...] = ()
    erased: tuple[int, ...] = ()

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each fate, in the order of `FATES`; raises ValueError if rows lack."""
        refused = dict.fromkeys(RATES, 0) if self.clean else {code: self._count(code) for code in RATES}
        refused |= zip(NAMED, (len(self.already), len(self.opposed), len(self.erased)), strict=True)
        accepted = self.rows - sum(refused.values())
        if accepted < 1:
            raise ValueError("the file is too short for the defects it must hold")
        return {ACCEPTED: accepted, **refused}

    def _count(self, code: str) -> int:
        impossible = {
            "outside_area": self.inside is None or bool(tables().inside(self.inside).all()),
            "malformed_row": self.kind == "bench",
        }
        return 0 if impossible.get(code) else max(round(self.rows * RATES[code]), int(self.rows >= EVERY_DEFECT_FROM))


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The counts that the intake of a file must find; `refused` and `repairs` leave out what does not occur.

    `repaired` counts the accepted rows with at least one repair, `repairs` each kind of repair.
    """

    lines: int
    accepted: int
    refused: Mapping[str, int]
    repaired: int
    repairs: Mapping[str, int]
    recipe: Recipe = field(repr=False)
