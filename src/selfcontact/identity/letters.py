"""The codes themselves: figures for a message, letters and figures that nobody mistakes for a letter on paper."""

import secrets
import unicodedata

FIGURES = 8
#: Neither 0 and O, nor 1, I and L, nor the vowels that make words.
ALPHABET = "BCDFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 10


def for_message() -> str:
    """Return eight random figures."""
    return f"{secrets.randbelow(10**FIGURES):0{FIGURES}d}"


def for_letter() -> str:
    """Return ten random letters and figures."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def plain(typed: str) -> str:
    """Return a typed code without what people put between its signs, in capitals; whatever was typed."""
    text = unicodedata.normalize("NFKC", typed[:100]).upper()
    return "".join(sign for sign in text if sign.isalnum())[:32]
