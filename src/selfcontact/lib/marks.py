"""The characters of a text that force UCS-2, where they stand, and what an author may put instead of each."""

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from selfcontact.lib.text import sanitise, suggest

#: `typography` is replaced at sending anyway; a `letter` changes the spelling, a `sign` the look: the author decides.
Kind = Literal["typography", "letter", "sign"]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One character that forces UCS-2; `replacement` is "" when it can only be left out."""

    position: int
    char: str
    replacement: str
    kind: Kind


def tidy(text: str) -> str:
    """Return a text as an author means it: composed accents, plain line ends, nothing around it.

    A browser sends each line end as two characters, of which one would be paid for nothing.
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def marks(text: str) -> tuple[Mark, ...]:
    """Return the characters of `text` that force UCS-2, in the order of the text."""
    found = [
        Mark(position=position, char=one.char, replacement=one.replacement, kind=_kind(one.char))
        for one in suggest(text)
        for position in one.positions
    ]
    return tuple(sorted(found, key=lambda mark: mark.position))


def runs(text: str) -> Iterator[str | Mark]:
    """Yield the text cut at its marks: what is in the alphabet as it stands, what is not as a mark."""
    end = 0
    for mark in marks(text):
        if text[end : mark.position]:
            yield text[end : mark.position]
        yield mark
        end = mark.position + 1
    if text[end:]:
        yield text[end:]


def replace(text: str, positions: Collection[int]) -> str:
    """Return the text with the marks at these positions replaced; a position without a mark changes nothing."""
    return "".join(
        run if isinstance(run, str) else run.replacement if run.position in positions else run.char
        for run in runs(text)
    )


def replace_typography(text: str) -> str:
    """Return the text as it would leave: quotes, dashes, spaces, ellipsis and ligatures plain, every accent kept."""
    return sanitise(text)


def _kind(char: str) -> Kind:
    if sanitise(char) != char:
        return "typography"
    return "letter" if unicodedata.category(char)[0] in "LM" else "sign"
