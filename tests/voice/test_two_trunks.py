"""Two operators at once: each by its own addresses, proof and writing, and no call of one in the other's hands."""

import asyncio
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from tests.voice.carrier import Carrier, carrier
from tests.voice.lab import Caller, Lab, codes, lab, methods, offer, received
from tests.voice.test_media import event, packet
from tests.voice.test_trunk import challenges, credentials
from tests.voice.world import CALLER, LINE_NUMBER, Ear, House, ear, house

from selfcontact.lib.personal import Personal
from selfcontact.voice.flow import Exit
from selfcontact.voice.trunk import Format, Trunk

FIRST, SECOND = "127.0.0.1", "127.0.0.2"
#: One is believed by its address and writes +33…; the other has a password, and writes 0… in To.
BELIEVED = Trunk(name="first", networks=(f"{FIRST}/32",), formats=(Format.PLUS,))
PROVEN = Trunk(
    name="second",
    networks=(f"{SECOND}/32",),
    accounts={"line": Personal("pass phrase")},
    realm="second.example",
    formats=(Format.NATIONAL,),
    called_in="to",
)
#: A third one, that has the same password in its own name.
THIRD = Trunk(name="third", networks=("127.0.0.3/32",), accounts=PROVEN.accounts, realm="third.example")
NATIONAL = LINE_NUMBER[2:]


@dataclass
class From:
    """The switchboard, for whoever speaks from this address."""

    world: Lab
    host: str

    def say(self, text: str, *, tcp: bool = False) -> list[str]:
        return self.world.say(text, host=self.host, tcp=tcp)


@contextmanager
def two() -> Iterator[tuple[Lab, Caller, Caller]]:
    """Open both, and give a caller of each; the second one's operator has proven itself."""
    with lab(trunks=(BELIEVED, PROVEN, THIRD), key_wait=100.0) as world:
        here = Caller(world)
        there = second(world)
        (refusal,) = there.invite(body=offer(host=SECOND))
        there.headers = credentials(challenges(refusal)[0])
        there.sequence, there.to_tag = 0, ""
        yield world, here, there


def second(world: Lab, host: str = SECOND) -> Caller:
    return Caller(From(world, host), called=NATIONAL, plus="0", host=host, uri="sip:anybody@127.0.0.1")


def test_each_is_asked_for_its_own_proof_and_read_in_its_own_writing_and_place() -> None:
    with two() as (world, here, there):
        assert codes(here.invite()) == [200]
        assert codes(there.invite(body=offer(host=SECOND))) == [200]
        assert codes(Caller(world, called=NATIONAL, plus="0").invite()) == [404]
        assert codes(Caller(world, uri="sip:anybody@127.0.0.1").invite()) == [404]
        (refusal,) = second(world).invite(body=offer(host=SECOND))
        assert 'realm="second.example"' in refusal


def test_a_line_answers_the_calls_of_its_own_trunk_and_is_unknown_to_the_others() -> None:
    with two() as (world, here, there):
        world.book.only = PROVEN.name
        assert codes(here.invite()) == [404]
        assert codes(there.invite(body=offer(host=SECOND))) == [200]


def test_a_password_proves_its_own_operator_alone() -> None:
    with two() as (world, _, there):
        other = Caller(From(world, "127.0.0.3"), host="127.0.0.3", headers=there.headers)
        (refusal,) = other.invite(body=offer(host="127.0.0.3"))
        assert codes([refusal]) == [401]
        assert 'realm="third.example"' in refusal


@pytest.mark.parametrize("method", ["BYE", "INFO", "INVITE", "CANCEL"])
def test_what_one_operator_says_of_a_call_of_the_other_is_of_no_call(method: str) -> None:
    with two() as (world, here, _):
        here.call()
        here.press("9")
        # Everything that names the call is known to the other: its headers are written letter for letter.
        body = {"INVITE": offer(host=SECOND), "INFO": "Signal=9\nDuration=160\n"}.get(method, "")
        kind = "application/sdp" if method == "INVITE" else "application/dtmf-relay"
        text = here.message(method, body=body, headers=f"Content-Type: {kind}\n" if body else "")
        assert codes(world.say(text, host=SECOND)) == [481]
        assert world.objecting == []
        (call,) = world.board.calls.values()
        assert call.media.stream.address[0] == FIRST
        assert codes(here.press("9")) == [200]
        assert [caller.reveal() for _, caller, _ in world.objecting] == [CALLER]


def test_a_ringing_call_is_not_cancelled_by_the_other_operator() -> None:
    with lab(trunks=(BELIEVED, PROVEN), ring=2.0) as world:
        here = Caller(world)
        here.invite()
        text = here.message("CANCEL", new=False, sequence=1)
        assert codes(world.say(text, host=SECOND)) == [481]
        assert codes(world.after(2.1)) == [200]
        assert world.board.gate.calls == 1


def test_a_call_is_not_acknowledged_and_our_goodbye_not_answered_by_the_other_operator() -> None:
    with two() as (world, here, _):
        here.invite()
        assert world.say(here.message("ACK"), host=SECOND) == []
        assert world.board.holding["streams"] == 0
        here.acknowledge()
        world.board.hang_up_all()
        goodbye = world.sent[-1][0]
        assert methods([goodbye]) == ["BYE"]
        kept = "".join(re.findall(r"^(?:Via|From|To|Call-ID|CSeq): .*\r\n", goodbye, re.MULTILINE))
        answer = f"SIP/2.0 200 OK\r\n{kept}\r\n".encode()
        world.say(answer, host=SECOND)
        assert world.board.holding["requests"] == 1
        world.say(answer)
        assert world.board.holding["requests"] == 0


def test_both_may_use_the_same_names_for_their_transactions() -> None:
    with two() as (world, here, there):
        here.call()
        text = here.message("OPTIONS")
        assert codes(world.say(text)) == [200]
        # Not taken for a late copy of the first one's: the answer goes to whoever asked.
        assert codes(world.say(text, host=SECOND)) == [200]
        assert [address[0] for _, address in world.sent[-2:]] == [FIRST, SECOND]
        assert there.to_tag == ""


def test_audio_of_one_operator_s_call_goes_to_and_comes_from_its_own_addresses_alone() -> None:
    with two() as (world, here, there):
        assert codes(Caller(world).invite(body=offer(host=SECOND))) == [488]
        assert codes(there.invite(body=offer(host=FIRST))) == [488]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind((SECOND, 0))
            other.setblocking(False)
            here.call()
            (call,) = world.board.calls.values()
            for end in (False, True):
                other.sendto(event(9, 1 + end, 1000, end=end), (FIRST, call.media.port))
                other.sendto(event(9, 3 + end, 9000, end=end), (FIRST, call.media.port))
            world.loop.read()
            world.after(0.5)
            assert world.objecting == []
            assert received(other) == []


def test_closing_one_operator_leaves_the_calls_of_the_other_and_nothing_of_its_own() -> None:
    with two() as (world, here, there):
        here.call()
        assert codes(there.invite(body=offer(host=SECOND))) == [200]
        there.acknowledge()
        assert world.board.gate.calls == 2
        world.board.use((BELIEVED,))
        # Nobody answers for the second one any more: its call ends by itself, its goodbye is given up.
        assert there.bye() == []
        assert codes(here.bye()) == [200]
        world.after(200)
        assert world.is_empty()
        assert [outcome for *_, outcome in world.ended] == [Exit.LEFT, Exit.HEARD]


async def call_by_second(home: House, end: Carrier, phone: Ear, count: int) -> None:
    """Call by the operator that has a password, which is asked for first."""
    told = {"called": NATIONAL, "plus": "0", "host": SECOND, "uri": "sip:anybody@127.0.0.1"}
    end.call(1, phone.port, **told)
    await home.until(lambda: list(end.refused.values()) == [401])
    for number in range(1, count + 1):
        proof = credentials(challenges(end.last_refusal)[0], count=number)
        end.call(1, phone.port, headers=proof, **told)
        await home.until(lambda number=number: len(end.up) == number)


def test_on_the_wire_each_hears_its_own_calls_and_one_that_goes_takes_none_of_the_other_with_it() -> None:
    async def calls() -> None:
        async with house(trunks=(BELIEVED, PROVEN), key_wait=60.0, silence_limit=1.0) as home, ear() as phone:
            held = home.server.switchboard.calls
            async with carrier(home.server.address) as first:
                async with ear(SECOND) as other, carrier(home.server.address, host=SECOND) as gone:
                    first.call(4, phone.port)
                    await call_by_second(home, gone, other, 3)
                    await home.until(lambda: len(phone.sources) == 4 and len(other.sources) == 3)
                    assert {key[0] for key in held} == {*first.up, *gone.up}
                    assert other.transport
                    for port in gone.up.values():
                        other.transport.sendto(packet(16), (FIRST, port))
                    await home.until(lambda: sum(bool(one.media.last_heard) for one in held.values()) == 3)
                await home.until(lambda: len(home.ended) == 3)
                assert {key[0] for key in held} == set(first.up)
                assert [outcome for *_, outcome in home.ended] == [Exit.LOST] * 3
                for caller in first.callers.values():
                    caller.bye()
                await home.until_empty()
                assert [outcome for *_, outcome in home.ended[3:]] == [Exit.LEFT] * 4

    asyncio.run(asyncio.wait_for(calls(), 120))
