"""Text about people, tidied: invisible characters at the ends, and accents that were encoded twice."""

import polars as pl

#: Spaces of all widths, zero-width characters, directional marks, byte order marks: copied from web pages.
INVISIBLE = " \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u3000\ufeff"  # noqa: E501
TWICE_ENCODED = "[ÃÂ]|â€"


def tidied(name: str) -> pl.Expr:
    """Return the column without invisible characters at either end."""
    return pl.col(name).str.strip_chars(INVISIBLE)


def unmixed(frame: pl.DataFrame, names: list[str]) -> tuple[pl.DataFrame, pl.Series]:
    """Return the frame with twice-encoded text put right where the way back is exact, and which rows changed."""
    changed = pl.repeat(value=False, n=len(frame), dtype=pl.Boolean, eager=True)
    for name in names:
        before = frame[name]
        rows = before.str.contains(TWICE_ENCODED).arg_true()
        if len(rows):
            after = before.scatter(rows, [once(text) for text in before.gather(rows)])
            changed |= after != before
            frame = frame.with_columns(after)
    return frame, changed


def once(text: str) -> str:
    """Return the text as it was before it was read as Windows-1252, or as it is when it never was."""
    try:
        return b"".join(map(_byte, text)).decode()
    except UnicodeError:
        return text


def _byte(character: str) -> bytes:
    # The five bytes that Windows-1252 leaves undefined came through as control characters.
    return bytes([ord(character)]) if "\x80" <= character <= "\x9f" else character.encode("cp1252")
