"""A version, or two beside each other, as a page shows them in a reader's language."""

from dataclasses import dataclass
from functools import lru_cache

from selfcontact.policies.differences import Change, compare, counted
from selfcontact.policies.models import FRENCH, Version
from selfcontact.policies.text import render

# A text never changes once published: what was computed for it stays good.
_render = lru_cache(maxsize=64)(render)
_compare = lru_cache(maxsize=64)(compare)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A text as safe HTML; `language` is the one it is in, which may not be the one wanted."""

    version: Version
    language: str
    html: str
    sha256: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two versions, in a language that both have."""

    older: Version
    newer: Version
    language: str
    changes: list[Change]
    counted: dict[str, int]
    note: str


def shown(version: Version, wanted: str) -> Shown:
    """Return a version in `wanted`, or in French when it has no other."""
    language = version.language(wanted)
    return Shown(
        version=version,
        language=language,
        html=_render(version.text(language)),
        sha256=version.sha256 if language == FRENCH else version.english_sha256,
        note=version.change(wanted),
    )


def compared(older: Version, newer: Version, wanted: str) -> Compared:
    """Return what changed, in `wanted` when both versions have it, else in French."""
    both = {older.language(wanted), newer.language(wanted)}
    language = both.pop() if len(both) == 1 else FRENCH
    changes = _compare(older.text(language), newer.text(language))
    return Compared(
        older=older,
        newer=newer,
        language=language,
        changes=changes,
        counted=counted(changes),
        note=newer.change(wanted),
    )
