"""Cells for a spreadsheet, which takes a text for a formula when it begins like one."""

import re
import unicodedata

#: What a formula begins with, in both widths; a tab or a line's end may begin a cell of its own.
FORMULA = "=+\\-@|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05"
STARTS = tuple("=+-@|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05")
ENDS = ("\t", "\r", "\n")
#: Figures alone make no formula: a number keeps its plus for whoever reads the file with a program.
NUMBER = re.compile(r"\+\d{6,15}")
#: A reader that cuts at another separator, or at a line's end, begins a cell there.
INSIDE = re.compile(rf"([,;\t\r\n|]\s*)(?=[{FORMULA}])")


def harmless(value: str) -> str:
    """Return a value that no spreadsheet calculates: where one could begin a formula, an apostrophe stands before."""
    if NUMBER.fullmatch(value):
        return value
    guarded = INSIDE.sub(r"\1'", value)
    return f"'{guarded}" if value.startswith(ENDS) or _bare(value).startswith(STARTS) else guarded


def _bare(value: str) -> str:
    """Return a value without the spaces and the invisible characters before it."""
    for at, letter in enumerate(value):
        if not letter.isspace() and unicodedata.category(letter) not in {"Cf", "Cc"}:
            return value[at:]
    return ""
