"""How the simulated carrier behaves. Rates are shares from 0 to 1, times are seconds."""

from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext
from typing import Final

from selfcontact.sms.gateway import State

BANNER: Final = (
    "OPÉRATEUR SIMULÉ : aucun SMS ne part vers aucun téléphone. / SIMULATED CARRIER: no SMS reaches any telephone."
)
MIXED: Final = (
    (State.DELIVERED, 0.93),
    (State.FAILED_UNDELIVERABLE, 0.03),
    (State.FAILED_EXPIRED, 0.02),
    (State.FAILED_REJECTED, 0.01),
    (State.FAILED_DELETED, 0.005),
    (State.FAILED_UNKNOWN, 0.005),
)
DELIVERED: Final = ((State.DELIVERED, 1.0),)


@dataclass(frozen=True, kw_only=True)
class CarrierSettings:
    """One simulated carrier. Port 0 picks a free one; an empty `system_id` lets anyone bind.

    `outcomes`: share of each final state. `receipt_delay`, `reply_delay`: from, to; most come early. `silent_rate`: no
    receipt ever. `early_rate`: the receipt comes before the answer to the submit. `disconnect_every`: after that many
    submits the link falls, the last ones unanswered. `control`: a unix socket for JSON commands. `announce`: a file
    that will hold host, port and process id once the port is open. `journal_key` switches the journal on, `telephones`
    the memory of what each telephone shows.
    """

    seed: int = 1
    host: str = "127.0.0.1"
    port: int = 0
    tls: SSLContext | None = field(default=None, repr=False)
    system_id: str = ""
    password: str = field(default="", repr=False)
    latency: float = 0.0
    receipt_delay: tuple[float, float] = (0.0, 0.05)
    outcomes: tuple[tuple[State, float], ...] = DELIVERED
    silent_rate: float = 0.0
    enroute_rate: float = 0.0
    duplicate_rate: float = 0.0
    early_rate: float = 0.0
    reply_rate: float = 0.0
    replies: tuple[str, ...] = ("STOP",)
    reply_delay: tuple[float, float] = (0.0, 0.1)
    refuse_rate: float = 0.0
    throttle_rate: float = 0.0
    submits_per_second: float | None = None
    unanswered_rate: float = 0.0
    disconnect_every: int = 0
    journal_key: bytes | None = field(default=None, repr=False)
    journal_file: Path | None = None
    telephones: bool = False
    control: Path | None = None
    announce: Path | None = None

    def __post_init__(self) -> None:
        if not self.outcomes or not self.replies:
            raise ValueError("a carrier needs at least one outcome and one reply")
