"""The sockets that signalling comes by: no message makes them deaf, and what is broken is noticed."""

import asyncio
import socket
from collections.abc import Coroutine
from contextlib import suppress

import pytest
from tests.voice.carrier import carrier
from tests.voice.lab import Caller, offer
from tests.voice.world import ear, house

from selfcontact.voice import server
from selfcontact.voice.tcp import ALIVE
from selfcontact.voice.trunk import Trunk

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


async def kept(address: tuple[str, int], host: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect from an address."""
    return await asyncio.open_connection(*address, local_addr=(host, 0))


def test_a_connection_is_asked_whether_its_peer_is_still_there() -> None:
    async def call() -> None:
        async with house() as home:
            _, writer = await kept(home.server.address, "127.0.0.1")
            await home.until(lambda: home.server.holding["connections"] == 1)
            (connection,) = home.server._connections
            assert connection._transport
            sock = connection._transport.get_extra_info("socket")
            assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            for name, value in ALIVE.items():
                assert sock.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) == value
            writer.close()
            await home.until_empty()

    called(call())


def test_a_trunk_that_connects_over_and_over_keeps_no_other_one_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 4)
    trunks = (Trunk(name="one", networks=("127.0.0.1/32",)), Trunk(name="two", networks=("127.0.0.2/32",)))

    async def call() -> None:
        async with house(trunks=trunks) as home:
            made = [await kept(home.server.address, "127.0.0.1") for _ in range(4)]
            # Two too many, which are closed without a word.
            for reader, _ in made[2:]:
                with suppress(ConnectionResetError):
                    assert await reader.read() == b""
            made.append(await kept(home.server.address, "127.0.0.2"))
            await home.until(lambda: home.server.holding["connections"] == 3)
            for _, writer in made:
                writer.close()
            await home.until_empty()

    called(call())
