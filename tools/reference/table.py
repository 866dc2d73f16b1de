"""Writes Markdown: tables and code that no sign of the content can break."""

from collections.abc import Iterable, Sequence
from typing import Literal

Language = Literal["fr", "en"]


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown on one line."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def code(text: str) -> str:
    """Return `text` as code; nothing for nothing."""
    return f"`{text}`" if text else ""


def plain(text: str) -> str:
    """Return a sentence whose signs mean nothing to Markdown."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]<>#|" else sign for sign in text)


def _cell(text: str) -> str:
    # A bar inside code ends the cell as well: only its escaped form does not.
    return " ".join(text.split()).replace("\\|", "|").replace("|", "\\|")
