"""What the server is told at its start."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

from selfcontact.voice.trunk import Trunk


@dataclass(frozen=True, kw_only=True)
class Timers:
    """The timers of RFC 3261, table 4, in seconds; the others follow from these."""

    t1: float = 0.5
    t2: float = 4.0
    t4: float = 5.0

    @property
    def patience(self) -> float:
        """How long a transaction is held or an acknowledgement waited for: 64 T1."""
        return 64 * self.t1


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much is taken on; beyond it a caller hears a short busy prompt, or gets 486 or 503."""

    calls: int = 1000
    busy_prompts: int = 20
    #: Calls of one number within the window.
    per_caller: int = 6
    per_caller_window: float = 3600.0


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One process: its addresses, its ports, its trunks. Durations are in seconds."""

    host: str = "127.0.0.1"
    port: int = 5060
    #: The address that the audio leaves from; that of the signalling when absent.
    media_host: str | None = None
    #: The address that carriers are told, where it is another one than those.
    shown_host: str | None = None
    ports: tuple[int, int] = (20000, 24000)
    trunks: tuple[Trunk, ...] = ()
    limits: Limits = field(default_factory=Limits)
    timers: Timers = field(default_factory=Timers)
    longest_call: float = 600.0
    #: For how long it rings before it is answered.
    ring: float = 0.0
    #: For how long a key is waited for after the menu.
    key_wait: float = 6.0
    #: For how long silence is sent after the last word.
    farewell: float = 0.4
    #: For how long an objection may take to be written before the caller is told otherwise.
    objection_wait: float = 5.0
    #: For how long one that can't be written is tried again, whatever the caller was told; and once the process stops.
    objection_retry: float = 600.0
    objection_last: float = 20.0
    #: A caller who was heard and then is not, not even as silence, is gone.
    silence_limit: float = 30.0
    #: The shortest session that is agreed to (RFC 4028, section 5).
    shortest_session: int = 90
    #: A sentence longer than this is cut when the electoral silence starts.
    longest_sentence: float = 10.0
    #: How often the silence and the line book are looked at, and reports are sent.
    sweep: float = 0.2
    report: float = 5.0

    def __post_init__(self) -> None:
        if ip_address(self.told).is_unspecified:
            raise ValueError("carriers must be told an address")

    @property
    def told(self) -> str:
        """The address written in our messages."""
        return self.shown_host or self.media_host or self.host


#: What is said of ourselves in messages.
AGENT: Final = "selfcontact"
