"""For people: pages to read, print and keep, with a title, a language and an outline for those who listen to them."""

from datetime import datetime

from fpdf import FPDF

from selfcontact.answers.blocks import Block, Facts, Links, Text
from selfcontact.answers.document import Document
from selfcontact.answers.reading import sections, title
from selfcontact.lib.typeface import ENCODING, printable

TEXT, TITLE, HEADING = 10, 16, 12.5


def as_pdf(document: Document, language: str) -> bytes:
    """Return an answer as pages in French or English; the same document gives the same bytes."""
    pdf = FPDF(format="A4")
    pdf.core_fonts_encoding = ENCODING
    pdf.set_creation_date(datetime.fromisoformat(str(document["prepared_at"])))
    pdf.set_lang("en" if language.startswith("en") else "fr")
    pdf.set_title(printable(title(document, language)))
    pdf.set_auto_page_break(auto=True, margin=18)
    pdf.add_page()
    _print(pdf, title(document, language), size=TITLE, bold=True)
    for section in sections(document, language):
        pdf.ln(4)
        pdf.start_section(printable(section.title))
        _print(pdf, section.title, size=HEADING, bold=True)
        for block in section.blocks:
            _block(pdf, block)
    return bytes(pdf.output())


def _block(pdf: FPDF, block: Block) -> None:
    if isinstance(block, Text):
        _print(pdf, block.text)
    elif isinstance(block, Facts):
        if block.title:
            _print(pdf, block.title, bold=True)
        for name, value in block.rows:
            _row(pdf, name, value)
    elif isinstance(block, Links):
        for words, url in block.rows:
            _print(pdf, f"{words} : {url}", link=url)


def _print(pdf: FPDF, text: str, *, size: float = TEXT, bold: bool = False, link: str = "") -> None:
    pdf.set_font("helvetica", style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.52, printable(text), new_x="LMARGIN", new_y="NEXT", align="L", link=link)
    pdf.ln(1)


def _row(pdf: FPDF, name: str, value: str) -> None:
    # Written in one run, which may go on over as many pages as it needs.
    pdf.set_font("helvetica", style="B", size=TEXT)
    pdf.write(5, printable(f"{name} : "))
    pdf.set_font("helvetica", size=TEXT)
    pdf.write(5, printable(value) or "-")
    pdf.ln(6)
