"""What must happen later, in order of time: one heap and one timer for a million messages."""

import asyncio
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from typing import Final

_TICK: Final = 0.002


class Wheel:
    """Calls actions when they are due (monotonic seconds), then `settle` once for all those of a tick."""

    def __init__(self, loop: asyncio.AbstractEventLoop, settle: Callable[[], None]) -> None:
        self._loop = loop
        self._settle = settle
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = 0.0

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, due: float, action: Callable[[], None]) -> None:
        """Plan one action; two for the same instant keep their order."""
        heappush(self._heap, (due, next(self._order), action))
        if self._timer is None or due < self._timer_at - _TICK:
            self._arm(due)

    def _arm(self, due: float) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer_at = max(due, self._loop.time() + _TICK)
        self._timer = self._loop.call_at(self._timer_at, self._turn)

    def _turn(self) -> None:
        self._timer = None
        heap, now = self._heap, self._loop.time()
        while heap and heap[0][0] <= now:
            heappop(heap)[2]()
        self._settle()
        if heap and self._timer is None:
            self._arm(heap[0][0])

    def stop(self) -> None:
        """Forget everything."""
        self._heap.clear()
        if self._timer:
            self._timer.cancel()
