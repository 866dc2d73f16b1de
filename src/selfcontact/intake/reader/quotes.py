"""Finds the quoted fields of a piece of CSV, tolerating the stray quotes that people type.

A quote opens a field only at its beginning, and closes it only at its end (RFC 4180); any other quote is a character
like the others. A quoted field that does not end within `LONGEST` bytes never was one, so that a forgotten quote
costs its own line and not the rest of the file.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

QUOTE, NEWLINE, RETURN = 0x22, 0x0A, 0x0D
LONGEST = 32_768

Positions = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
NOWHERE: Positions = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """Positions of opening and closing quotes, pairwise; of stray quotes; and of a field still open at the end."""

    opens: Positions = field(default_factory=lambda: NOWHERE)
    closes: Positions = field(default_factory=lambda: NOWHERE)
    strays: Positions = field(default_factory=lambda: NOWHERE)
    pending: int | None = None

    def outside(self, positions: Positions) -> Positions:
        """Return those of `positions` that are not inside a quoted field."""
        if not len(self.opens):
            return positions
        last = np.searchsorted(self.opens, positions, side="right") - 1
        return positions[(last < 0) | (positions > self.closes[last])]


def find(data: Bytes, delimiter: int, *, final: bool) -> Quoted:
    """Return the quoted fields of `data`, which starts at the beginning of a record; `final` when nothing follows."""
    quotes = np.flatnonzero(data == QUOTE)
    if not len(quotes):
        return Quoted()
    before = np.concatenate(([NEWLINE], data))[quotes]
    after = np.concatenate((data, [NEWLINE if final else 0]))[quotes + 1]
    starts = (before == delimiter) | (before == NEWLINE)
    ends = (after == delimiter) | (after == NEWLINE) | (after == RETURN)
    return _regular(quotes, starts, ends, final=final, length=len(data)) or _tolerant(
        quotes, starts, ends, final=final, length=len(data)
    )


def _regular(quotes: Positions, starts: Flags, ends: Flags, *, final: bool, length: int) -> Quoted | None:
    """Pair quotes off one after the other, or return None when one of them is not where it should be."""
    opens, closes = quotes[0::2], quotes[1::2]
    doubled = np.concatenate(([False], np.diff(quotes) == 1))
    follows = np.concatenate((doubled[1:], [False]))
    if not (starts[0::2] | doubled[0::2]).all() or not (ends[1::2] | follows[1::2]).all():
        return None
    if len(closes) and int((closes - opens[: len(closes)]).max()) > LONGEST:
        return None
    if len(opens) == len(closes):
        return Quoted(opens=opens, closes=closes)
    # `""` cut at the very end of the piece may be half of a doubled quote: only the slow way can tell.
    if final or doubled[-1] or length - int(opens[-1]) > LONGEST:
        return None
    return Quoted(opens=opens[:-1], closes=closes, pending=int(opens[-1]))


def _tolerant(quotes: Positions, starts: Flags, ends: Flags, *, final: bool, length: int) -> Quoted:
    """Read quotes in order, like a person: about a microsecond each."""
    where, opening, closing = quotes.tolist(), starts.tolist(), ends.tolist()
    opens: list[int] = []
    closes: list[int] = []
    strays: list[int] = []
    index = 0
    while index < len(where):
        if not opening[index]:
            strays.append(where[index])
            index += 1
            continue
        close, inner = _closing(where, closing, index)
        if close is not None:
            opens.append(where[index])
            closes.append(where[close])
            strays += inner
            index = close + 1
        elif not final and length - where[index] <= LONGEST:
            return _quoted(opens, closes, strays, where[index])
        else:
            strays.append(where[index])
            index += 1
    return _quoted(opens, closes, strays, None)


def _closing(where: list[int], closing: list[bool], index: int) -> tuple[int | None, list[int]]:
    """Return the index of the quote that closes the field opened at `index`, and the strays inside it."""
    start, inner = where[index], list[int]()
    index += 1
    while index < len(where) and where[index] - start <= LONGEST:
        if index + 1 < len(where) and where[index + 1] == where[index] + 1:
            index += 2
        elif closing[index]:
            return index, inner
        else:
            inner.append(where[index])
            index += 1
    return None, inner


def _quoted(opens: list[int], closes: list[int], strays: list[int], pending: int | None) -> Quoted:
    made = (np.array(positions, dtype=np.int64) for positions in (opens, closes, strays))
    return Quoted(opens=next(made), closes=next(made), strays=next(made), pending=pending)
