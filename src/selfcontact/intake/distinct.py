"""Reads a column by its distinct values: a million rows hold a few thousand dates, codes or ages."""

from collections.abc import Callable

import polars as pl


def by_value(column: pl.Series, read: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """Return what `read` makes of each value, one row per row of `column`; `read` sees each value once."""
    values = column.unique()
    answers = read(values).with_columns(values.alias("value"))
    rows = column.alias("value").to_frame()
    return rows.join(answers, on="value", how="left", nulls_equal=True, maintain_order="left").drop("value")
