"""The tables of `data/`, read once per process."""

from functools import cache
from pathlib import Path

import polars as pl

DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> pl.DataFrame:
    """Return a table of `data/` (its columns are in `data/README.md`)."""
    return pl.read_parquet(DATA / f"{name}.parquet")


@cache
def column(name: str, key: str, value: str) -> dict[str, str]:
    """Return a table as a dictionary from one of its columns to another, without the rows that have no value."""
    rows = table(name).select(key, value).drop_nulls()
    return dict(rows.iter_rows())
