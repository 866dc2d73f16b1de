"""What becomes of one message, from the seed and the message alone: the order of arrival changes nothing."""

from collections.abc import Callable
from hashlib import blake2b
from itertools import accumulate
from struct import Struct
from typing import NamedTuple

from selfcontact.sms.carrier.settings import CarrierSettings
from selfcontact.sms.gateway import State

_DRAWS = Struct(">10H")
_WHOLE = 65_536
_ERRORS = {
    State.DELIVERED: "000",
    State.FAILED_EXPIRED: "027",
    State.FAILED_UNDELIVERABLE: "001",
    State.FAILED_REJECTED: "069",
    State.FAILED_DELETED: "088",
    State.FAILED_UNKNOWN: "255",
}


class Fate(NamedTuple):
    """The life of one message; delays in seconds from its arrival. `reply` is an index, -1 for none."""

    state: State
    delay: float
    latency: float
    silent: bool
    enroute: bool
    duplicate: bool
    early: bool
    refused: bool
    reply: int
    reply_delay: float

    @property
    def error(self) -> str:
        """Return the three digits of the receipt's `err:`."""
        return _ERRORS.get(self.state, "000")

    def within(self, validity: float | None) -> "Fate":
        """Return the fate of a message that lives `validity` seconds at most."""
        if validity is None or self.delay <= validity:
            return self
        return self._replace(state=State.FAILED_EXPIRED, delay=validity, reply=-1)


def teller(settings: CarrierSettings) -> Callable[[bytes, bytes], Fate]:
    """Return the function from (destination, text) to fate."""
    key = str(settings.seed).encode()
    states = [state for state, _ in settings.outcomes]
    whole = sum(weight for _, weight in settings.outcomes)
    bounds = [weight / whole * _WHOLE for weight in accumulate(weight for _, weight in settings.outcomes)]
    shares = settings.silent_rate, settings.enroute_rate, settings.duplicate_rate, settings.early_rate
    silent, enroute, duplicate, early = (share * _WHOLE for share in shares)
    refused, replying = settings.refuse_rate * _WHOLE, settings.reply_rate * _WHOLE
    low, high = settings.receipt_delay
    reply_low, reply_high = settings.reply_delay

    def tell(destination: bytes, text: bytes) -> Fate:
        draws = _DRAWS.unpack(blake2b(b"%b\0%b" % (destination, text), digest_size=20, key=key).digest())
        state = next((state for state, bound in zip(states, bounds, strict=True) if draws[0] < bound), states[-1])
        replies = draws[6] < replying and state is State.DELIVERED
        return Fate(
            state,
            # The cube of an even draw: most at once, a few much later.
            low + (high - low) * (draws[1] / _WHOLE) ** 3,
            settings.latency * 2 * draws[9] / _WHOLE,
            draws[2] < silent,
            draws[3] < enroute,
            draws[4] < duplicate,
            draws[5] < early,
            draws[8] < refused,
            draws[7] % len(settings.replies) if replies else -1,
            reply_low + (reply_high - reply_low) * draws[7] / _WHOLE,
        )

    return tell
