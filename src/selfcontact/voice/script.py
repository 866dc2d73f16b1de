"""What a line tells its callers, and where a called number finds its line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from selfcontact.voice.prompt import Prompt


class Part(StrEnum):
    """A thing that a caller may be told; each language of a line has them all, but perhaps BUSY."""

    GREETING = "greeting"
    MESSAGE = "message"
    NOTICE = "notice"
    MENU = "menu"
    RIGHTS = "rights"
    CONFIRM = "confirm"
    OBJECTED = "objected"
    FAILED = "failed"
    WITHHELD = "withheld"
    NEUTRAL = "neutral"
    GOODBYE = "goodbye"
    BUSY = "busy"


@dataclass(frozen=True, kw_only=True)
class Script:
    """One line as it speaks now; the first language is spoken first. Raises ValueError when a part is missing.

    `silent` says of an instant whether the electoral silence reigns; it must be quick, as every call asks it.
    """

    line: str
    parts: Mapping[str, Mapping[Part, Prompt]] = field(repr=False)
    silent: Callable[[datetime], bool] = field(repr=False)
    most_calls: int = 100

    def __post_init__(self) -> None:
        missing = [part for spoken in self.parts.values() for part in Part if part not in {*spoken, Part.BUSY}]
        if missing or not self.parts:
            raise ValueError(f"a script lacks {', '.join(missing) or 'a language'}")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages, in the order in which key 2 goes through them."""
        return tuple(self.parts)

    def prompt(self, part: Part, language: int) -> Prompt:
        """Return the recording of a part; `language` counts from the first one."""
        return self.parts[self.languages[language]][part]

    @property
    def busy(self) -> Prompt | None:
        """What a caller hears whom the line has no room for, in the first language."""
        return self.parts[self.languages[0]].get(Part.BUSY)


class LineBook(Protocol):
    """The numbers that answer."""

    def find(self, number: str, trunk: str) -> Script | None:
        """Return what the number (E.164 digits without the plus) tells now to whom that trunk brings, or nothing.

        Must not wait.
        """
