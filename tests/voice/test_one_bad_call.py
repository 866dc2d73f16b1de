"""One bad call: it gives everything back, and the others are looked after as if it were not there."""

import asyncio
import resource
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.voice.carrier import carrier
from tests.voice.lab import Caller, codes, lab, listening, offer, received
from tests.voice.test_media import on_call, packet
from tests.voice.world import CALLER, LINE_NUMBER, Book, ear, house, never, script

from selfcontact.voice.flow import Exit
from selfcontact.voice.script import Script
from selfcontact.voice.sdp import Offer
from selfcontact.voice.server import _allow_files
from selfcontact.voice.trunk import Trunk
from selfcontact.voice.wire import read

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

    def find(self, number: str, trunk: str) -> Script | None:
        if self.failing:
            self.failing -= 1
            raise LookupError(number)
        return super().find(number, trunk)


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


@contextmanager
def no_file_left(*, but: int = 0) -> Iterator[None]:
    """Let this process open so many files more, and no other one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    opened: list[socket.socket] = []
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (max(map(int, (one.name for one in Path("/proc/self/fd").iterdir()))), hard)
    )
    try:
        with suppress(OSError):
            while True:
                opened.append(socket.socket())
        for sock in opened[:but]:
            sock.close()
        yield
    finally:
        for sock in opened:
            sock.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("but", [0, 1])
def test_a_process_without_a_file_left_says_that_it_is_busy_and_loses_no_port(but: int) -> None:
    with lab() as world:
        with no_file_left(but=but):
            for _ in range(5):
                assert codes(Caller(world).invite()) == [503]
        world.after(40)
        assert world.is_empty()
        assert world.board.metrics.refused == {"no port": 5}
        assert codes(Caller(world).invite()) == [200]


def test_a_call_that_can_not_be_listened_to_is_refused_and_gives_its_port_back() -> None:
    with lab() as world:
        whole, asked = world.loop.add_reader, []

        def refuse_the_second(fd: int, callback: Callable[[], None], /) -> None:
            asked.append(fd)
            if len(asked) > 1:
                raise OSError
            whole(fd, callback)

        world.loop.add_reader = refuse_the_second  # type: ignore[method-assign]
        assert codes(Caller(world).invite()) == [503]
        world.after(40)
        assert world.is_empty()


def test_a_process_that_may_open_too_few_files_for_its_calls_says_so(caplog: pytest.LogCaptureFixture) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    _allow_files(before[1] + 1)
    resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert f"need {before[1] + 1} files" in caplog.text


def test_a_later_call_that_names_its_transaction_as_an_earlier_one_is_served_and_both_give_everything_back() -> None:
    with lab(key_wait=1000.0) as world:
        first = Caller(world)
        first.call()
        # The transaction of the first INVITE is over then, its call is not.
        world.sweep_for(40)
        second = Caller(world)
        text = second.message("INVITE", body=offer(), headers="Content-Type: application/sdp\n")
        earlier = next(iter(world.board._invited))[1]
        answers = world.say(text.replace(second.branch, earlier))
        assert codes(answers) == [200]
        second._learn(answers)
        second.acknowledge()
        assert codes(first.bye()) == [200]
        assert codes(second.bye()) == [200]
        world.after(40)
        assert world.is_empty()
        assert world.board.metrics.dropped == {}


def test_two_operators_may_name_their_calls_alike() -> None:
    trunks = (Trunk(name="one", networks=("127.0.0.1/32",)), Trunk(name="two", networks=("127.0.0.2/32",)))
    with lab(trunks=trunks) as world:
        Caller(world, call_id="alike").call()
        kind = "Content-Type: application/sdp\n"
        other = Caller(world, call_id="alike", host="127.0.0.2").message(
            "INVITE", body=offer(host="127.0.0.2"), headers=kind
        )
        assert codes(world.say(other, host="127.0.0.2")) == [200]


def test_a_request_that_is_printed_tells_nobody_s_number() -> None:
    with lab() as world:
        read_back = read(Caller(world).message("OPTIONS").replace("\n", "\r\n").encode())
        assert CALLER not in repr(read_back)


def test_a_call_that_can_not_go_on_after_a_prompt_brings_no_other_to_silence() -> None:
    def fail(whole: bool) -> None:  # noqa: FBT001 (as a callback is told)
        raise RuntimeError

    with lab(key_wait=1000.0) as world, listening() as phone:
        Caller(world).call()
        (bad,) = world.board.calls.values()
        bad.media.stream.play((bytes(160),), fail)
        Caller(world).call(body=offer(port=phone.getsockname()[1]))
        world.after(1.0)
        assert len(received(phone)) >= 49
