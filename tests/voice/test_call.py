"""Real calls by a telephone of another hand: what is heard, and what the keys do."""

import asyncio
import errno
from collections.abc import Coroutine
from typing import Any

import pytest
from tests.voice import baresip, sipp
from tests.voice.world import CALLER, LINE_NUMBER, ear, expected, house

from selfcontact.demo.hearing import likeness, place
from selfcontact.voice.flow import Exit
from selfcontact.voice.g711 import Samples
from selfcontact.voice.script import Part
from selfcontact.voice.trunk import Trunk

WHOLE = (Part.GREETING, Part.MESSAGE, Part.NOTICE, Part.MENU)


def called(call: Coroutine[None, None, None]) -> None:
    """Run a call."""
    asyncio.run(asyncio.wait_for(call, 60))


@pytest.mark.parametrize("transport", ["u1", "t1"])
@pytest.mark.parametrize("formats", ["8 0 101", "0 8 101"])
def test_a_caller_hears_greeting_message_notice_and_menu(transport: str, formats: str) -> None:
    async def call() -> None:
        async with house() as home, ear() as phone:
            run = await sipp.run(
                home,
                [sipp.invite(phone.port, formats=formats), sipp.receive(200), sipp.send("ACK", 1), sipp.await_bye()],
                transport=transport,
            )
            assert run.code == 0, run.output
            heard = phone.heard()
            assert likeness(heard, expected(*WHOLE)) > 0.99
            assert likeness(heard, expected(Part.GOODBYE)) > 0.99
            await home.until_empty()
            assert [(line, outcome) for line, _, outcome in home.ended] == [("line-1", Exit.HEARD)]
            assert home.ended[0][1] == pytest.approx(expected(*WHOLE, Part.GOODBYE).size / 8000)

    called(call())


def test_key_nine_twice_by_info_objects_in_the_name_of_the_calling_number() -> None:
    async def call() -> None:
        async with house() as home, ear() as phone:
            steps = [sipp.invite(phone.port), sipp.receive(200), sipp.send("ACK", 1), sipp.pause(300)]
            steps += [sipp.info("9", 2), sipp.pause(300), sipp.info("9", 3), sipp.await_bye()]
            run = await sipp.run(home, steps)
            assert run.code == 0, run.output
            assert home.objections == [("line-1", CALLER)]
            assert likeness(phone.heard(), expected(Part.OBJECTED)) > 0.99
            await home.until_empty()
            assert home.ended[0][2] is Exit.OBJECTED

    called(call())


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("1", expected(Part.MESSAGE, Part.NOTICE, Part.MENU)),
        ("0", expected(Part.RIGHTS, Part.MENU)),
        ("2", expected(*WHOLE, language="en")),
    ],
)
def test_a_key_pressed_during_the_notice_is_obeyed(key: str, told: Samples) -> None:
    async def call() -> None:
        before = expected(Part.GREETING, Part.MESSAGE)
        async with house() as home, ear() as phone:
            steps = [sipp.invite(phone.port), sipp.receive(200), sipp.send("ACK", 1), sipp.pause(2200)]
            run = await sipp.run(home, [*steps, sipp.info(key, 2), sipp.await_bye()])
            assert run.code == 0, run.output
            heard = phone.heard()
            begun = place(heard, before)
            assert begun is not None
            assert likeness(heard, before) > 0.99
            assert likeness(heard[begun + before.size :], told) > 0.99
            assert home.objections == []
            await home.until_empty()

    called(call())


@pytest.mark.parametrize("transport", ["u1", "t1"])
def test_a_call_over_ipv6_is_heard_and_its_keys_object(transport: str) -> None:
    async def call() -> None:
        trunk = Trunk(name="six", networks=("::1/128",))
        async with house(host="::1", trunks=(trunk,)) as home, ear("::1") as phone:
            steps = [sipp.invite(phone.port), sipp.receive(200), sipp.send("ACK", 1), sipp.pause(300)]
            steps += [sipp.info("9", 2), sipp.pause(300), sipp.info("9", 3), sipp.await_bye()]
            run = await sipp.run(home, steps, transport=transport)
            assert run.code == 0, run.output
            assert home.objections == [("line-1", CALLER)]
            assert likeness(phone.heard(), expected(Part.OBJECTED)) > 0.99
            assert {source[0] for source in phone.sources} == {"::1"}
            await home.until_empty()

    called(call())


def test_a_free_port_that_is_taken_in_tcp_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async def call() -> None:
        refused: list[object] = []
        loop = asyncio.get_running_loop()
        usual = loop.create_server

        async def taken_once(*given: Any, **more: Any) -> asyncio.Server:
            if not refused:
                refused.append(given)
                raise OSError(errno.EADDRINUSE, "address already in use")
            return await usual(*given, **more)

        monkeypatch.setattr(loop, "create_server", taken_once)
        async with house() as home:
            assert refused
            assert home.server.address[1]

    called(call())


def test_an_unknown_number_is_not_found_and_costs_nothing() -> None:
    async def call() -> None:
        async with house(book={}) as home:
            run = await sipp.run(home, [sipp.invite(9000), sipp.receive(404), sipp.send("ACK", 1, back=2)])
            assert run.code == 0, run.output
            await home.until_empty()
            assert home.server.metrics().refused == {"unknown number": 1}
            assert LINE_NUMBER not in repr(home.server.metrics())

    called(call())


def test_a_softphone_hears_the_same_and_objects_by_key_events() -> None:
    async def call() -> None:
        async with house() as home, baresip.phone() as phone:
            await phone.call(home.address)
            await home.until(lambda: home.packets_sent > 110)
            await phone.press("9")
            await phone.press("9")
            await phone.until(lambda: "CALL_CLOSED" in phone.events)
            await home.until_empty()
            assert home.objections == [("line-1", CALLER)]
            heard = await phone.heard()
            assert likeness(heard, expected(*WHOLE[:2])) > 0.99
            assert likeness(heard, expected(Part.OBJECTED)) > 0.99

    called(call())
