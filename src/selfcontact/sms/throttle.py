"""A token bucket in segments per second, which climbs after a start and steps back when the carrier says so."""

from typing import Final

# After a refusal the rate is halved; then it wins back this share of the full rate each second.
_RECOVERY: Final = 0.1
_RAMP_START: Final = 0.1
# A rate for a route without one, once its carrier throttles us: it has to start from something.
_UNLIMITED: Final = 1_000_000.0


class Throttle:
    """Tells how long to wait before `n` segments. Every instant is handed over (monotonic seconds)."""

    def __init__(self, rate: float | None, *, ramp: float = 0.0, slowest: float = 0.05, pause: float = 1.0) -> None:
        self._full = rate or _UNLIMITED
        self._limited = rate is not None
        self._climb = self._full * (1 - _RAMP_START) / ramp if ramp else 0.0
        self._slowest = self._full * slowest
        self._pause = pause
        self._paused_until = 0.0
        self._tokens = 0.0
        self._at = 0.0
        self.rate = self._full

    def start(self, now: float) -> None:
        """Begin anew, as after a bind: at a tenth of the rate when the route ramps up."""
        self.rate = self._full * _RAMP_START if self._climb else self._full
        self._tokens, self._at, self._paused_until = 0.0, now, 0.0

    def delay(self, segments: int, now: float) -> float:
        """Return the seconds to wait before that many segments may leave; 0 when they may now."""
        if now < self._paused_until:
            return self._paused_until - now
        if not self._limited:
            return 0.0
        self._fill(segments, now)
        # A hair of tolerance, or rounding would make a waiter come back for nothing.
        return max(0.0, (segments - self._tokens) / self.rate) if self._tokens < segments - 1e-6 else 0.0

    def take(self, segments: int) -> None:
        """Count segments as leaving."""
        self._tokens -= segments

    def give_back(self, segments: int) -> None:
        """Count segments as not leaving after all."""
        self._tokens += segments

    def slow_down(self, now: float) -> None:
        """The carrier throttled us: pause, then go on at half the rate. Refusals of one pause count once."""
        if now < self._paused_until:
            return
        self._paused_until = now + self._pause
        if self._limited:
            self.rate = max(self.rate / 2, self._slowest)
            self._tokens, self._at = 0.0, self._paused_until

    def _fill(self, segments: int, now: float) -> None:
        elapsed = max(0.0, now - self._at)
        self._at = now
        if self.rate < self._full:
            self.rate = min(self._full, self.rate + elapsed * max(self._climb, self._full * _RECOVERY))
        # Never more than a tenth of a second of savings, or than the block that waits.
        self._tokens = min(self._tokens + elapsed * self.rate, max(float(segments), self.rate / 10))
