"""What a mail says, in clear, for as long as an action needs it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Part:
    """An attachment; `content` is None when it was too large to read. Its octets are never looked into."""

    name: str = field(repr=False)
    kind: str = field(repr=False)
    size: int
    content: bytes | None = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail, every value bounded; prints nothing. `damaged`: something in it could not be read."""

    headers: Sequence[tuple[str, str]] = field(repr=False)
    sender: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    date: str = field(default="", repr=False)
    message_id: str = field(default="", repr=False)
    #: Message-IDs that it answers to, the nearest first.
    answers: Sequence[str] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    parts: Sequence[Part] = field(default=(), repr=False)
    kind: str = "text/plain"
    damaged: bool = False

    def header(self, name: str) -> str:
        """Return the first header of that name in lower case, trimmed; empty when there is none."""
        return next((value.strip().casefold() for key, value in self.headers if key.casefold() == name), "")

    def has(self, *names: str) -> bool:
        """Tell whether one of these headers is there."""
        return any(key.casefold() in names for key, _ in self.headers)
