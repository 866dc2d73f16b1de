"""The sockets that signalling comes by: no message makes them deaf, and what is broken is noticed."""

import asyncio
from collections.abc import Coroutine

import pytest
from tests.voice.carrier import carrier
from tests.voice.lab import Caller, offer
from tests.voice.world import ear, house

KIND = "Content-Type: application/sdp\n"


def called(call: Coroutine[None, None, None]) -> None:
    """Run calls."""
    asyncio.run(asyncio.wait_for(call, 60))


@pytest.mark.parametrize("port", [99999, 65536, 0])
@pytest.mark.parametrize("way", ["Contact", "Record-Route"])
def test_a_caller_who_tells_a_port_that_is_none_is_told_goodbye_where_it_called_from(way: str, port: int) -> None:
    async def call() -> None:
        async with house() as home, ear() as phone, carrier(home.server.address) as end:
            odd = Caller(end, port=end.port)
            route = f"Record-Route: <sip:127.0.0.1:{port};lr>\n" if way == "Record-Route" else ""
            text = odd.message("INVITE", body=offer(port=phone.port), headers=KIND + route)
            # It never acknowledges: a goodbye must follow.
            end.say(text.replace(f":{end.port}>", f":{port}>") if way == "Contact" else text)
            await home.until(lambda: odd.call_id in end.unknown)
            end.call(1, phone.port)
            await home.until(lambda: len(end.up) == 1)

    called(call())


def test_a_socket_that_is_lost_is_opened_again_for_old_calls_and_new_ones(caplog: pytest.LogCaptureFixture) -> None:
    async def call() -> None:
        async with house(key_wait=60.0) as home, ear() as phone, carrier(home.server.address) as end:
            (old,) = end.call(1, phone.port)
            await home.until(lambda: len(end.up) == 1)
            assert home.server._datagrams
            assert home.server._datagrams._transport
            home.server._datagrams._transport.abort()
            await home.until(lambda: "open again" in caplog.text)
            end.call(1, phone.port)
            await home.until(lambda: len(end.up) == 2)
            old.bye()
            await home.until(lambda: len(home.ended) == 1)

    called(call())
    assert "the UDP socket was lost" in caplog.text
