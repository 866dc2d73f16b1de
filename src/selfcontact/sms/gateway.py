"""What a carrier is told and what it tells, in our words. No value of this file prints a number or a text."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from selfcontact.lib.personal import Personal

RefusalClass = Literal["retry", "refuse", "stop_route"]

# Status of a part that never reached the socket, because the link was already down: no SMPP status is negative.
NOT_SENT: Final = -1
# Status of a part that the carrier had refused and that the last check before its second try took back.
WITHDRAWN: Final = -2


class State(StrEnum):
    """Where a message stands. `unknown` comes first: any word of the carrier is better than none."""

    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    ENROUTE = "enroute"
    FAILED_UNKNOWN = "failed_unknown"
    FAILED_EXPIRED = "failed_expired"
    FAILED_UNDELIVERABLE = "failed_undeliverable"
    FAILED_REJECTED = "failed_rejected"
    FAILED_DELETED = "failed_deleted"
    DELIVERED = "delivered"

    @property
    def rank(self) -> int:
        """Return the order in which states follow one another; a state only ever gives way to a higher rank."""
        return _RANKS[self]

    @property
    def final(self) -> bool:
        """Return whether nothing more is expected."""
        return _RANKS[self] >= _FIRST_FINAL

    def follows(self, other: "State") -> bool:
        """Return whether a message in state `other` may move to this one."""
        return _RANKS[self] > _RANKS[other]


_FIRST_FINAL: Final = 3
# A precise failure corrects a vague one, and a delivery seen by the telephone corrects any failure.
_RANKS: Final[dict[State, int]] = {
    State.UNKNOWN: 0,
    State.ACCEPTED: 1,
    State.ENROUTE: 2,
    State.FAILED_UNKNOWN: 3,
    State.FAILED_EXPIRED: 4,
    State.FAILED_UNDELIVERABLE: 4,
    State.FAILED_REJECTED: 4,
    State.FAILED_DELETED: 4,
    State.DELIVERED: 5,
}


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Submission:
    """One message for one number. `reference` is ours; `segments` are encoded texts without any header.

    `destination`: E.164 digits. `udh`: parts are joined by a user data header, else by SAR parameters.
    `validity`: at least one second, or None for the carrier's own.
    """

    reference: int
    destination: int
    sender: str
    segments: tuple[bytes, ...]
    data_coding: int
    udh: bool
    validity: timedelta | None

    def __repr__(self) -> str:
        return f"Submission(reference={self.reference}, segments={len(self.segments)})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """The carrier took one part (counted from 1) and named it."""

    reference: int
    part: int
    carrier_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """The carrier did not take one part: nothing left. `status` is SMPP's, NOT_SENT or WITHDRAWN."""

    reference: int
    part: int
    cls: RefusalClass
    status: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Unanswered:
    """One part was written and no answer came: it may have left, so it never leaves again. An answer may follow."""

    reference: int
    part: int


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Receipt:
    """What the carrier says of one part. `at`: aware, when it is said; `destination`: 0 when it is not."""

    carrier_id: str
    destination: int
    state: State
    error: str
    at: datetime | None
    final: bool

    def __repr__(self) -> str:
        return f"Receipt(carrier_id={self.carrier_id!r}, state={self.state.value!r}, error={self.error!r})"


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Reply:
    """What a person answers. `source`: E.164 digits, 0 for a name; `to`: our name or number; `at`: arrival, UTC.

    A long reply comes in `parts` of one `group`, each as a reply of its own.
    """

    source: int
    to: str
    text: Personal
    at: datetime
    part: int = 1
    parts: int = 1
    group: int = 0

    def __repr__(self) -> str:
        return f"Reply(part={self.part}, parts={self.parts})"


Outcome = Accepted | Rejected | Unanswered
Incoming = Receipt | Reply
