"""Reads a Parquet file, a batch of rows at a time, as CSV in UTF-8."""

import io
from collections.abc import Iterator

import polars as pl

from selfcontact.intake.reader.shape import Shape
from selfcontact.intake.reader.source import Source
from selfcontact.lib.errors import UserError

#: Bytes of CSV that a row is thought to take, to choose a batch.
ROW = 160
#: A file that does not lie on disk as it is has to be held in memory whole: Polars offers no other way.
MOST_HELD = 256 << 20


def scan(source: Source) -> pl.LazyFrame:
    """Return the file as a lazy table; raises UserError when it is damaged, too large or holds nested columns."""
    try:
        frame = pl.scan_parquet(source.local or held(source))
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


def held(source: Source) -> io.BytesIO:
    """Return the whole content in memory; raises UserError when it is too large for that."""
    if source.size > MOST_HELD:
        raise too_large()
    with source.open() as file:
        return io.BytesIO(file.read())


def too_large() -> UserError:
    """Return the refusal of a Parquet file that would have to be held in memory."""
    return UserError(
        "parquet_too_large",
        fr=f"Fichier Parquet de plus de {MOST_HELD >> 20} Mio : déposez-le en CSV, compressé en gzip ou non.",
        en=f"A Parquet file of more than {MOST_HELD >> 20} MiB: upload it as CSV, packed with gzip or not.",
    )


def pieces(source: Source, shape: Shape, size: int) -> Iterator[bytes]:
    """Yield the rows as CSV with the shape's separator, about `size` bytes at a time."""
    table = scan(source)
    frame = table.select(pl.all().cast(pl.String))
    batch = max(1, size // ROW)
    for start in range(0, int(table.select(pl.len()).collect().item()), batch):
        yield as_csv(frame.slice(start, batch).collect(), shape.delimiter)


def as_csv(frame: pl.DataFrame, delimiter: str) -> bytes:
    """Return a table of text as CSV without header; empty values have no quotes."""
    held = io.BytesIO()
    frame.write_csv(held, include_header=False, separator=delimiter, null_value="")
    return held.getvalue()
