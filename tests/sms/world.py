"""One session against one carrier, and what came of it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from types import TracebackType
from typing import Any, Self

from tests.sms.ends import End

from selfcontact.lib.text import encode
from selfcontact.sms.gateway import Accepted, Outcome, Receipt, Rejected, Reply, Submission, Unanswered
from selfcontact.sms.refused import Recheck
from selfcontact.sms.route import Route
from selfcontact.sms.session import Session

PATIENCE = 15.0
FIRST = 33639980000
SENDER = "CANDIDAT"


def route(end: End, **changes: Any) -> Route:
    """Return a route to a carrier under test, quick to come back."""
    usual = Route(host="127.0.0.1", port=end.port, system_id="tests", password="right", throttle_pause=0.01)
    return replace(usual, backoff_first=0.01, backoff_longest=0.05, **changes)


def message(
    reference: int, text: str = "Bonjour", *, udh: bool = True, validity: timedelta | None = timedelta(hours=2)
) -> Submission:
    """Return a message to the fictional number that goes with its reference."""
    encoded = encode(text)
    return Submission(
        reference=reference,
        destination=FIRST + reference,
        sender=SENDER,
        segments=encoded.parts,
        data_coding=encoded.data_coding,
        udh=udh,
        validity=validity,
    )


class World:
    """A session, opened and closed with the block; collects outcomes, receipts and replies."""

    def __init__(self, end: End, *, recheck: Recheck | None = None, consume: bool = True, **changes: Any) -> None:
        self.end = end
        self.outcomes: list[Outcome] = []
        self.receipts: list[Receipt] = []
        self.replies: list[Reply] = []
        self._changed = asyncio.Event()
        self._consume = consume
        self._consumer: asyncio.Task[None] | None = None
        self.session = Session(route(end, **changes), self._take_outcomes, recheck=recheck, random=Random(1))

    async def __aenter__(self) -> Self:
        await self.session.open(wait=PATIENCE)
        if self._consume:
            self.start_consuming()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()
        if self._consumer:
            await self._consumer

    def start_consuming(self) -> None:
        """Take receipts and replies as they come."""
        self._consumer = asyncio.create_task(self._take_incoming())

    async def _take_incoming(self) -> None:
        while batch := await self.session.receive():
            self.receipts += [item for item in batch if isinstance(item, Receipt)]
            self.replies += [item for item in batch if isinstance(item, Reply)]
            self._changed.set()

    def _take_outcomes(self, outcomes: list[Outcome]) -> None:
        self.outcomes += outcomes
        self._changed.set()

    async def send(self, messages: Sequence[Submission]) -> None:
        """Send messages, one credit at a time."""
        for each in messages:
            await self.session.credit(len(each.segments))
            self.session.submit_now([each])

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is true of what came."""
        async with asyncio.timeout(PATIENCE):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    async def until_carrier(self, key: str, value: int) -> None:
        """Wait until a statistic of the carrier reaches a value; each question is a round trip of its own."""
        async with asyncio.timeout(PATIENCE):
            while (await self.end.tell("stats"))[key] < value:
                pass

    @property
    def accepted(self) -> dict[str, Accepted]:
        """Return what was accepted, by the carrier's id."""
        return {each.carrier_id: each for each in self.outcomes if isinstance(each, Accepted)}

    @property
    def rejected(self) -> list[Rejected]:
        """Return what was rejected."""
        return [each for each in self.outcomes if isinstance(each, Rejected)]

    @property
    def unanswered(self) -> list[Unanswered]:
        """Return what got no answer."""
        return [each for each in self.outcomes if isinstance(each, Unanswered)]

    async def taken(self) -> list[tuple[str, int]]:
        """Return (digest, part) of each part that the carrier took, in order."""
        entries = (await self.end.tell("journal"))["entries"]
        return [(entry["digest"], entry["part"]) for entry in entries if entry["kind"] == "submit"]
