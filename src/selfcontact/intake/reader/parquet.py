"""Reads a Parquet file, a batch of rows at a time, as CSV in UTF-8."""

import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from selfcontact.intake.reader.shape import Shape
from selfcontact.lib.errors import UserError

#: Bytes of CSV that a row is thought to take, to choose a batch.
ROW = 160


def scan(path: Path) -> pl.LazyFrame:
    """Return the file as a lazy table; raises UserError when it is damaged or holds nested columns."""
    try:
        frame = pl.scan_parquet(path)
        schema = frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UserError(
            "parquet_damaged", fr="Le fichier Parquet ne s’ouvre pas.", en="The Parquet file does not open."
        ) from error
    if any(kind.is_nested() for kind in schema.dtypes()):
        raise UserError(
            "parquet_nested",
            fr="Le fichier Parquet a des colonnes imbriquées : un tableau simple est attendu.",
            en="The Parquet file has nested columns: a plain table is expected.",
        )
    return frame


def pieces(path: Path, shape: Shape, size: int) -> Iterator[bytes]:
    """Yield the rows as CSV with the shape's separator, about `size` bytes at a time."""
    frame = scan(path).select(pl.all().cast(pl.String))
    batch = max(1, size // ROW)
    for start in range(0, int(scan(path).select(pl.len()).collect().item()), batch):
        yield as_csv(frame.slice(start, batch).collect(), shape.delimiter)


def as_csv(frame: pl.DataFrame, delimiter: str) -> bytes:
    """Return a table of text as CSV without header; empty values have no quotes."""
    held = io.BytesIO()
    frame.write_csv(held, include_header=False, separator=delimiter, null_value="")
    return held.getvalue()
