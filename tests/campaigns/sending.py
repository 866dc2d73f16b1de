"""A sender and a simulated carrier in the loop of the test."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

import pytest
from django.db import connections
from tests.campaigns.sending_world import NOON, House

from selfcontact.campaigns.balance import Balance, balance
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender import route as lines
from selfcontact.campaigns.sender.process import Process
from selfcontact.lib.clock import Clock, ShiftedClock
from selfcontact.sms import route as sms
from selfcontact.sms.carrier.run import serve
from selfcontact.sms.carrier.server import Carrier
from selfcontact.sms.carrier.settings import CarrierSettings
from selfcontact.subprocessors.models import Route

P = ParamSpec("P")
T = TypeVar("T")
KEY = b"journal of tests"
SHORT_CODE = "36180"


async def ask(verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call what uses Django's connection, outside the loop, and leave no connection behind."""

    def call() -> T:
        try:
            return verb(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.to_thread(call)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something; the test's own limit ends it."""
    while not condition():  # noqa: ASYNC110 (what is waited for tells nobody)
        await asyncio.sleep(0.005)


async def until_told(question: Callable[[], bool]) -> None:
    """Wait until the database says so."""
    while not await ask(question):  # noqa: ASYNC110 (see above)
        await asyncio.sleep(0.05)


def quick(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Change how the session behaves: shorter times, for tests."""
    usual = lines.way

    def way(route: Route, password: str) -> sms.Route:
        short = {"throttle_pause": 0.01, "backoff_first": 0.01, "backoff_longest": 0.05, **changes}
        return replace(usual(route, password), **short)

    monkeypatch.setattr(lines, "way", way)


@dataclass
class HandClock:
    """A clock that shows what a test sets, and stands still otherwise."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant that was set."""
        return self.at


@dataclass
class Scene:
    """A carrier, a house with a route to it, and the senders that were opened."""

    carrier: Carrier
    house: House
    processes: list[Process] = field(default_factory=list)

    @asynccontextmanager
    async def sender(self, at: datetime | Clock = NOON) -> AsyncIterator[Process]:
        """Open a sender on this clock, or on one that starts at `at`, and close it as SIGTERM would."""
        process = Process(at=ShiftedClock(start=at) if isinstance(at, datetime) else at)
        await process.open()
        watching = asyncio.create_task(process.watch())
        self.processes.append(process)
        await until(lambda: bool(process.lines) or watching.done())
        try:
            yield process
        finally:
            process.stop()
            try:
                await watching
            finally:
                await process.close()
                self.processes.remove(process)

    async def send(self, at: datetime | Clock = NOON) -> None:
        """Let one sender do all that it can do."""
        async with self.sender(at) as process:
            await process.idle()

    async def answer(self, number: int, text: str) -> None:
        """Let a person answer, and wait until the carrier got its own answer."""
        before = self.carrier.stats.replies_answered
        self.carrier.inject_reply(number, SHORT_CODE, text)
        await until(lambda: self.carrier.stats.replies_answered > before)

    async def balance(self, campaign: Campaign) -> Balance:
        """Return the balance of a campaign as it is now."""
        await ask(campaign.refresh_from_db)
        return await ask(balance, campaign)

    def taken(self, number: int) -> int:
        """Return how often the carrier took the first part of a message to a number."""
        assert self.carrier.journal
        return self.carrier.journal.accepted()[self.carrier.journal.digest(number), 1]

    def doubles(self) -> Sequence[tuple[str, int]]:
        """Return what the carrier took twice."""
        assert self.carrier.journal
        return self.carrier.journal.doubles()


@asynccontextmanager
async def scene(database: str, *, window: int = 50, rate: int = 100_000, **carrier: Any) -> AsyncIterator[Scene]:
    """Open a carrier and a house."""
    running = await serve(CarrierSettings(journal_key=KEY, **carrier))
    try:
        yield Scene(running, await ask(House, database, running.port, window, rate))
    finally:
        await running.close()
