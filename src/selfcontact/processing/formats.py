"""The record in the forms that are handed over: a table of lines, a workbook, a page."""

import csv
import io

from django.template.loader import render_to_string

from selfcontact.answers.words import say
from selfcontact.lib.csv_cells import harmless
from selfcontact.lib.opendocument import Sheet, workbook
from selfcontact.processing import words
from selfcontact.processing.reading import Section, sections
from selfcontact.processing.record import Record

HEADS = {"fr": ("partie", "objet", "rubrique", "valeur"), "en": ("part", "object", "item", "value")}


def as_csv(record: Record, language: str) -> bytes:
    """Return the record, one value on each line, in which no cell can be a formula."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS["en" if language.startswith("en") else "fr"])
    for section in sections(record, language):
        for row in section.rows:
            for item, value in zip(section.head[1:], row[1:], strict=True):
                writer.writerow([harmless(cell) for cell in (section.title, row[0], item, value)])
    return written.getvalue().encode("utf-8-sig")


def as_ods(record: Record, language: str) -> bytes:
    """Return the record as a workbook, a sheet for each part."""
    sheets = [_sheet(section) for section in sections(record, language)]
    return workbook(sheets, title=say(words.TITLE, language), language=language, made_at=record.made_at)


def as_html(record: Record, language: str) -> bytes:
    """Return the record as one page that stands alone."""
    context = {
        "title": say(words.TITLE, language),
        "article": say(words.ARTICLE, language),
        "language": "en" if language.startswith("en") else "fr",
        "record": record,
        "sections": sections(record, language),
    }
    return render_to_string("processing/record.html", context).encode()


def _sheet(section: Section) -> Sheet:
    return Sheet(name=section.title, head=section.head, rows=section.rows)
