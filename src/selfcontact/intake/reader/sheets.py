"""Reads the first sheet of an Excel workbook, row by row, as CSV in UTF-8."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from selfcontact.intake.reader.container import RATIO, bomb
from selfcontact.intake.reader.shape import Shape
from selfcontact.intake.reader.source import Source
from selfcontact.lib.errors import UserError

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

#: openpyxl keeps the table of shared texts in memory.
MOST_SHARED = 256 << 20
MOST_TOTAL = 4 << 30
#: Rows of a sheet, by the format. A row says its own number, and the library makes up all those before it.
MOST_ROWS = 1 << 20


@contextmanager
def workbook(source: Source) -> "Iterator[Workbook]":
    """Open a workbook for reading in one pass; raises UserError when it is damaged or a bomb."""
    # Most files are no workbooks, and this library takes its time.
    from openpyxl import load_workbook

    _refuse_bomb(source)
    with source.open() as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except Exception as error:
            raise UserError(
                "workbook_damaged", fr="Le classeur Excel ne s’ouvre pas.", en="The Excel workbook does not open."
            ) from error
        try:
            yield book
        finally:
            book.close()


def rows(book: "Workbook", width: int | None = None) -> Iterator[list[str]]:
    """Yield the rows of the first sheet as text, padded to `width`."""
    sheet = book.worksheets[0]
    # Writers declare wrong dimensions, which would hide rows or columns.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True)):
        if number >= MOST_ROWS:
            raise bomb()
        values = [as_text(cell) for cell in cells]
        while width is not None and len(values) > width and not values[-1]:
            values.pop()
        yield values + [""] * ((width or 0) - len(values))


def pieces(source: Source, shape: Shape, size: int) -> Iterator[bytes]:
    """Yield the rows after the header as CSV with the shape's separator, about `size` bytes at a time."""
    with workbook(source) as book:
        held = io.StringIO()
        writer = csv.writer(held, delimiter=shape.delimiter, lineterminator="\n")
        for number, row in enumerate(rows(book, len(shape.header))):
            if number < shape.skip:
                continue
            writer.writerow(row)
            if held.tell() >= size:
                yield held.getvalue().encode("utf-8", "replace")
                held.seek(0)
                held.truncate()
        if held.tell():
            yield held.getvalue().encode("utf-8", "replace")


def as_text(value: object) -> str:
    """Return a cell as the text that a CSV would hold; whole numbers lose their decimals, dates are ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _refuse_bomb(source: Source) -> None:
    with source.open() as file, zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    shared = sum(member.file_size for member in members if member.filename.endswith("sharedStrings.xml"))
    if total > MOST_TOTAL or shared > MOST_SHARED or (total > 64 << 20 and total > RATIO * packed):
        raise bomb()
