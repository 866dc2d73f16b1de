"""Room to send: the window of the carrier and its rate, handed out in turn before anything is written."""

import asyncio
from collections import deque
from typing import NamedTuple

from selfcontact.sms.throttle import Throttle


class _Waiter(NamedTuple):
    segments: int
    granted: asyncio.Future[None]


class Gate:
    """Hands out credit, first come first served. Credit is reserved, then spent (in flight), then landed."""

    def __init__(self, window: int, throttle: Throttle, loop: asyncio.AbstractEventLoop) -> None:
        self.throttle = throttle
        self.reserved = 0
        self.in_flight = 0
        self._window = window
        self._loop = loop
        self._open = False
        self._error: Exception | None = None
        self._waiters: deque[_Waiter] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def wait(self, segments: int) -> None:
        """Reserve room for that many segments. Raises ValueError beyond the window, and `stop`'s error."""
        if not 1 <= segments <= self._window:
            raise ValueError(f"credit is asked for 1 to {self._window} segments at a time")
        if self._error:
            raise self._error
        waiter = _Waiter(segments, self._loop.create_future())
        self._waiters.append(waiter)
        self.serve()
        try:
            await waiter.granted
        except asyncio.CancelledError:
            self._forget(waiter)
            raise

    def _forget(self, waiter: _Waiter) -> None:
        if waiter.granted.done() and not waiter.granted.cancelled() and not waiter.granted.exception():
            self.release(waiter.segments)
        elif waiter in self._waiters:
            self._waiters.remove(waiter)
            self.serve()

    def release(self, segments: int) -> None:
        """Give back reserved credit that will not be used. Raises ValueError beyond what is reserved."""
        if segments > self.reserved:
            raise ValueError("more credit given back than reserved")
        self.reserved -= segments
        self.throttle.give_back(segments)
        self.serve()

    def spend(self, segments: int) -> None:
        """Turn reserved credit into segments in flight. Raises ValueError beyond what is reserved."""
        if segments > self.reserved:
            raise ValueError("more segments than credit")
        self.reserved -= segments
        self.in_flight += segments

    def land(self, segments: int) -> None:
        """Take segments out of flight: answered, timed out or lost."""
        self.in_flight -= segments
        self.serve()

    def open(self) -> None:
        """Let credit out: the link is bound and its socket takes octets."""
        self._open = True
        self.serve()

    def shut(self) -> None:
        """Hold credit back until `open`."""
        self._open = False

    def stop(self, error: Exception) -> None:
        """Refuse credit for good; those who wait get `error`."""
        self._open, self._error = False, error
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.granted.done():
                waiter.granted.set_exception(error)

    def serve(self) -> None:
        """Grant what can be granted, in order; come back by a timer when only the rate is in the way."""
        while self._open and self._waiters:
            waiter = self._waiters[0]
            if waiter.granted.done():
                self._waiters.popleft()
                continue
            if self.reserved + self.in_flight + waiter.segments > self._window:
                return
            if delay := self.throttle.delay(waiter.segments, self._loop.time()):
                self._come_back(delay)
                return
            self._waiters.popleft()
            self.reserved += waiter.segments
            self.throttle.take(waiter.segments)
            waiter.granted.set_result(None)

    def _come_back(self, delay: float) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = self._loop.call_later(delay, self.serve)
