"""What people and spreadsheets put in a telephone field, brought down to digits."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from selfcontact.lib.phone_shape import LONGEST, Digits, Flags, Integers

SEPARATORS = r"[ .\-()_\t]+"
BLANKS = ["\u00a0", "\u202f", "\u2009", "\u2007", "\u2008", "\u2002", "\u2003", "\u2006", "\u200a", "\u3000"]
HYPHENS = ["\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\u00ad"]
UNSEEN = ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"]
UNSEEN += ["\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\ufeff", "\x00"]

# Excel's ways of forcing a text: a leading apostrophe, or ="0612345678".
FORCED_TEXT = r"^(?:['’]|=\"([^\"]*)\"$)"
DECIMAL = r"^(\+?[0-9]{9,13})[.,]0{1,2}$"
PAIRS = r"^0[0-9](?:[/,;][0-9]{2}){4}$"
BETWEEN_NUMBERS = r"(?i)\s+(?:ou|et)\s+|[/;,|\r\n]+"
SHORTEST_OF_SEVERAL = 9


@dataclass(frozen=True, kw_only=True)
class Fragments:
    """Several fields cut at what stands between two numbers: `row` says where each fragment comes from.

    `text` is null where the whole field cannot be trusted; `mended` marks the rows where something was put right.
    """

    text: pl.Series
    row: Integers
    mended: Flags


def as_text(column: pl.Series) -> pl.Series:
    """Return the column as text; a number that came as a float is written in full, not in scientific notation."""
    if not column.dtype.is_float():
        return column.cast(pl.String)
    whole = column.cast(pl.Int64, strict=False)
    return whole.set((whole != column).fill_null(value=True), None).cast(pl.String)


def read(column: pl.Series) -> tuple[Digits, Flags]:
    """Return the digits of each field, and a flag for the fields that are no more than digits and separators.

    A field without the flag has the value 0 and the length 0.
    """
    bare = column.str.replace_all(SEPARATORS, "")
    plus = bare.str.starts_with("+")
    figures = bare.str.strip_prefix("+")
    length = figures.str.len_bytes()
    value = figures.cast(pl.Int64, strict=False)
    readable = value.is_not_null() & ~figures.str.starts_with("+") & (length <= LONGEST)
    good = readable.fill_null(value=False).to_numpy()
    digits = Digits(
        value=np.where(good, value.fill_null(0).to_numpy(), 0),
        length=np.where(good, length.fill_null(0).to_numpy(), 0).astype(np.int64),
        plus=plus.fill_null(value=False).to_numpy(),
    )
    return digits, good


def may_be_decimal(column: pl.Series) -> Flags:
    """Tell which fields end as a spreadsheet writes a whole number with decimals."""
    decimal = column.str.ends_with(".0") | column.str.ends_with(".00")
    return decimal.fill_null(value=False).to_numpy()


def fragments(column: pl.Series) -> Fragments:
    """Strip what cannot be seen, undo what a spreadsheet added, and cut where a field holds several numbers.

    A letter stays where it is and makes its fragment unreadable: an O is never taken for a zero.
    """
    bare = column.str.replace_many(UNSEEN, [""]).str.replace_many(BLANKS, [" "]).str.replace_many(HYPHENS, ["-"])
    seen = bare.str.strip_chars()
    text = seen.str.replace(FORCED_TEXT, "${1}").str.replace(DECIMAL, "${1}")
    mended = (text != seen).to_numpy()
    pairs = text.str.contains(PAIRS)
    text = text.str.replace_all("[/,;]", "").zip_with(pairs, text).str.replace_all(BETWEEN_NUMBERS, "|")
    frame = pl.DataFrame({"text": text}).with_row_index("row")
    listed = text.str.contains("|", literal=True)
    cut, several = _cut(frame.filter(listed))
    mended[several] = True
    every = pl.concat([frame.filter(~listed), cut])
    return Fragments(text=every["text"], row=every["row"].to_numpy().astype(np.int64), mended=mended)


def _cut(frame: pl.DataFrame) -> tuple[pl.DataFrame, Integers]:
    """Return one row per fragment, and the rows that had several.

    A field cut into pieces of which one is too short to be a number is not trusted at all: it was a decimal number or
    a scientific notation, not a list. Its fragments are null.
    """
    pieces = frame.with_columns(pl.col("text").str.split("|")).explode("text")
    pieces = pieces.with_columns(pl.col("text").str.strip_chars()).filter(pl.col("text") != "")
    figures = pl.col("text").str.count_matches(r"[0-9]")
    several = pl.len().over("row") > 1
    short = ((figures > 0) & (figures < SHORTEST_OF_SEVERAL)).any().over("row") & several
    marked = pieces.with_columns(text=pl.when(~short).then("text"), several=several)
    rows = marked.filter("several")["row"].unique().to_numpy().astype(np.int64)
    return marked.select("row", "text"), rows
