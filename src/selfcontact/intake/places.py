"""Communes of whole columns, remembering the ways of writing a place that earlier chunks brought."""

from functools import cache

import numpy as np
import polars as pl

from selfcontact.geo import communes
from selfcontact.intake.payload import SEPARATOR

#: Beyond this many ways of writing places the memory starts anew.
MOST = 150_000
SCHEMA = {"commune": pl.String, "postcode": pl.String, "repaired": pl.Boolean}


class Places:
    """Postcodes, cities and INSEE codes as written, with what `communes.resolve` said of them."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._answers = pl.DataFrame(schema=SCHEMA)

    def resolve(self, column: pl.Series) -> pl.DataFrame:
        """Return the answer for each text of a column, made of postcode, city and INSEE code."""
        if len(self._index) > MOST:
            self._index, self._answers = {}, pl.DataFrame(schema=SCHEMA)
        written = column.to_list()
        if fresh := [value for value in dict.fromkeys(written) if value not in self._index]:
            self._learn(fresh)
        at = np.fromiter(map(self._index.__getitem__, written), dtype=np.int64, count=len(written))
        return self._answers.select(pl.all().gather(at))

    def _learn(self, fresh: list[str]) -> None:
        parts = pl.Series(fresh).str.split_exact(SEPARATOR, 2).struct.unnest()
        self._index.update(zip(fresh, range(len(self._index), len(self._index) + len(fresh)), strict=True))
        self._answers = pl.concat([self._answers, communes.resolve(*parts)], rechunk=True)


@cache
def _remembered() -> Places:
    return Places()


def resolve(postcode: pl.Series, city: pl.Series, insee: pl.Series) -> pl.DataFrame:
    """Return `commune`, `postcode` and `repaired` for each row, as `communes.resolve` does."""
    # One text for the whole place: a single column is compared much faster than three.
    frame = pl.DataFrame({"postcode": postcode, "city": city, "insee": insee})
    whole = frame.select(pl.concat_str("postcode", "city", "insee", separator=SEPARATOR)).to_series()
    return _remembered().resolve(whole)
