"""Receipts and replies that wait for the one who stores them, never more than a bound."""

import asyncio
from collections import deque
from collections.abc import Callable

from selfcontact.sms.gateway import Incoming

Answer = Callable[[], None]


class Inbox:
    """A bounded queue with one consumer. At the bound it asks the links to stop reading."""

    def __init__(self, bound: int, *, pause: Callable[[], None], resume: Callable[[], None]) -> None:
        self.paused = False
        self._bound = bound
        self._pause = pause
        self._resume = resume
        self._items: deque[tuple[Incoming, Answer | None]] = deque()
        self._owed: list[Answer] = []
        self._ready = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Incoming, answer: Answer | None = None) -> None:
        """Queue one item; `answer` is called once the consumer has stored it."""
        self._items.append((item, answer))
        self._ready.set()
        if len(self._items) >= self._bound and not self.paused:
            self.paused = True
            self._pause()

    async def take(self, most: int) -> list[Incoming]:
        """Return the next items, one to `most` of them; an empty list once closed and drained.

        Taking again says that what was taken before is stored (see `stored`).
        """
        self.stored()
        while not self._items and not self._closed:
            self._ready.clear()
            await self._ready.wait()
        return self._pop(most)

    def _pop(self, most: int) -> list[Incoming]:
        taken = [self._items.popleft() for _ in range(min(most, len(self._items)))]
        self._owed += [answer for _, answer in taken if answer]
        if self.paused and len(self._items) <= self._bound // 2:
            self.paused = False
            self._resume()
        return [item for item, _ in taken]

    def stored(self) -> None:
        """What was taken is stored: answer the carrier for those items that waited for it."""
        owed, self._owed = self._owed, []
        for answer in owed:
            answer()

    def close(self) -> None:
        """Nothing more will come; the consumer gets what is left, then an empty list."""
        self._closed = True
        self._ready.set()
