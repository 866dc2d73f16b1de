"""A bad world: messages bent out of shape, telephones that vanish, servers that restart. Nothing may be left behind."""

import asyncio
import gc
import random
import struct
from collections.abc import Coroutine

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.voice import baresip, sipp
from tests.voice.lab import Caller, Lab, codes, lab, listening, offer
from tests.voice.world import LINE_NUMBER, ear, house

from selfcontact.voice.flow import Exit
from selfcontact.voice.settings import Limits
from selfcontact.voice.tcp import CutError, Cutter
from selfcontact.voice.wire import Incoming, MalformedError, Reply, read

HEADERS = ("Via", "From", "To", "Call-ID", "CSeq", "Contact", "Content-Type", "Content-Length", "Max-Forwards")
ODD = (
    b"\x00",
    b"\xff\xfe",
    b"%00",
    b'"',
    b"\\",
    b";;",
    b",",
    b"<",
    b"\r\n\r\n",
    b"\n",
    b"9" * 300,
    b"self=1",
    "é".encode(),
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bend a message out of shape, in a few of the ways that networks, bugs and strangers have."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice((bent, cut))(data, chance)
    return data


def bent(data: bytes, chance: random.Random) -> bytes:
    """Change, drop, double or put in some bytes, or lose the end."""
    at, length = chance.randrange(len(data) + 1), chance.randrange(40)
    middles = (bytes([chance.randrange(256)]), b"", data[at : at + length] * 2, chance.choice(ODD), None)
    middle = chance.choice(middles)
    return data[:at] if middle is None else data[:at] + middle + data[at + (length if not middle else 1) :]


def cut(data: bytes, chance: random.Random) -> bytes:
    """Lose a line, double it, or mix all lines."""
    lines = data.split(b"\r\n")
    line = chance.randrange(len(lines))
    ways = (lines[:line] + lines[line + 1 :], [*lines[:line], *lines[line:][:1] * 2, *lines[line + 1 :]])
    return b"\r\n".join(chance.choice((*ways, chance.sample(lines, len(lines)))))


def messages(caller: Caller) -> list[bytes]:
    """Return one message of each kind, as a well-behaved end would send them in a call."""
    kind = "Content-Type: application/sdp\n"
    texts = [
        caller.message("INVITE", body=offer(), headers=kind + "Session-Expires: 100\nSupported: timer\n"),
        caller.message("CANCEL", new=False),
        caller.message("ACK"),
        caller.message("INFO", body="Signal=9\n", headers="Content-Type: application/dtmf-relay\n"),
        caller.message("OPTIONS"),
        caller.message("BYE"),
        f"SIP/2.0 200 OK\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx\nCSeq: 1 BYE\nCall-ID: {caller.call_id}\n\n",
    ]
    return [text.replace("\n", "\r\n").encode() for text in texts]


def said(world: Lab, data: bytes) -> list[str]:
    """Hand over bytes that may break the rules."""
    return world.say(data)


def torment(world: Lab, rounds: int, chance: random.Random) -> None:
    """Send bent messages, some of them within a call that stands, while time passes."""
    for number in range(rounds):
        caller = Caller(world)
        if number % 5 == 0:
            caller.invite()
        for data in messages(caller):
            said(world, mutated(data, chance))
        if number % 20 == 0:
            world.sweep_for(0.4)


def test_ten_thousand_bent_messages_leave_nothing_and_the_next_call_is_served() -> None:
    with lab(limits=Limits(calls=100_000, per_caller=100_000), ports=(42000, 44000), longest_call=60.0) as world:
        chance = random.Random(7)
        torment(world, 100, chance)
        world.loop.pass_(200)
        gc.collect()
        before = len(gc.get_objects())
        torment(world, 1450, chance)
        world.loop.pass_(200)
        assert world.is_empty(), (world.board.holding, world.loop.pending)
        # An error of ours would be counted as a fault, and answered 500.
        assert "fault" not in world.board.metrics.dropped
        world.sent.clear()
        world.ended.clear()
        world.objecting.clear()
        world.board.gate.callers._calls.clear()
        gc.collect()
        assert len(gc.get_objects()) < before + 1000
        assert codes(Caller(world).invite()) == [200]


@pytest.mark.parametrize("missing", HEADERS)
def test_an_invite_without_a_header_is_refused_or_left_and_never_breaks(missing: str) -> None:
    with lab() as world:
        text = Caller(world).message("INVITE", body=offer(), headers="Content-Type: application/sdp\n")
        answers = codes(world.say("\n".join(line for line in text.split("\n") if not line.startswith(f"{missing}:"))))
        # Content-Length and Max-Forwards are not missed over UDP.
        assert answers in ([], [400], [415], [200])
        assert (answers == [200]) == (missing in {"Content-Length", "Max-Forwards"})
        assert "fault" not in world.board.metrics.dropped


@pytest.mark.parametrize("length", ["-1", "99999", "9999999999", "abc", "1e3", "٣"])
def test_a_false_length_is_refused(length: str) -> None:
    with lab() as world:
        text = Caller(world).message("INVITE", body=offer(), headers="Content-Type: application/sdp\n")
        lines = [
            f"Content-Length: {length}" if line.startswith("Content-Length") else line for line in text.split("\n")
        ]
        assert codes(world.say("\n".join(lines))) == [400]
        assert world.is_empty()


def test_a_header_can_not_bring_another_one_with_it() -> None:
    with lab() as world:
        text = Caller(world).message("OPTIONS").replace("\n", "\r\n")
        assert world.say(text.replace("tag=caller-tag", "tag=x\nEvil: yes").encode()) == []
        assert world.say(text.replace("tag=caller-tag", "tag=x\rEvil: yes").encode()) == []


def test_folded_lines_and_short_names_are_read() -> None:
    with lab() as world:
        text = Caller(world).message("OPTIONS").replace("\n", "\r\n")
        folded = (
            text.replace("From: ", "f:\r\n ")
            .replace("Call-ID", "i")
            .replace("Via:", "v :")
            .replace(";tag", "\r\n\t;tag")
        )
        (answer,) = world.say(folded.encode())
        assert codes([answer]) == [200]


@given(st.binary(max_size=600))
def test_whatever_the_bytes_a_message_is_read_or_left(data: bytes) -> None:
    try:
        assert isinstance(read(data), Incoming | Reply)
    except MalformedError:
        return


@given(st.lists(st.integers(0, 400), max_size=8), st.integers(1, 5))
def test_messages_are_cut_out_of_a_stream_wherever_it_is_broken(breaks: list[int], count: int) -> None:
    with lab() as world:
        one = Caller(world).message("INFO", body="Signal=1\n", headers="Content-Type: application/dtmf-relay\n")
        whole = one.replace("\n", "\r\n").encode()
        stream = b"\r\n\r\n".join([whole] * count)
        cutter, found = Cutter(), []
        for start, end in zip([0, *sorted(breaks)], [*sorted(breaks), len(stream)], strict=True):
            found += cutter.feed(stream[start:end])
        assert found == [whole] * count


@pytest.mark.parametrize(
    "data", [b"x" * 9000, b"INVITE x SIP/2.0\r\nVia: y\r\n\r\n", b"a\r\nContent-Length: 999999\r\n\r\n"]
)
def test_a_stream_without_end_or_length_is_given_up(data: bytes) -> None:
    with pytest.raises(CutError):
        Cutter().feed(data)


def test_a_flood_of_transactions_is_bounded() -> None:
    with lab(limits=Limits(calls=1, per_caller=100_000)) as world:
        for _ in range(1100):
            Caller(world).say("OPTIONS")
        assert len(world.board.transactions) <= 1020
        assert world.board.metrics.dropped["flood"] == 80
        world.after(40)
        assert codes(Caller(world).say("OPTIONS")) == [200]


def called(call: Coroutine[None, None, None]) -> None:
    """Run a call."""
    asyncio.run(asyncio.wait_for(call, 90))


def test_a_softphone_that_vanishes_is_missed() -> None:
    async def call() -> None:
        async with house(silence_limit=1.0, key_wait=60.0) as home, baresip.phone() as phone:
            await phone.call(home.address)
            await home.until(lambda: any(one.media.last_heard for one in home.server.switchboard.calls.values()))
            phone.vanish()
            await home.until_empty()
            assert [outcome for *_, outcome in home.ended] == [Exit.LOST]

    called(call())


def test_sipp_that_never_acknowledges_is_told_goodbye() -> None:
    async def call() -> None:
        async with house() as home:
            run = await sipp.run(home, [sipp.invite(9000), sipp.receive(200), sipp.await_bye(again=200)])
            assert run.code == 0, run.output
            await home.until_empty()
            assert [outcome for *_, outcome in home.ended] == [Exit.LOST]

    called(call())


def test_sipp_that_cancels_twenty_times_leaves_nothing() -> None:
    async def call() -> None:
        async with house(ring=5.0) as home:
            steps = [sipp.invite(9000), sipp.receive(180), sipp.send("CANCEL", 1, back=2), sipp.receive(200)]
            run = await sipp.run(home, [*steps, sipp.receive(487), sipp.send("ACK", 1, back=5)], calls=20)
            assert run.code == 0, run.output
            await home.until_empty()
            assert home.ended == []

    called(call())


def test_after_a_restart_a_call_of_before_is_told_that_it_is_over() -> None:
    async def call() -> None:
        async with house() as first, ear() as phone:
            host, port = first.server.address
            steps = [sipp.invite(phone.port), sipp.receive(200), sipp.send("ACK", 1), sipp.pause(1500)]
            running = asyncio.create_task(sipp.run(first, [*steps, sipp.send("BYE", 2), sipp.receive(481)]))
            await first.until(lambda: first.packets_sent > 5)
            # Killed: nobody says goodbye.
            first.server._shut()
            await asyncio.sleep(0)
            async with house(port=port) as second:
                run = await running
                assert run.code == 0, run.output
                assert second.server.address == (host, port)
                await second.until_empty()

    called(call())


def test_a_drain_lets_the_call_end_and_gives_everything_back() -> None:
    async def call() -> None:
        async with house() as home, ear() as phone:
            steps = [sipp.invite(phone.port), sipp.receive(200), sipp.send("ACK", 1), sipp.await_bye()]
            running = asyncio.create_task(sipp.run(home, steps))
            await home.until(lambda: home.packets_sent > 5)
            await home.server.drain(30.0)
            assert [outcome for *_, outcome in home.ended] == [Exit.HEARD]
            assert not any(home.server.holding.values())
            assert (await running).code == 0
            # The test itself, and what watches its patience.
            assert len(asyncio.all_tasks()) == 2

    called(call())


def test_an_objection_that_can_not_be_written_is_said_to_the_caller() -> None:
    async def call() -> None:
        async with house(refuse=True, objection_wait=0.3, objection_retry=1.0) as home, ear() as phone:
            steps = [sipp.invite(phone.port), sipp.receive(200), sipp.send("ACK", 1), sipp.info("9", 2)]
            steps += [sipp.info("9", 3), sipp.pause(1200), sipp.send("BYE", 4), sipp.receive(200)]
            run = await sipp.run(home, steps)
            assert run.code == 0, run.output
            await home.until_empty()
            assert home.objections == []
            assert [outcome for *_, outcome in home.ended] == [Exit.LEFT]

    called(call())


def test_packets_for_nobody_on_every_port_of_a_call_break_nothing() -> None:
    with lab() as world, listening() as mouth:
        Caller(world).call()
        (call,) = world.board.calls.values()
        chance = random.Random(11)
        for _ in range(500):
            port = call.media.port + chance.randrange(2)
            head = struct.pack("!BBH", chance.randrange(256), chance.randrange(256), chance.randrange(65536))
            mouth.sendto(head + chance.randbytes(chance.randrange(80)), ("127.0.0.1", port))
        for _ in range(20):
            world.loop.read()
        assert len(world.board.calls) == 1
        assert LINE_NUMBER not in repr(call)
