"""What the typefaces that every reader of PDF has can print."""

ENCODING = "windows-1252"


def printable(text: str) -> str:
    """Return a text in which a character that the typeface lacks is written as its number: nothing is lost."""
    return "".join(letter if _has(letter) else f"[U+{ord(letter):04X}]" for letter in text)


def _has(letter: str) -> bool:
    try:
        letter.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True
