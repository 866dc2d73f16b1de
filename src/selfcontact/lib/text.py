"""How long a text is for a telephone: its alphabet, its segments, and what a French reader accepts instead.

Sources: 3GPP TS 23.038 (alphabets), TS 23.040 section 9.2.3.24.1 (a concatenated part loses 6 bytes to its header).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

from selfcontact.lib import gsm

SINGLE_SEPTETS, PART_SEPTETS = 160, 153
SINGLE_UNITS, PART_UNITS = 70, 67
GSM_7, UCS_2 = 0, 8


class Measure(NamedTuple):
    """What a text costs: `units` are septets or UTF-16 units, `outside` what forces UCS-2, by code point."""

    # A named tuple, since one is made for each message and a frozen dataclass takes three times as long to build.
    encoding: Literal["GSM-7", "UCS-2"]
    units: int
    segments: int
    outside: tuple[str, ...] = ()


class Encoded(NamedTuple):
    """What SMPP carries: its data_coding (0 or 8) and the user data of each part, header not included."""

    data_coding: int
    parts: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A character that forces UCS-2, what may stand for it ("" to leave it out), and where it is in the text."""

    char: str
    replacement: str
    positions: tuple[int, ...]


def measure(text: str) -> Measure:
    """Return alphabet, units and segments of `text`; the empty text has no segment."""
    raw = gsm.private(text)
    if raw is None:
        return _measure_ucs2(text)
    doubles = gsm.pairs(raw)
    units = len(raw) + doubles
    if units <= SINGLE_SEPTETS:
        return Measure("GSM-7", units, 1 if units else 0)
    if not doubles:
        return Measure("GSM-7", units, -(-units // PART_SEPTETS))
    return Measure("GSM-7", units, len(_split_septets(gsm.septets(raw))))


def encode(text: str) -> Encoded:
    """Return the parts of `text` as sent: unpacked septets, or UTF-16 big-endian; as many as `measure` says."""
    raw = gsm.private(text)
    if raw is not None:
        return Encoded(GSM_7, _split_septets(gsm.septets(raw)))
    return Encoded(UCS_2, _split_utf16(_utf16(text)))


def cut(text: str) -> tuple[str, ...]:
    """Return the text of each segment, as many as `measure` says; no character is cut in two."""
    size = measure(text)
    if size.segments < 2:
        return (text,) if text else ()
    part = PART_SEPTETS if size.encoding == "GSM-7" else PART_UNITS
    parts, room = [""], part
    for char in text:
        units = _units(char, size.encoding)
        if units > room:
            parts.append("")
            room = part
        parts[-1] += char
        room -= units
    return tuple(parts)


def _units(char: str, encoding: str) -> int:
    return 2 if char in gsm.EXTENSION and encoding == "GSM-7" else len(_utf16(char)) // 2


def _measure_ucs2(text: str) -> Measure:
    data = _utf16(text)
    outside = tuple(sorted(set(text) - gsm.ALPHABET))
    return Measure("UCS-2", len(data) // 2, len(_split_utf16(data)), outside)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "replace")


def _split_septets(data: bytes) -> tuple[bytes, ...]:
    """Cut at 153 septets, never between the escape and its second septet."""
    if len(data) <= SINGLE_SEPTETS:
        return (data,) if data else ()
    parts, start = [], 0
    while start < len(data):
        end = start + PART_SEPTETS
        if end < len(data) and data[end - 1] == gsm.ESCAPE:
            end -= 1
        parts.append(data[start:end])
        start = end
    return tuple(parts)


def _split_utf16(data: bytes) -> tuple[bytes, ...]:
    """Cut at 67 units, never between the two halves of a surrogate pair."""
    if len(data) <= 2 * SINGLE_UNITS:
        return (data,)
    parts, start = [], 0
    while start < len(data):
        end = start + 2 * PART_UNITS
        if end < len(data) and 0xD8 <= data[end - 2] <= 0xDB:
            end -= 2
        parts.append(data[start:end])
        start = end
    return tuple(parts)


_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HARMLESS = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys("‘’‛ʼ′", "'"),
        **dict.fromkeys("«»“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
        **dict.fromkeys("\u0085\u2028\u2029", "\n"),
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
    }
)
# The spaces inside French quotation marks belong to the marks, and go with them.
_INSIDE_QUOTES = re.compile(rf"(?<=«)[ {_SPACES}]+|[ {_SPACES}]+(?=»)")


def sanitise(text: str) -> str:
    """Return `text` with what a French reader accepts without noticing: quotes, dashes, spaces, ellipsis, œ.

    Nothing else changes: the letters ç, ê, À… stay, and `suggest` says what they cost.
    """
    if text.isascii() and "\t" not in text:
        return text
    return _INSIDE_QUOTES.sub("", unicodedata.normalize("NFC", text)).translate(_HARMLESS)


# What has no accent to lose: signs, and the letters that Unicode does not decompose.
_INSTEAD = {
    "°": "o", "•": "-", "·": ".", "×": "x", "÷": "/", "№": "no", "™": "", "©": "", "®": "", "¢": "c", "¶": "",
    "ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ĸ": "k", "→": "->", "⇒": "->", "←": "<-",
    "`": "'", "´": "'", "¬": "-", "¦": "|", "✓": "x", "✔": "x", "☎": "", "ª": "a", "º": "o",
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s", "ј": "j",
    "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "Х": "X",
    "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P",
    "Τ": "T", "Υ": "Y", "Χ": "X", "ο": "o", "ν": "v",
}  # fmt: skip


def suggest(text: str) -> tuple[Suggestion, ...]:
    """Return, for each character that forces UCS-2, what the author may accept instead; never applied silently."""
    return tuple(
        Suggestion(
            char=char,
            replacement=_replacement(char),
            positions=tuple(i for i, other in enumerate(text) if other == char),
        )
        for char in measure(text).outside
    )


def _replacement(char: str) -> str:
    harmless = char.translate(_HARMLESS)
    if harmless != char:
        return harmless
    if char in _INSTEAD:
        return _INSTEAD[char]
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    plain = plain.translate(_HARMLESS)
    return plain if set(plain) <= gsm.ALPHABET else ""
