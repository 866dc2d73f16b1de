"""The telephone column of a synthetic file: good numbers in all their spellings, and numbers to refuse."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from selfcontact.demo.numbers import Numbers
from selfcontact.demo.plan import PHONE_STYLES
from selfcontact.lib.phone_fiction import FICTION_LANDLINES

NSN: Final = 1_000_000_000
NO_BREAK_SPACE: Final = "\u00a0"
#: What the intake cannot read as a number: cut, empty, in Excel's notation, with a letter, with nothing dialled.
UNREADABLE: Final = ("06 39 98", "", "3,36E+10", "063998O12", "0000000000", "NC", "063998000", "06399800001234")
#: Fictional numbers of Ofcom, of the Bundesnetzagentur and of the North American plan.
FOREIGN: Final = ("+447700900", "00447700900", "+49171392000", "+1202555010")
#: ARCEP's fictional landlines, four more digits each.
LANDLINES: Final = tuple(f"0{lead}" for lead in FICTION_LANDLINES)

Spelling = Callable[[pl.Expr, pl.Expr], pl.Expr]


def _grouped(nsn: pl.Expr, separator: str) -> pl.Expr:
    pairs = [nsn.str.slice(0, 1), *(nsn.str.slice(start, 2) for start in (1, 3, 5, 7))]
    return pl.concat_str(pairs, separator=separator)


def _with(*parts: str | pl.Expr) -> pl.Expr:
    return pl.concat_str([pl.lit(part) if isinstance(part, str) else part for part in parts])


#: From the country code and the nine national digits to what stands in the file.
SPELLINGS: Final[Mapping[str, Spelling]] = {
    "national": lambda _, nsn: _with("0", nsn),
    "spaced": lambda _, nsn: _with("0", _grouped(nsn, " ")),
    "international": lambda dial, nsn: _with("+", dial, nsn),
    "dotted": lambda _, nsn: _with("0", _grouped(nsn, ".")),
    "international_spaced": lambda dial, nsn: _with("+", dial, " ", _grouped(nsn, " ")),
    "dashed": lambda _, nsn: _with("0", _grouped(nsn, "-")),
    "double_zero": lambda dial, nsn: _with("00", dial, nsn),
    "trunk_zero": lambda dial, nsn: _with("+", dial, " (0)", _grouped(nsn, " ")),
    "lost_zero": lambda _, nsn: nsn,
    "decimal": lambda _, nsn: _with(nsn, ".0"),
    "apostrophe": lambda _, nsn: _with("'0", nsn),
    "no_break_space": lambda _, nsn: _with("0", _grouped(nsn, NO_BREAK_SPACE)),
}


def spelt(e164: Numbers, style: NDArray[np.uint8]) -> pl.Series:
    """Return each E.164 number as its style, an index of `PHONE_STYLES`, writes it."""
    table = pl.DataFrame({"dial": e164 // NSN, "nsn": e164 % NSN}).select(
        pl.col("dial").cast(pl.String), pl.col("nsn").cast(pl.String).str.zfill(9)
    )
    order = np.argsort(style, kind="stable")
    bounds = np.searchsorted(style[order], np.arange(len(PHONE_STYLES) + 1))
    parts = []
    for (name, _, _), start, stop in zip(PHONE_STYLES, bounds[:-1], bounds[1:], strict=True):
        spelling = SPELLINGS[name](pl.col("dial"), pl.col("nsn"))
        parts.append(table[order[start:stop]].select(spelling.alias("spelt"))["spelt"])
    return pl.concat(parts).gather(np.argsort(order))


def refused(code: str, count: int, rng: np.random.Generator) -> pl.Series:
    """Return values that the intake must refuse with this code: phone_invalid, phone_foreign or phone_not_mobile."""
    if code == "phone_invalid":
        return pl.Series(rng.choice(UNREADABLE, count), dtype=pl.String)
    stems, digits = (FOREIGN, 2) if code == "phone_foreign" else (LANDLINES, 4)
    tails = pl.Series(rng.integers(0, 10**digits, count)).cast(pl.String).str.zfill(digits)
    return pl.Series(rng.choice(stems, count), dtype=pl.String) + tails
