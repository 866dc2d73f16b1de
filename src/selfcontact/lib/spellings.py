"""Every way a telephone number or a text may stand in a file, a memory image or a dump."""

import json
import unicodedata
from typing import Final

#: What people and programs put between the figures of a number.
SEPARATORS: Final = ("", " ", ".", "-", "/", "\u00a0", "\u202f")
ENCODINGS: Final = ("utf-8", "cp1252", "utf-16-le", "utf-16-be")
SUBSCRIBER_DIGITS: Final = 9


def spellings(e164: int) -> tuple[bytes, ...]:
    """Return the spellings of a French number (E.164 digits, nine after the country code), in every encoding.

    National, international, with two zeros, with the zero between brackets, without the zero, with each separator,
    as a decimal number, and as the eight bytes of an integer with either end first.
    """
    dial, subscriber = divmod(e164, 10**SUBSCRIBER_DIGITS)
    digits = f"{subscriber:09d}"
    pairs = [digits[:1], *(digits[start : start + 2] for start in (1, 3, 5, 7))]
    texts = {digits, f"{digits}.0", f"{digits},00"}
    for separator in SEPARATORS:
        grouped = separator.join(pairs)
        gap = separator or " "
        texts |= {f"0{grouped}", f"+{dial}{separator}{grouped}", f"00{dial}{separator}{grouped}"}
        texts |= {f"{dial}{separator}{grouped}", f"+{dial}{gap}(0){grouped}", f"+{dial} (0){gap}{grouped}"}
    integers = (e164.to_bytes(8, "big"), e164.to_bytes(8, "little"))
    return (*encoded(texts), *integers)


def encoded(texts: set[str]) -> tuple[bytes, ...]:
    """Return the texts in every encoding that can hold them, without repetition, in a fixed order."""
    found: set[bytes] = set()
    for text in texts:
        for encoding in ENCODINGS:
            try:
                found.add(text.encode(encoding))
            except UnicodeEncodeError:
                continue
    return tuple(sorted(found))


def word_forms(word: str) -> tuple[bytes, ...]:
    """Return a word or a sentence as it may be stored, ASCII letters in lower case.

    To be looked for in bytes whose ASCII letters were lowered; accents may be there, gone, in capitals or escaped.
    """
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    texts = {word, word.lower(), word.upper(), plain, json.dumps(word)[1:-1], unicodedata.normalize("NFD", word)}
    return tuple(sorted({form.lower() for form in encoded(texts)}))
