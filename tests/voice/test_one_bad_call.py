"""One bad call: it gives everything back, and the others are looked after as if it were not there."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.voice.carrier import carrier
from tests.voice.lab import Caller, codes, lab, listening, offer, received
from tests.voice.test_media import on_call, packet
from tests.voice.world import LINE_NUMBER, Book, ear, house, never, script

from selfcontact.voice.flow import Exit
from selfcontact.voice.script import Script
from selfcontact.voice.sdp import Offer

LAST = 65535


@contextmanager
def on_the_last_port() -> Iterator[socket.socket]:
    """Open a receiver on the last port there is."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", LAST))
        sock.setblocking(False)
        yield sock


def test_a_caller_who_offers_the_last_port_hears_everything_and_leaves_nothing() -> None:
    with lab() as world, on_the_last_port() as phone:
        caller, _ = on_call(world, phone)
        other = Caller(world)
        other.call()
        world.sweep_for(6)
        assert len(received(phone)) >= 24
        assert codes(caller.bye()) == [200]
        assert codes(other.bye()) == [200]
        world.after(40)
        assert world.is_empty()
        assert "fault" not in world.board.metrics.dropped


def test_a_caller_behind_a_translator_on_the_last_port_is_followed_there() -> None:
    with lab() as world, listening() as said, on_the_last_port() as real:
        caller, line = on_call(world, said)
        real.sendto(packet(16), line)
        world.loop.read()
        world.sweep_for(6)
        assert len(received(real)) >= 24
        caller.bye()
        world.after(40)
        assert world.is_empty()
        assert "fault" not in world.board.metrics.dropped


@pytest.mark.parametrize(
    ("told", "port"),
    [("46000", 46000), ("0046000", 46000), ("00102499", 45001), ("65536", 45001), ("9" * 500, 45001), ("٣٣٣٣", 45001)],
)
def test_a_port_of_reports_that_is_none_is_left_for_the_usual_one(told: str, port: int) -> None:
    assert Offer.read(offer(more=f"a=rtcp:{told} IN IP4 127.0.0.1\n").encode()).rtcp_port == port


def test_a_call_that_can_not_be_looked_at_is_ended_and_the_others_are_looked_at_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = False

    def silent(instant: object) -> bool:
        if broken:
            raise RuntimeError("+33639981234")
        return False

    book = Book({LINE_NUMBER: script(line="bad", silent=silent), "33199005678": script(silent=never)})
    with lab(book=book, key_wait=1000.0, silence_limit=5.0) as world, listening() as phone:
        Caller(world).call()
        other = Caller(world, called="33199005678")
        other.call(body=offer(port=phone.getsockname()[1]))
        call = next(one for one in world.board.calls.values() if one.visit.script.line == "line-1")
        phone.sendto(packet(16), ("127.0.0.1", call.media.port))
        world.loop.read()
        broken = True
        world.sweep_for(6)
        # The second caller is missed, as nothing was heard of it since.
        assert [(line, outcome) for line, _, outcome in world.ended] == [("bad", Exit.STOPPED), ("line-1", Exit.LOST)]
        assert world.board.gate.calls == 0
        assert "RuntimeError" in caplog.text
        assert "33639981234" not in caplog.text


class Shaken(Book):
    """A line book that cannot be read for a while."""

    failing = 0

    def find(self, number: str) -> Script | None:
        if self.failing:
            self.failing -= 1
            raise LookupError(number)
        return super().find(number)


def test_the_server_goes_on_looking_at_its_calls_after_it_once_could_not() -> None:
    async def call() -> None:
        async with house(silence_limit=0.5, key_wait=60.0) as home, ear() as phone, carrier(home.server.address) as end:
            home.server.switchboard._book = shaken = Shaken(home.book.scripts)
            end.call(1, phone.port)
            await home.until(lambda: home.packets_sent > 0)
            assert phone.transport
            phone.transport.sendto(packet(16), ("127.0.0.1", *end.up.values()))
            shaken.failing = 3
            await home.until_empty()
            assert [outcome for *_, outcome in home.ended] == [Exit.LOST]
            assert shaken.failing == 0

    asyncio.run(asyncio.wait_for(call(), 60))
