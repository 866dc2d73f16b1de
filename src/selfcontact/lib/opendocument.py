"""Spreadsheets and text documents that any office suite opens (OpenDocument, ISO/IEC 26300)."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from odfdo import Cell, Column, Document, Element, Header, List, Paragraph, Row, Style, Table

#: A sheet's name may hold none of these, and no more than 31 characters reach every program.
FORBIDDEN = str.maketrans(dict.fromkeys("[]*?:/\\'", " "))
LONGEST = 31
HEAD, BODY, COLUMN = "sc-head", "sc-body", "sc-column"
#: A landscape page as wide as the table: what is printed has every column.
LANDSCAPE = {
    "fo:page-width": "29.7cm",
    "fo:page-height": "21cm",
    "style:print-orientation": "landscape",
    "style:scale-to-X": "1",
    "style:scale-to-Y": "0",
}
#: What XML 1.0 has no way to write.
CONTROLS = dict.fromkeys(set(range(32)) - {9, 10, 13})


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table with its head; a cell is a text or a whole number, never a formula."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[str | int]]


@dataclass(frozen=True, kw_only=True)
class Title:
    """A heading of a text document; level 1 is the document's own."""

    text: str
    level: int = 2


@dataclass(frozen=True, kw_only=True)
class Items:
    """A list without an order."""

    texts: Sequence[str]


#: A string is a paragraph.
Piece = str | Title | Items | Sheet


def workbook(sheets: Sequence[Sheet], *, title: str, language: str, made_at: datetime) -> bytes:
    """Return an .ods file with these sheets in their order."""
    document = _new("spreadsheet", title, language, made_at)
    for layout in document.styles.root.get_elements("//style:page-layout/style:page-layout-properties"):
        for name, value in LANDSCAPE.items():
            layout.set_attribute(name, value)
    for sheet in sheets:
        document.body.append(_table(sheet))
    return _saved(document)


def text_document(pieces: Sequence[Piece], *, title: str, language: str, made_at: datetime) -> bytes:
    """Return an .odt file with these pieces in their order."""
    document = _new("text", title, language, made_at)
    # The headings say what they say without a number.
    for outline in document.styles.root.get_elements("//text:outline-style"):
        outline.delete()
    for piece in pieces:
        for element in _elements(piece):
            document.body.append(element)
    return _saved(document)


def _new(kind: str, title: str, language: str, made_at: datetime) -> Document:
    document = Document(kind)
    document.body.clear()
    document.meta.title, document.meta.language = title, "en-GB" if language.startswith("en") else "fr-FR"
    document.meta.creation_date = document.meta.date = made_at
    for name, weight in ((HEAD, "bold"), (BODY, "normal")):
        style = Style("table-cell", name=name)
        style.set_properties({"fo:font-weight": weight}, area="text")
        style.set_properties({"fo:wrap-option": "wrap", "style:vertical-align": "top"}, area="table-cell")
        document.insert_style(style, automatic=True)
    column = Style("table-column", name=COLUMN)
    column.set_properties({"style:column-width": "5cm"}, area="table-column")
    document.insert_style(column, automatic=True)
    return document


def _table(sheet: Sheet) -> Table:
    table = Table(sheet.name.translate(FORBIDDEN)[:LONGEST].strip())
    for _ in sheet.head:
        table.append(Column(style=COLUMN))
    for number, values in enumerate((sheet.head, *sheet.rows)):
        row = Row()
        for value in values:
            row.append(_cell(value, BODY if number else HEAD))
        table.append(row)
    return table


def _cell(value: str | int, style: str) -> Cell:
    if isinstance(value, int):
        return Cell(value, style=style)
    # Given as a text: what begins like a formula stays one. Each line is a paragraph, or they would run together.
    cell = Cell(_clean(value), style=style)
    if "\n" in value:
        cell.clear()
        cell.set_attribute("office:value-type", "string")
        cell.set_attribute("table:style-name", style)
        for line in value.split("\n"):
            cell.append(Paragraph(_clean(line)))
    return cell


def _elements(piece: Piece) -> Iterator[Element]:
    if isinstance(piece, Title):
        yield Header(piece.level, _clean(piece.text))
    elif isinstance(piece, Items):
        yield List([_clean(text) for text in piece.texts])
    elif isinstance(piece, Sheet):
        yield _table(piece)
    else:
        yield from (Paragraph(_clean(line)) for line in piece.split("\n"))


def _clean(text: str) -> str:
    return text.translate(CONTROLS)


def _saved(document: Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
