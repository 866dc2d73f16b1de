"""Where the rare verbs are done: Django's connection in threads of their own, beside the loop that sends."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")


class Office:
    """One desk for replies, which claims wait for, and one for all the rest, which may take its time."""

    def __init__(self) -> None:
        self._replies = ThreadPoolExecutor(1, "replies")
        self._rest = ThreadPoolExecutor(1, "office")

    async def urgent(self, verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what must be committed before anything else leaves."""
        return await _do(self._replies, partial(verb, *args, **kwargs))

    async def do(self, verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do anything else."""
        return await _do(self._rest, partial(verb, *args, **kwargs))

    def close(self) -> None:
        """Finish what was asked and close both connections."""
        for desk in (self._replies, self._rest):
            desk.submit(connections.close_all)
            desk.shutdown()


async def _do(desk: ThreadPoolExecutor, verb: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(desk, _fresh, verb)


def _fresh(verb: Callable[[], T]) -> T:
    close_old_connections()
    return verb()
