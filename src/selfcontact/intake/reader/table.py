"""A chunk as columns of text, with the records that are not rows set apart."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from selfcontact.intake.reader import quotes
from selfcontact.intake.reader.quotes import Flags, Positions, Quoted
from selfcontact.intake.reader.shape import Chunk, Shape
from selfcontact.intake.reader.text import Clean, clean


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """`frame` holds the wanted columns as text, named by their position, for the rows of `record` (0 is the first).

    `repaired` tells for each row whether its bytes had to be put right; `records` counts everything, rows or not.
    `twice_encoded` warns that some text may be UTF-8 that was read as Windows-1252 once.
    """

    frame: pl.DataFrame = field(repr=False)
    record: Positions
    repaired: Flags
    records: int
    remarks: Mapping[str, int]
    twice_encoded: bool


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """Where records start and end (the line end excluded), how many fields they have, and the separators between.

    `marks` are the separators and record ends in order; `newlines` are all line ends, those inside quotes too.
    """

    starts: Positions
    ends: Positions
    fields: Positions
    marks: Positions
    quoted: Quoted
    newlines: Positions

    def records_at(self, positions: Positions) -> Positions:
        """Return the distinct records that hold these positions."""
        return np.unique(np.searchsorted(self.ends, positions))


def parse(chunk: Chunk, shape: Shape, wanted: Sequence[int]) -> Parsed:
    """Read the `wanted` columns (positions in the header) of a chunk; the others are never made into values."""
    cleaned = clean(chunk.data, shape.chunk_encoding)
    delimiter = ord(shape.delimiter)
    layout = _lay_out(cleaned.data, delimiter)
    good = layout.fields == len(shape.header)
    irregular = layout.records_at(layout.quoted.strays)
    data = cleaned.data
    if not good.all() or len(irregular):
        data = b"".join(_rebuilt(data, layout, good, set(irregular.tolist()), shape.delimiter.encode()))
    record = np.flatnonzero(good)
    repaired = np.zeros(len(good), dtype=np.bool_)
    repaired[irregular] = True
    repaired[_records_of_lines(layout, cleaned.nul_lines | cleaned.foreign_lines)] = True
    frame = _read(data, shape, wanted)
    if len(frame) != len(record):
        raise RuntimeError("a chunk was not read as it was cut")
    return Parsed(
        frame=frame,
        record=record,
        repaired=repaired[record],
        records=len(good),
        remarks=_remarks(cleaned, len(irregular)),
        twice_encoded=cleaned.twice_encoded,
    )


def _lay_out(data: bytes, delimiter: int) -> _Layout:
    array = np.frombuffer(data, dtype=np.uint8)
    every = np.flatnonzero((array == quotes.NEWLINE) | (array == delimiter))
    quoted = quotes.find(array, delimiter, final=True) if b'"' in data else Quoted()
    marks = quoted.outside(every)
    last = np.flatnonzero(array[marks] == quotes.NEWLINE)
    if len(data) and not data.endswith(b"\n"):
        marks, last = np.append(marks, len(data)), np.append(last, len(marks))
    ends = marks[last]
    return _Layout(
        starts=np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends,
        ends=ends,
        fields=np.diff(last, prepend=-1),
        marks=marks,
        quoted=quoted,
        newlines=every[array[every] == quotes.NEWLINE] if len(quoted.opens) else ends,
    )


def _records_of_lines(layout: _Layout, lines: frozenset[int]) -> Positions:
    if not lines:
        return quotes.NOWHERE
    # The last line may lack its end.
    ends = np.append(layout.newlines, layout.ends[-1:])[sorted(lines)]
    return layout.records_at(ends)


def _rebuilt(data: bytes, layout: _Layout, good: Flags, irregular: set[int], delimiter: bytes) -> Iterable[bytes]:
    """Yield the bytes of the good records only, those with stray quotes written as they should have been."""
    starts, ends = layout.starts, layout.ends
    special = sorted(set(np.flatnonzero(~good).tolist()) | irregular)
    position = 0
    for record in special:
        yield data[position : int(starts[record])]
        if good[record]:
            yield _requoted(data, layout, record, delimiter)
        position = int(ends[record]) + 1
    yield data[position:]


def _requoted(data: bytes, layout: _Layout, record: int, delimiter: bytes) -> bytes:
    start, end = int(layout.starts[record]), int(layout.ends[record])
    inside = layout.marks[slice(*np.searchsorted(layout.marks, [start, end]))].tolist()
    opens = set(layout.quoted.opens[slice(*np.searchsorted(layout.quoted.opens, [start, end]))].tolist())
    made = []
    for left, right in zip([start, *(p + 1 for p in inside)], [*inside, end], strict=True):
        value = data[left:right].rstrip(b"\r") if right == end else data[left:right]
        if left in opens:
            value = value[1:-1].replace(b'""', b'"')
        made.append(b'"' + value.replace(b'"', b'""') + b'"')
    return delimiter.join(made) + b"\n"


def _read(data: bytes, shape: Shape, wanted: Sequence[int]) -> pl.DataFrame:
    if not data:
        return pl.DataFrame(schema={str(position): pl.String for position in sorted(wanted)})
    frame = pl.read_csv(
        io.BytesIO(data),
        has_header=False,
        infer_schema=False,
        columns=sorted(wanted),
        separator=shape.delimiter,
        quote_char='"',
        empty_string_is_null=False,
    )
    # Made-up names differ from one Polars to the next; the order of the file does not.
    frame.columns = [str(position) for position in sorted(wanted)]
    return frame


def _remarks(cleaned: Clean, stray_quotes: int) -> dict[str, int]:
    counts = {
        "nul_lines": len(cleaned.nul_lines),
        "other_encoding_lines": len(cleaned.foreign_lines),
        "stray_quote_rows": stray_quotes,
    }
    return {code: count for code, count in counts.items() if count}
