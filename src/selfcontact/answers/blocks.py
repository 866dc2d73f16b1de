"""What a section of an answer is made of, and how one document is read in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from selfcontact.answers import words
from selfcontact.answers.document import Document
from selfcontact.answers.words import Said, say
from selfcontact.compliance.deadline import PARIS
from selfcontact.ledger.leaf import JSON

Item = Mapping[str, JSON]


@dataclass(frozen=True, kw_only=True)
class Text:
    """One paragraph."""

    text: str
    kind: ClassVar[str] = "text"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Names and values under a heading of their own; `title` may be empty."""

    title: str
    rows: tuple[tuple[str, str], ...]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True, kw_only=True)
class Links:
    """Words and where they lead."""

    rows: tuple[tuple[str, str], ...]
    kind: ClassVar[str] = "links"


Block = Text | Facts | Links


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and what stands under it; `code` names the part of the document."""

    code: str
    title: str
    blocks: tuple[Block, ...]


class Reader:
    """Reads one document in one language."""

    def __init__(self, document: Document, language: str) -> None:
        self.document = document
        self.language = language

    def say(self, fr: str, en: str) -> str:
        """Return one of the two."""
        return say(Said(fr, en), self.language)

    def word(self, table: Mapping[str, Said], code: JSON) -> str:
        """Return what a code means."""
        return words.of(table, code, self.language)

    def all(self, name: str) -> list[Item]:
        """Return the things of one part."""
        return items(self.document.get(name))

    def one(self, name: str) -> Item:
        """Return one part that is a thing, empty when it is null."""
        return item(self.document.get(name))

    def day(self, value: JSON) -> str:
        """Return a day, or an instant to the minute, as one writes it."""
        text = str(value or "")
        if not text:
            return "–"
        if len(text) == len("2027-01-01"):
            return self._date(date.fromisoformat(text))
        at = datetime.fromisoformat(text).astimezone(PARIS)
        return f"{self._date(at.date())} {at:%H:%M}"

    def _date(self, day: date) -> str:
        return f"{day.day} {MONTHS[day.month]} {day.year}" if self.language.startswith("en") else f"{day:%d/%m/%Y}"


MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def item(value: JSON) -> Item:
    """Return a JSON object, empty for anything else."""
    return value if isinstance(value, Mapping) else {}


def items(value: JSON) -> list[Item]:
    """Return the objects of a JSON list."""
    return [item(one) for one in value] if isinstance(value, list) else []


def texts(value: JSON) -> list[str]:
    """Return the strings of a JSON list."""
    return [str(one) for one in value] if isinstance(value, list) else []
