"""What changed between two versions: piece by piece, then word by word inside a piece that was rewritten."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from selfcontact.policies.text import Block, Kind, blocks

State = Literal["same", "added", "removed", "changed"]
#: Two pieces with less in common than this are told as one removed and one added: mixed, nobody could read them.
ALIKE = 0.4


@dataclass(frozen=True, kw_only=True)
class Run:
    """Words in a row that share a fate."""

    state: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """A piece of the text and what became of it."""

    state: State
    kind: Kind
    depth: int
    runs: tuple[Run, ...]


def compare(older: str, newer: str) -> list[Change]:
    """Return every piece of both texts, in reading order, with what became of it."""
    before, after = blocks(older), blocks(newer)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [change for tag, a, b, c, d in matcher.get_opcodes() for change in _fate(tag, before[a:b], after[c:d])]


def counted(changes: Sequence[Change]) -> dict[str, int]:
    """Return how many pieces were added, removed and rewritten."""
    return {state: sum(one.state == state for one in changes) for state in ("added", "removed", "changed")}


def _fate(tag: str, before: list[Block], after: list[Block]) -> Iterator[Change]:
    if tag == "equal":
        yield from (_whole("same", one) for one in after)
        return
    for old, new in zip_longest(before, after):
        if old and new and (runs := _words(old, new)):
            yield Change(state="changed", kind=new.kind, depth=new.depth, runs=runs)
            continue
        if old:
            yield _whole("removed", old)
        if new:
            yield _whole("added", new)


def _whole(state: Literal["same", "added", "removed"], block: Block) -> Change:
    return Change(state=state, kind=block.kind, depth=block.depth, runs=(Run(state=state, text=block.text),))


def _words(old: Block, new: Block) -> tuple[Run, ...]:
    """Return the runs of words of a piece that was rewritten; nothing when the two are not one piece."""
    before, after = old.text.split(" "), new.text.split(" ")
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if old.kind != new.kind or old.depth != new.depth or matcher.ratio() < ALIKE:
        return ()
    return tuple(
        run
        for tag, a, b, c, d in matcher.get_opcodes()
        for run in _runs(tag, " ".join(before[a:b]), " ".join(after[c:d]))
    )


def _runs(tag: str, before: str, after: str) -> Iterator[Run]:
    if tag == "equal":
        yield Run(state="same", text=after)
        return
    if before:
        yield Run(state="removed", text=before)
    if after:
        yield Run(state="added", text=after)
