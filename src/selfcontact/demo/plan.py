"""The fate, commune, number, age and spelling of every row of a file, drawn before a line is written."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from selfcontact.demo.numbers import Numbers, deal
from selfcontact.demo.recipe import FATES, Expected, Recipe
from selfcontact.demo.tables import Tables, cumulated, tables

#: How the numbers of a file are spelt, with the share of each; the intake counts those marked True as repaired.
PHONE_STYLES: Final = (
    ("national", 0.42, False),
    ("spaced", 0.20, False),
    ("international", 0.10, False),
    ("dotted", 0.05, False),
    ("international_spaced", 0.03, False),
    ("dashed", 0.01, False),
    ("double_zero", 0.03, False),
    ("trunk_zero", 0.02, False),
    ("lost_zero", 0.07, True),
    ("decimal", 0.03, True),
    ("apostrophe", 0.02, True),
    ("no_break_space", 0.02, False),
)
#: The same for the commune; "lost_zero" changes only the postcodes that begin with one.
PLACE_STYLES: Final = (
    ("official", 0.50, False),
    ("capitals", 0.40, False),
    ("abbreviated", 0.05, False),
    ("cedex", 0.01, False),
    ("lost_zero", 0.04, True),
)
NO_NUMBER: Final = ("phone_invalid", "phone_foreign", "phone_not_mobile")
Style = tuple[tuple[str, float, bool], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """One value for each row: `fate` and the styles are indexes, `commune` a row of the tables, `e164` 0 for none."""

    fate: NDArray[np.uint8]
    commune: NDArray[np.int32]
    e164: Numbers
    age: NDArray[np.uint8]
    phone_style: NDArray[np.uint8]
    place_style: NDArray[np.uint8]

    def expected(self, recipe: Recipe) -> Expected:
        """Return the counts that the intake must find."""
        counts = recipe.counts()
        accepted = self.fate == 0
        repairs, repaired = {}, np.zeros(len(accepted), dtype=bool)
        for prefix, styles, column in (("phone", PHONE_STYLES, "phone_style"), ("place", PLACE_STYLES, "place_style")):
            for index, (name, _, repaired_by_intake) in enumerate(styles):
                if repaired_by_intake:
                    rows = accepted & (getattr(self, column) == index)
                    repairs[f"{prefix}_{name}"] = int(rows.sum())
                    repaired |= rows
        return Expected(
            lines=recipe.rows,
            accepted=counts.pop("accepted"),
            refused={code: count for code, count in counts.items() if count},
            repaired=int(repaired.sum()),
            repairs={code: count for code, count in repairs.items() if count},
            recipe=recipe,
        )


def make_plan(recipe: Recipe) -> Plan:
    """Return the plan of a recipe; about 20 bytes a row, so that millions of rows fit."""
    rng = np.random.default_rng(recipe.seed)
    reference = tables()
    fate = _fates(recipe, rng)
    commune = _communes(recipe, fate, reference, rng)
    return Plan(
        fate=fate,
        commune=commune,
        e164=_numbers(recipe, fate, reference.commune.gather(commune), rng),
        age=_ages(fate, reference, rng),
        phone_style=_styles(PHONE_STYLES, recipe, rng),
        place_style=_place_styles(recipe, commune, reference, rng),
    )


def rows_of(fate: NDArray[np.uint8], code: str) -> NDArray[np.intp]:
    """Return the positions of the rows made with this fate."""
    return np.flatnonzero(fate == FATES.index(code))


def _fates(recipe: Recipe, rng: np.random.Generator) -> NDArray[np.uint8]:
    fate = np.repeat(np.arange(len(FATES), dtype=np.uint8), list(recipe.counts().values()))
    rng.shuffle(fate)
    # The first row is accepted, so that every duplicate has something to repeat.
    first = int(np.argmin(fate))
    fate[0], fate[first] = fate[first], fate[0]
    return fate


def _communes(
    recipe: Recipe, fate: NDArray[np.uint8], reference: Tables, rng: np.random.Generator
) -> NDArray[np.int32]:
    uniform = rng.random(len(fate))
    inside = reference.inside(recipe.inside)
    if not inside.any():
        raise ValueError("no commune of the area is among those from which people are drawn")
    commune = np.searchsorted(cumulated(reference.population * inside), uniform, side="right").astype(np.int32)
    outside = rows_of(fate, "outside_area")
    if len(outside):
        commune[outside] = np.searchsorted(cumulated(reference.population * ~inside), uniform[outside], side="right")
    return commune


def _numbers(recipe: Recipe, fate: NDArray[np.uint8], communes: pl.Series, rng: np.random.Generator) -> Numbers:
    e164 = np.zeros(len(fate), dtype=np.uint64)
    own = ~np.isin(fate, [FATES.index(code) for code in (*NO_NUMBER, "duplicate_in_file")])
    named = {"duplicate_in_mandate": recipe.already, "opposed": recipe.opposed, "erased": recipe.erased}
    for code, numbers in named.items():
        e164[rows_of(fate, code)] = np.array(numbers, dtype=np.uint64)
        own &= fate != FATES.index(code)
    taken = np.array([number for numbers in named.values() for number in numbers], dtype=np.uint64)
    e164[own] = deal(communes.filter(pl.Series(own)), taken, rng, skip=recipe.skip)
    copies, accepted = rows_of(fate, "duplicate_in_file"), rows_of(fate, "accepted")
    # A copy comes after what it repeats: whoever keeps the first one keeps the planned row.
    earlier = np.searchsorted(accepted, copies)
    e164[copies] = e164[accepted[(rng.random(len(copies)) * earlier).astype(np.intp)]]
    return e164


def _ages(fate: NDArray[np.uint8], reference: Tables, rng: np.random.Generator) -> NDArray[np.uint8]:
    age = (18 + np.searchsorted(reference.age_odds, rng.random(len(fate)), side="right")).astype(np.uint8)
    minors = rows_of(fate, "minor")
    age[minors] = rng.integers(8, 17, len(minors), dtype=np.uint8)
    return age


def _styles(styles: Style, recipe: Recipe, rng: np.random.Generator) -> NDArray[np.uint8]:
    if recipe.clean:
        return np.zeros(recipe.rows, dtype=np.uint8)
    odds = cumulated(np.array([share for _, share, _ in styles]))
    return np.searchsorted(odds, rng.random(recipe.rows), side="right").astype(np.uint8)


def _place_styles(
    recipe: Recipe, commune: NDArray[np.int32], reference: Tables, rng: np.random.Generator
) -> NDArray[np.uint8]:
    style = _styles(PLACE_STYLES, recipe, rng)
    begins_with_zero = reference.postcode.str.starts_with("0").to_numpy()
    lost = [name for name, _, _ in PLACE_STYLES].index("lost_zero")
    style[(style == lost) & ~begins_with_zero[commune]] = 0
    return style
