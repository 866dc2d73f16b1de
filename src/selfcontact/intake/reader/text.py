"""Brings a chunk to clean UTF-8, line by line where a line is not in the encoding of the file."""

import codecs
from dataclasses import dataclass, field

NUL = b"\0"
#: Windows-1252 leaves five bytes undefined; browsers read them as control characters (WHATWG Encoding Standard).
LENIENT = "selfcontact.undefined"
#: As what an accent becomes when it is encoded a second time begins.
TWICE_ENCODED = ("Ã", "Â", "â€")


def _undefined(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error(LENIENT, _undefined)


@dataclass(frozen=True, kw_only=True)
class Clean:
    """UTF-8 without NUL; the physical lines (from 0) that needed a repair, by kind of repair.

    `twice_encoded` warns that some text may be UTF-8 that was read as Windows-1252 once.
    """

    data: bytes = field(repr=False)
    nul_lines: frozenset[int] = frozenset()
    foreign_lines: frozenset[int] = frozenset()
    twice_encoded: bool = False


def clean(data: bytes, encoding: str) -> Clean:
    """Return the chunk in UTF-8; no line is ever lost, and their number does not change.

    In a UTF-8 file a line that is not UTF-8 is read as Windows-1252 and named in `foreign_lines`.
    """
    nul_lines: frozenset[int] = frozenset()
    if NUL in data:
        nul_lines = frozenset(number for number, line in enumerate(data.split(b"\n")) if NUL in line)
        data = data.replace(NUL, b"")
    if data.isascii():
        return Clean(data=data, nul_lines=nul_lines)
    try:
        text = data.decode(encoding, "strict" if encoding == "utf-8" else LENIENT)
    except UnicodeDecodeError:
        return _line_by_line(data, nul_lines)
    twice = any(mark in text for mark in TWICE_ENCODED)
    return Clean(data=data if encoding == "utf-8" else text.encode(), nul_lines=nul_lines, twice_encoded=twice)


def _line_by_line(data: bytes, nul_lines: frozenset[int]) -> Clean:
    lines = data.split(b"\n")
    foreign = set()
    for number, line in enumerate(lines):
        try:
            line.decode()
        except UnicodeDecodeError:
            lines[number] = line.decode("cp1252", LENIENT).encode()
            foreign.add(number)
    return Clean(data=b"\n".join(lines), nul_lines=nul_lines, foreign_lines=frozenset(foreign), twice_encoded=True)
