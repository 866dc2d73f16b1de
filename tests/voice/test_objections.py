"""A confirmed 9 is not lost because the database was away for a moment: it is tried again, for a while."""

import asyncio
from collections.abc import Coroutine

import pytest
from tests.voice.carrier import Carrier, carrier
from tests.voice.lab import Caller
from tests.voice.world import CALLER, Ear, House, ear, house

from selfcontact.voice.flow import Exit

OBJECTED = [("line-1", CALLER)]


def called(call: Coroutine[None, None, None]) -> None:
    """Run calls."""
    asyncio.run(asyncio.wait_for(call, 60))


async def object_(home: House, end: Carrier, phone: Ear) -> Caller:
    """Call, and confirm a 9."""
    (caller,) = end.call(1, phone.port)
    await home.until(lambda: home.packets_sent > 0)
    caller.press("9")
    caller.press("9")
    await home.until(lambda: home.server.holding["objections"] == 1)
    return caller


def test_a_caller_hears_that_it_is_done_though_it_failed_twice() -> None:
    async def call() -> None:
        async with house(failing=2) as home, ear() as phone, carrier(home.server.address) as end:
            await object_(home, end, phone)
            await home.until_empty()
            assert home.objections == OBJECTED
            assert [outcome for *_, outcome in home.ended] == [Exit.OBJECTED]
            assert home.server.metrics().refused == {}

    called(call())


def test_a_caller_who_has_hung_up_is_listed_though_it_failed_twice() -> None:
    async def call() -> None:
        async with house(failing=2) as home, ear() as phone, carrier(home.server.address) as end:
            caller = await object_(home, end, phone)
            caller.bye()
            await home.until_empty()
            assert home.objections == OBJECTED
            assert [outcome for *_, outcome in home.ended] == [Exit.OBJECTED]

    called(call())


def test_a_caller_who_was_told_otherwise_is_listed_when_the_database_is_back() -> None:
    async def call() -> None:
        async with (
            house(failing=2, objection_wait=0.1, key_wait=60.0) as home,
            ear() as phone,
            carrier(home.server.address) as end,
        ):
            caller = await object_(home, end, phone)
            await home.until(lambda: home.server.metrics().refused == {"objection": 1})
            caller.bye()
            await home.until_empty()
            assert home.objections == OBJECTED
            assert [outcome for *_, outcome in home.ended] == [Exit.LEFT]

    called(call())


def test_a_server_that_stops_tries_again_first() -> None:
    async def call() -> None:
        async with house(failing=2) as home, ear() as phone, carrier(home.server.address) as end:
            await object_(home, end, phone)
            await home.server.close()
            assert home.objections == OBJECTED
            assert [outcome for *_, outcome in home.ended] == [Exit.OBJECTED]

    called(call())


@pytest.mark.parametrize("limit", ["retry", "last"])
def test_what_can_not_be_written_is_given_up_in_the_end_and_counted(
    limit: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def call() -> None:
        retry, last = (0.4, 60.0) if limit == "retry" else (60.0, 0.4)
        async with (
            house(refuse=True, objection_retry=retry, objection_last=last) as home,
            ear() as phone,
            carrier(home.server.address) as end,
        ):
            caller = await object_(home, end, phone)
            caller.bye()
            await home.until(lambda: not home.server.switchboard.calls)
            if limit == "last":
                await home.server.close()
            await home.until(lambda: home.server.metrics().dropped == {"objection": 1})
            assert [outcome for *_, outcome in home.ended] == [Exit.LEFT]
            assert home.objections == []

    called(call())
    assert "objections given up since the start: 1" in caplog.text
    assert CALLER not in caplog.text
