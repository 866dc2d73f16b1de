"""How one carrier is reached, and what it lets us do."""

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from ssl import SSLContext
from typing import Literal

from selfcontact.sms.bind import Bind, write_bind


@dataclass(frozen=True, kw_only=True)
class Route:
    """One account at one carrier. Times in seconds; `rate` in segments per second, None for no limit.

    `zone` is the one the carrier writes its receipts in. `inbox` is how many receipts and replies may wait for their
    consumer before we stop reading. `slowest` is the share of `rate` to which throttling may bring us down.
    """

    host: str
    port: int
    system_id: str = ""
    password: str = field(default="", repr=False)
    system_type: str = ""
    mode: Literal["transceiver", "pair"] = "transceiver"
    tls: SSLContext | None = field(default=None, repr=False)
    server_name: str | None = None
    window: int = 50
    rate: float | None = None
    ramp: float = 0.0
    slowest: float = 0.05
    throttle_pause: float = 1.0
    retries: int = 5
    connect_timeout: float = 10.0
    response_timeout: float = 30.0
    enquire_every: float = 30.0
    backoff_first: float = 0.5
    backoff_longest: float = 60.0
    inbox: int = 20_000
    zone: tzinfo = UTC

    def __post_init__(self) -> None:
        if self.window < 1 or self.inbox < 1 or (self.rate is not None and self.rate <= 0):
            raise ValueError("a route needs a window, an inbox and a rate above zero")
        # What the carrier could never be told is said here, not at the first bind.
        write_bind(Bind(self.system_id, self.password, self.system_type))
