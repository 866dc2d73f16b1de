"""Says how a file is written, from its beginning; the operator confirms before anything is loaded."""

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from selfcontact.intake.columns import recognised
from selfcontact.intake.dates import Order
from selfcontact.intake.reader import container, parquet, sheets
from selfcontact.intake.reader.shape import DELIMITERS, Chunk, Container, Inspection, Shape
from selfcontact.intake.reader.source import Source, source_of
from selfcontact.intake.reader.streaming import stream
from selfcontact.intake.reader.table import parse
from selfcontact.intake.reader.text import LENIENT
from selfcontact.lib.errors import UserError

SAMPLE = 1 << 20
#: A date may stand in the name of a column, a telephone number may not.
MOST_DIGITS = 8
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Letters that only ISO-8859-15 has at these places; Windows-1252 has signs there that names do not hold.
LATIN_9 = frozenset(b"\xa6\xa8\xb4\xb8\xbc\xbd\xbe")
LETTERS = frozenset(range(0x41, 0x5B)) | frozenset(range(0x61, 0x7B)) | frozenset(range(0xC0, 0x100))


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the operator says of the file, which goes before what is seen in it; None or empty: as seen.

    `header` tells whether the first record names the columns, `order` is that of day and month.
    """

    encoding: str = ""
    delimiter: str = ""
    header: bool | None = None
    order: Order | None = None


NOTHING = Told()


def inspect(file: Path | Source, told: Told = NOTHING) -> Inspection:
    """Return what the file is and its first records; stores nothing. Raises UserError when it cannot be a table."""
    source = source_of(file)
    with source.open() as opened:
        start = opened.read(4)
    container.refuse_old_workbook(start)
    if start == container.PARQUET:
        return _parquet(source)
    packed = container.container_of(source)
    if packed == "plain" and start == container.ZIP:
        return _workbook(source, told)
    return _text(source, packed, told)


def encoding_of(sample: bytes) -> tuple[str, int]:
    """Return the encoding of a text and the length of its byte order mark."""
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name, len(mark)
    if wide := _wide(sample):
        return wide, 0
    body = sample[: sample.rfind(b"\n") + 1] or sample
    valid, odd = _lines(body)
    if valid >= odd:
        return "utf-8", 0
    return ("iso8859-15" if _latin_9(body) else "cp1252"), 0


def _wide(sample: bytes) -> str:
    """Return the UTF-16 that the places of the zero bytes betray."""
    even, odd = sample[0:4096:2].count(0), sample[1:4096:2].count(0)
    if max(even, odd) < 0.3 * len(sample[:4096]) / 2:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _lines(body: bytes) -> tuple[int, int]:
    """Return how many lines beyond ASCII are valid UTF-8 and how many are not."""
    counts = [0, 0]
    for line in body.split(b"\n"):
        if not line.isascii():
            try:
                line.decode()
                counts[0] += 1
            except UnicodeDecodeError:
                counts[1] += 1
    return counts[0], counts[1]


def _latin_9(body: bytes) -> bool:
    if any(0x80 <= byte < 0xA0 for byte in set(body)):
        return False
    return any(byte in LATIN_9 and before in LETTERS for before, byte in pairwise(body))


def _text(source: Source, packed: Container, told: Told) -> Inspection:
    sample = next(container.blocks(source, packed, SAMPLE), b"")
    encoding, bom = encoding_of(sample)
    encoding = told.encoding or encoding
    whole = sample[bom : len(sample) - (len(sample) - bom) % 2] if encoding.startswith("utf-16") else sample[bom:]
    text = whole.decode(encoding, "replace" if encoding.startswith("utf") else LENIENT)
    lines = text.splitlines()
    named = lines[0][4:5] if lines and lines[0].lower().startswith("sep=") else ""
    first = 1 if named else 0
    delimiter = told.delimiter or named or _delimiter(lines[first:])
    header, skip = _header(_records(text, delimiter, first), told.header)
    shape = Shape(
        container=packed,
        kind="csv",
        encoding=encoding,
        delimiter=delimiter,
        header=header,
        skip=first + skip,
        bom=bom,
    )
    return _inspected(source, shape)


def _records(text: str, delimiter: str, first: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    try:
        return list(islice(reader, first, first + 20))
    except csv.Error:
        return [line.split(delimiter) for line in text.splitlines()[first : first + 20]]


def _delimiter(lines: Sequence[str]) -> str:
    """Return the separator under which the first line holds most headers that we know, then most cells."""

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader(lines[:1], delimiter=delimiter), [])
        return len(recognised(cells)), len(cells)

    return max(DELIMITERS, key=score)


def _header(records: Sequence[Sequence[str]], told: bool | None) -> tuple[tuple[str, ...], int]:  # noqa: FBT001
    """Return the column names and 1, or made-up names and 0 when the first record is data already."""
    if not records or len(records[0]) < 2:
        raise UserError(
            "not_a_table",
            fr="Une seule colonne : le séparateur ou l’encodage n’est pas le bon, ou ce n’est pas un tableau.",
            en="Only one column: the separator or the encoding is wrong, or this is not a table.",
        )
    first = [cell.strip().lstrip("\ufeff") for cell in records[0]]
    personal = _personal(first)
    named = bool(recognised(first)) or not any(any(map(str.isdigit, cell)) for cell in first)
    if told and personal:
        raise UserError(
            "header_is_data",
            fr="La première ligne contient des données, pas des noms de colonnes.",
            en="The first line holds data, not names of columns.",
        )
    if (named and not personal) if told is None else told:
        return tuple(first), 1
    return tuple(f"colonne {number}" for number in range(1, len(first) + 1)), 0


def _personal(cells: Sequence[str]) -> bool:
    """Tell whether a record is about someone: the names of columns are kept and shown, so it can't be a header."""
    return any(sum(map(str.isdigit, cell)) > MOST_DIGITS or "@" in cell for cell in cells)


def _workbook(source: Source, told: Told) -> Inspection:
    with sheets.workbook(source) as book:
        count, title = len(book.worksheets), book.worksheets[0].title
        records = list(islice(sheets.rows(book), 20))
    header, skip = _header([_trimmed(records[0])] if records else [], told.header)
    shape = Shape(container="plain", kind="xlsx", header=header, skip=skip, sheet=title)
    return _inspected(source, shape, {"other_sheets_ignored": count - 1} if count > 1 else {})


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _parquet(source: Source) -> Inspection:
    header = tuple(parquet.scan(source).collect_schema().names())
    return _inspected(source, Shape(container="plain", kind="parquet", header=header, skip=1))


def _inspected(source: Source, shape: Shape, remarks: dict[str, int] | None = None) -> Inspection:
    chunk = next(stream(source, shape, size=SAMPLE), Chunk(number=0, data=b""))
    parsed = parse(chunk, shape, range(len(shape.header)))
    return Inspection(
        shape=shape,
        file_bytes=source.size,
        sampled_records=parsed.records,
        remarks={**(remarks or {}), **parsed.remarks},
        sample=chunk,
    )
