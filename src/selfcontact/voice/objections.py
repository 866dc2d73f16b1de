"""Objections on their way to be written: tried again for a while, whether the caller is still there or not."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from selfcontact.lib.personal import Personal
from selfcontact.voice.metrics import Metrics
from selfcontact.voice.settings import Settings

log = logging.getLogger(__name__)
#: Between two attempts: doubled each time, up to the longest.
PAUSE: Final = 0.25
LONGEST_PAUSE: Final = 5.0
#: Writes the objection of a caller of a line; whatever it raises, it is asked again, and may be after it has written.
Writer = Callable[[str, Personal], Awaitable[None]]


class _Told:
    """What the call is told, once: that its objection is written, or that it is not for now."""

    def __init__(self, done: Callable[[bool], None], metrics: Metrics) -> None:
        self._done: Callable[[bool], None] | None = done
        self._metrics = metrics

    def __call__(self, written: bool) -> None:  # noqa: FBT001 (as a callback is told)
        done, self._done = self._done, None
        if not done:
            return
        if not written:
            self._metrics.refused["objection"] += 1
        done(written)


class Objections:
    """Those under way. They are in memory only: what is given up is counted, as nobody can tell whose it was."""

    def __init__(self, write: Writer, settings: Settings, metrics: Metrics) -> None:
        self._write, self._settings, self._metrics = write, settings, metrics
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def take(self, line: str, caller: Personal, done: Callable[[bool], None]) -> None:
        """Have one written. `done` is told in time for the caller to hear it; the attempts may go on after a no."""
        task = asyncio.get_running_loop().create_task(self._keep(line, caller, _Told(done, self._metrics)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(self, line: str, caller: Personal, told: _Told) -> None:
        late = asyncio.get_running_loop().call_later(self._settings.objection_wait, told, False)
        try:
            async with asyncio.timeout(self._settings.objection_retry):
                await self._until_written(line, caller)
        except (TimeoutError, asyncio.CancelledError):
            self._metrics.dropped["objection"] += 1
            log.error("voice: objections given up since the start: %d", self._metrics.dropped["objection"])  # noqa: TRY400
            told(False)
        else:
            told(True)
        finally:
            late.cancel()

    async def _until_written(self, line: str, caller: Personal) -> None:
        pause = PAUSE
        while not await self._written(line, caller):
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _written(self, line: str, caller: Personal) -> bool:
        try:
            await asyncio.wait_for(self._write(line, caller), self._settings.objection_wait)
        except Exception as error:  # noqa: BLE001 (whatever it is, the caller said no: it is tried again)
            log.warning("voice: an objection is not written yet: %s", type(error).__name__)
            return False
        return True

    async def finish(self) -> None:
        """Leave those under way a last while, then give them up."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._settings.objection_last)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
