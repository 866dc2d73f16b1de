"""Where a message came from, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

HostPort = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Peer:
    """The other end of a datagram or of a connection; `send` takes bytes and, over UDP, minds the address."""

    host: str
    port: int
    transport: Literal["UDP", "TCP"]
    local: HostPort
    send: Callable[[bytes, HostPort], None] = field(repr=False, compare=False)

    @property
    def reliable(self) -> bool:
        """Whether nothing is lost on the way, so that nothing is sent twice (RFC 3261, section 17)."""
        return self.transport == "TCP"

    @property
    def address(self) -> HostPort:
        """Its host and port."""
        return self.host, self.port


class Handle(Protocol):
    """A timer that may be stopped."""

    def cancel(self) -> None:
        """Stop it."""


class Loop(Protocol):
    """What the engine asks of the event loop; a test has one whose time it moves."""

    def time(self) -> float:
        """Return the present, in seconds that only go forward."""

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Handle:
        """Call back after some seconds."""

    def call_at(self, when: float, callback: Callable[[], None], /) -> Handle:
        """Call back at an instant of `time`."""

    def add_reader(self, fd: int, callback: Callable[[], None], /) -> object:
        """Call back whenever a socket has something to read."""

    def remove_reader(self, fd: int, /) -> object:
        """Stop so."""
