"""A trunk that restarts with calls up: new calls are served at once, the old ones are found dead and all comes back."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path

import pytest
from tests.voice.carrier import Carrier, carrier, connected
from tests.voice.lab import Caller, codes, lab, listening, methods, offer
from tests.voice.test_media import packet
from tests.voice.world import Ear, House, ear, house

from selfcontact.voice.call import Stage
from selfcontact.voice.flow import Exit


def called(call: Coroutine[None, None, None]) -> None:
    """Run calls."""
    asyncio.run(asyncio.wait_for(call, 120))


def possessions() -> tuple[int, int]:
    """Return how many tasks run here, and how many files are open."""
    return len(asyncio.all_tasks()), len(list(Path("/proc/self/fd").iterdir()))


async def bring_up(home: House, end: Carrier, phone: Ear, count: int, *, heard: bool) -> None:
    """Begin so many calls, and have their callers be heard if asked for."""
    held, made = home.server.switchboard.calls, {caller.call_id for caller in end.call(count, phone.port)}
    await home.until(lambda: {key[0] for key, call in held.items() if call.stage is Stage.UP} >= made)
    if heard:
        assert phone.transport
        for port in end.up.values():
            phone.transport.sendto(packet(16), ("127.0.0.1", port))
        await home.until(lambda: all(call.media.last_heard for call in held.values()))


@pytest.mark.parametrize("heard", [True, False])
def test_a_trunk_that_comes_back_is_served_and_the_calls_of_before_are_found_dead(*, heard: bool) -> None:
    async def call() -> None:
        async with house(silence_limit=1.0, key_wait=60.0 if heard else 0.2) as home:
            before = possessions()
            async with ear() as phone, carrier(home.server.address) as first:
                await bring_up(home, first, phone, 12, heard=heard)
            async with ear() as phone, carrier(home.server.address, port=first.port) as second:
                await bring_up(home, second, phone, 5, heard=False)
                for caller in second.callers.values():
                    caller.bye()
                await home.until(lambda: len(home.ended) == 17)
                # It was told goodbye for each, on the same address, and said that it knows none of them.
                await home.until(lambda: second.unknown == set(first.callers))
                await home.until_empty()
                outcomes = [outcome for *_, outcome in home.ended]
                assert outcomes.count(Exit.LOST if heard else Exit.HEARD) == 12
                assert outcomes.count(Exit.LEFT) == 5
                assert home.server.metrics().dropped == {}
            await home.until(lambda: possessions() == before)

    called(call())


def test_a_trunk_that_never_comes_back_leaves_nothing_either() -> None:
    async def call() -> None:
        async with house(silence_limit=0.5, key_wait=60.0) as home:
            before = possessions()
            async with ear() as phone, carrier(home.server.address) as gone:
                await bring_up(home, gone, phone, 12, heard=True)
            await home.until_empty()
            assert [outcome for *_, outcome in home.ended] == [Exit.LOST] * 12
            await home.until(lambda: possessions() == before)

    called(call())


def test_a_connection_that_breaks_takes_no_call_with_it_and_another_one_can_end_them() -> None:
    async def call() -> None:
        async with house(silence_limit=1.0, key_wait=60.0) as home, ear() as phone:
            before = possessions()
            async with connected(home.server.address) as first:
                await bring_up(home, first, phone, 6, heard=False)
                # Three callers are heard, and then not any more; three will say goodbye by the next connection.
                assert phone.transport
                for port in list(first.up.values())[3:]:
                    phone.transport.sendto(packet(16), ("127.0.0.1", port))
            await home.until(lambda: home.server.holding["connections"] == 0)
            async with connected(home.server.address) as second:
                for caller in list(first.callers.values())[:3]:
                    caller.lab = second
                    caller.bye()
                await bring_up(home, second, phone, 1, heard=False)
                (last,) = second.callers.values()
                last.bye()
                await home.until(lambda: len(home.ended) == 7)
                outcomes = sorted(str(outcome) for *_, outcome in home.ended)
                assert outcomes == sorted(map(str, [Exit.LEFT] * 4 + [Exit.LOST] * 3))
            await home.until_empty()
            await home.until(lambda: possessions() == before)

    called(call())


def test_while_calls_of_before_are_still_held_new_ones_have_their_own_ports_and_streams() -> None:
    with lab(key_wait=1000.0, silence_limit=30.0) as world, listening() as phone:
        old = [Caller(world) for _ in range(4)]
        for caller in old:
            caller.call(body=offer(port=phone.getsockname()[1]))
        for call in world.board.calls.values():
            phone.sendto(packet(16), ("127.0.0.1", call.media.port))
        world.loop.read()
        world.sweep_for(20)
        # Restarted: nothing is heard of the old ones, and new ones come from the same address.
        new = [Caller(world) for _ in range(3)]
        for caller in new:
            caller.call()
        ports = {call.media.port for call in world.board.calls.values()}
        assert (world.board.gate.calls, len(ports), world.board.holding["streams"]) == (7, 7, 7)
        before = len(world.sent)
        world.sweep_for(11)
        goodbyes = [text for text, _ in world.sent[before:] if methods([text])]
        assert {text.partition("Call-ID: ")[2].split("\r")[0] for text in goodbyes} == {one.call_id for one in old}
        assert [outcome for *_, outcome in world.ended] == [Exit.LOST] * 4
        assert (world.board.gate.calls, world.board.holding["ports"]) == (3, 3)
        # Its own goodbye for a call of before comes too late, and finds nothing.
        assert codes(old[0].bye()) == [481]
        for caller in new:
            assert codes(caller.bye()) == [200]
        world.after(70)
        assert world.is_empty()
