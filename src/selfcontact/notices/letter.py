"""A letter ready to print, to fold in three and to slip in a window envelope of the French format DL (220 x 110 mm).

The sheet lies loosely in the envelope: ten millimetres sideways, eleven upwards. The address stands where the window
(100 x 35 mm or 100 x 45 mm, 20 mm from the right and from the bottom) shows it however the sheet has slipped, and
nothing else stands where the window could show it: what the letter is about is nobody else's business.
"""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from fpdf import FPDF

from selfcontact.notices.house import PARIS, day
from selfcontact.notices.refusals import lines
from selfcontact.notices.templates import Letter

LEFT: Final = 20.0
WIDTH: Final = 170.0
#: Left and top of the address, and the height of one of its six lines: 55 to 79 mm from the top.
ADDRESS: Final = (105.0, 55.0, 4.0)
ADDRESS_WIDTH: Final = 85.0
#: The first line that no window shows.
BODY_TOP: Final = 100.0
#: Where the sheet of 297 mm is folded.
FOLDS: Final = (99.0, 198.0)
_LINE: Final = 5.2
#: Letters that are no accented form of another one.
_PLAIN: Final = {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "Ħ": "H", "ħ": "h", "ẞ": "SS", "‑": "-", "−": "-"}


class _Sheet(FPDF):
    """Pages of letters, with fold marks on the first page of each and its number at the foot."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        # The letters that every printer has, with the French apostrophe, dashes and œ.
        self.core_fonts_encoding = "windows-1252"
        self.set_margins(LEFT, 20, LEFT)
        self.set_auto_page_break(auto=True, margin=22)
        self.reference = ""
        self.first = 1

    def footer(self) -> None:
        """Write the reference and the number of the page."""
        self.set_y(-15)
        self.set_font("helvetica", size=8)
        self.cell(0, 5, f"{self.reference} · {self.page_no() - self.first + 1}", align="C")


def pdf(letters: Sequence[tuple[Letter, str]], *, sender: Sequence[str], at: datetime, language: str = "fr") -> bytes:
    """Return one document with every letter and its reference, each from a new page; `sender` is who writes."""
    sheet = _Sheet()
    sheet.set_creation_date(at)
    sheet.set_title("Lettres" if language == "fr" else "Letters")
    sheet.set_lang(language)
    for letter, reference in letters:
        _write(sheet, letter, reference, sender, day(at.astimezone(PARIS).date(), language))
    return bytes(sheet.output())


def _write(sheet: _Sheet, letter: Letter, reference: str, sender: Sequence[str], on: str) -> None:
    # The foot of the page before is written when this one begins.
    first = sheet.page_no() + 1
    sheet.add_page()
    sheet.first, sheet.reference = first, printable(reference)
    _marks(sheet)
    _block(sheet, LEFT, 20.0, 80.0, 4.5, sender)
    left, top, height = ADDRESS
    _block(sheet, left, top, ADDRESS_WIDTH, height, lines(letter.to))
    sheet.set_xy(LEFT, BODY_TOP)
    sheet.set_font("helvetica", size=11)
    sheet.multi_cell(WIDTH, _LINE, on, align="R", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(_LINE)
    sheet.set_font("helvetica", style="B", size=11)
    sheet.multi_cell(WIDTH, _LINE, printable(letter.subject), align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(_LINE)
    sheet.set_font("helvetica", size=11)
    sheet.multi_cell(WIDTH, _LINE, printable(letter.text.strip()), align="L", new_x="LMARGIN", new_y="NEXT")


def _marks(sheet: _Sheet) -> None:
    sheet.set_draw_color(150)
    for height in FOLDS:
        sheet.line(0, height, 5, height)


def _block(sheet: _Sheet, left: float, top: float, width: float, height: float, said: Sequence[str]) -> None:
    for place, line in enumerate(said):
        text, size = printable(line), 10.0
        sheet.set_font("helvetica", size=size)
        while sheet.get_string_width(text) > width - 2 and size > 6:
            size -= 0.5
            sheet.set_font("helvetica", size=size)
        sheet.set_xy(left, top + place * height)
        sheet.cell(width, height, text)


def printable(text: str) -> str:
    """Return the text in the letters that the font has: one that lacks loses its accent, or becomes a question mark."""
    return "".join(letter if _held(letter) else _bare(letter) for letter in unicodedata.normalize("NFC", text))


def _held(letter: str) -> bool:
    try:
        letter.encode("windows-1252")
    except UnicodeEncodeError:
        return False
    return True


def _bare(letter: str) -> str:
    if letter in "\u202f\u2009":
        return "\u00a0"
    if letter in _PLAIN:
        return _PLAIN[letter]
    plain = unicodedata.normalize("NFKD", letter).encode("windows-1252", "ignore").decode("windows-1252")
    return plain or "?"
