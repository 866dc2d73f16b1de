"""Communes, names and streets from which synthetic people are drawn; see data/README.md for their origin."""

import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

FIRST_PERIOD: Final = 1920
LAST_PERIOD: Final = 2015
PERIODS: Final = (LAST_PERIOD - FIRST_PERIOD) // 5 + 1
#: INSEE codes of the territories overseas that are not departments, with numbering plans of their own.
COLLECTIVITIES: Final = "^(?:975|977|978|98)"
#: People by year of age in thousands, mainland and overseas departments; drawn after INSEE's pyramid of 2025.
PYRAMID_AGES: Final = (18, 30, 45, 60, 70, 77, 85, 92, 100)
PYRAMID: Final = (830, 810, 840, 880, 790, 680, 330, 140, 8)


def _read(name: str) -> pl.DataFrame:
    data = files("selfcontact.demo").joinpath("data", name).read_bytes()
    return pl.read_csv(io.BytesIO(data), schema_overrides={"commune": pl.String, "postcode": pl.String})


def ascii_only(text: str) -> str:
    """Return the text without its accents and ligatures."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return plain.encode("ascii", "ignore").decode()


@dataclass(frozen=True, kw_only=True, eq=False)
class Tables:
    """Columns of equal length by subject, with their cumulated weights for drawing."""

    commune: pl.Series
    postcode: pl.Series
    city: pl.Series
    population: NDArray[np.float64]
    surname: pl.Series
    surname_odds: NDArray[np.float64]
    first_name: pl.Series
    first_name_odds: NDArray[np.float64]
    street: pl.Series
    age_odds: NDArray[np.float64]

    def inside(self, area: frozenset[str] | None) -> NDArray[np.bool_]:
        """Tell which communes are in the area: the mainland and the five overseas departments when it is None."""
        if area is None:
            return ~self.commune.str.contains(COLLECTIVITIES).to_numpy()
        return self.commune.is_in(list(area)).to_numpy()

    def draw_surnames(self, uniform: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return one surname's index for each number of [0, 1)."""
        return np.searchsorted(self.surname_odds, uniform, side="right")

    def draw_first_names(
        self, uniform: NDArray[np.float64], woman: NDArray[np.bool_], born: NDArray[np.int64]
    ) -> NDArray[np.intp]:
        """Return one first name's index for each number of [0, 1), after the sex and the year of birth."""
        period = (born.clip(FIRST_PERIOD, LAST_PERIOD) - FIRST_PERIOD) // 5
        group = np.where(woman, 0, PERIODS) + period
        return np.asarray(np.searchsorted(self.first_name_odds, group + uniform, side="right"), dtype=np.intp)


def cumulated(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the cumulated share of each weight; the last one is exactly 1."""
    total = np.cumsum(weights)
    return np.asarray(total / total[-1], dtype=np.float64)


def _first_name_odds(table: pl.DataFrame) -> NDArray[np.float64]:
    """Group g of the table (sex, then period) takes the interval [g, g + 1)."""
    groups = table.group_by("sex", "born_from", maintain_order=True).agg("weight")["weight"]
    return np.concatenate([number + cumulated(weights.to_numpy()) for number, weights in enumerate(groups)])


@cache
def tables() -> Tables:
    """Return the tables of the package, read once."""
    communes, surnames, first_names = (_read(f"{n}.csv.gz") for n in ("communes", "surnames", "first_names"))
    streets = files("selfcontact.demo").joinpath("data", "streets.txt").read_text(encoding="utf-8").splitlines()
    return Tables(
        commune=communes["commune"],
        postcode=communes["postcode"],
        city=communes["name"],
        population=communes["population"].cast(pl.Float64).to_numpy(),
        surname=surnames["surname"],
        surname_odds=cumulated(surnames["weight"].cast(pl.Float64).to_numpy()),
        first_name=first_names["first_name"],
        first_name_odds=_first_name_odds(first_names.with_columns(pl.col("weight").cast(pl.Float64))),
        street=pl.Series(streets),
        age_odds=cumulated(np.interp(np.arange(18, 101), PYRAMID_AGES, PYRAMID)),
    )
