"""The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, sections 6.2.1 and 6.2.1.1)."""

import codecs

ESCAPE = 0x1B
BASE = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
EXTENSION = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
ALPHABET = frozenset(BASE) - {"\x1b"} | frozenset(EXTENSION)

# Python's fast charmap wants NUL at 0, and GSM has @ there. So the text is first written in a private 8-bit code:
# GSM codes where they can stay, @ at 0x80, then one byte for each extension character; NUL stays 0, and is outside.
_AT, _FIRST_PAIR = 0x80, 0x81
_NOTHING = "\ufffe"
_PRIVATE = codecs.charmap_build(
    ("\0" + BASE[1:ESCAPE] + _NOTHING + BASE[ESCAPE + 1 :] + "@" + "".join(EXTENSION)).ljust(256, _NOTHING)
)
_SINGLES = bytes(range(_FIRST_PAIR))
_TO_SEPTETS = bytes(range(_AT)) + b"\0" + bytes(range(_FIRST_PAIR, 256))
_PAIRS = tuple((bytes([_FIRST_PAIR + i]), bytes([ESCAPE, code])) for i, code in enumerate(EXTENSION.values()))


def private(text: str) -> bytes | None:
    """Return `text` in the private code, one byte a character, or None when a character is outside the alphabet."""
    try:
        raw = codecs.charmap_encode(text, "strict", _PRIVATE)[0]
    except UnicodeEncodeError:
        return None
    return None if b"\0" in raw else raw


def pairs(raw: bytes) -> int:
    """Return how many characters of the private code take two septets."""
    return 0 if raw.isascii() else len(raw.translate(None, _SINGLES))


def septets(raw: bytes) -> bytes:
    """Return the septets of a text in the private code, unpacked: one septet in each byte."""
    raw = raw.translate(_TO_SEPTETS)
    if not raw.isascii():
        for mark, pair in _PAIRS:
            raw = raw.replace(mark, pair)
    return raw
