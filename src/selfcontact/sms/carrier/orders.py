"""Behaviour ordered for the next submits, which wins over what the seed would say."""

from collections import deque
from typing import Final, Literal, get_args

from selfcontact.sms import errors

Order = Literal[
    "throttle", "queue_full", "refuse", "bad_sender", "silent", "early", "double", "late", "reverse", "drop"
]
ORDERS: Final[frozenset[str]] = frozenset(get_args(Order))
REFUSALS: Final[dict[str, int]] = {
    "throttle": errors.THROTTLED,
    "queue_full": errors.QUEUE_FULL,
    "refuse": errors.INVALID_DESTINATION,
    "bad_sender": 0x0A,
}


class Orders:
    """A queue of orders, one by submit.

    silent: taken, not answered; its receipt comes all the same. early: the receipt before the answer. double: the
    receipt twice. late: the receipt only at `release_receipts`. reverse: receipts last first, once the last ordered one
    is in. drop: taken, then the link falls.
    """

    def __init__(self) -> None:
        self._next: deque[str] = deque()

    def give(self, order: str, count: int) -> None:
        """Order a behaviour for the next `count` submits without one. Raises ValueError when it is unknown."""
        if order not in ORDERS:
            raise ValueError(f"unknown order {order!r}")
        self._next.extend([order] * count)

    def take(self) -> str:
        """Return the order for the submit that has just come, "" for none."""
        return self._next.popleft() if self._next else ""

    def more(self, order: str) -> bool:
        """Return whether the next submit has that order too."""
        return bool(self._next) and self._next[0] == order
