"""What a session does when it alone is looked at."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from tests.sms.ends import End, SimulatedEnd, simulated
from tests.sms.world import World, message, route

from selfcontact.sms.errors import THROTTLED
from selfcontact.sms.gateway import NOT_SENT, Outcome
from selfcontact.sms.keeper import Backoff
from selfcontact.sms.pdu import BIND_TRANSCEIVER, DELIVER, RESPONSE, UNBIND, Pdu, frame
from selfcontact.sms.refused import shortened
from selfcontact.sms.route import Route
from selfcontact.sms.session import RouteStoppedError, Session
from selfcontact.sms.stream import Splitter
from selfcontact.sms.window import Flight


def play(case: Callable[[SimulatedEnd], Awaitable[None]]) -> None:
    """Run a case against a fresh simulator."""

    async def whole() -> None:
        end = await simulated()
        assert isinstance(end, SimulatedEnd)
        try:
            await case(end)
        finally:
            await end.close()

    asyncio.run(whole())


def test_what_cannot_be_written_leaves_the_rest_of_its_block_unwritten_too() -> None:
    async def case(end: SimulatedEnd) -> None:
        async with World(end) as world:
            await world.session.credit(2)
            with pytest.raises(ValueError, match="validity"):
                world.session.submit_now([message(1), message(2, validity=timedelta(0))])
            world.session.release(2)
            await world.session.query("unknown")
            assert end.carrier.stats.submits == 0

    play(case)


def test_more_than_the_credit_is_not_written() -> None:
    async def case(end: SimulatedEnd) -> None:
        async with World(end) as world:
            await world.session.credit(1)
            with pytest.raises(ValueError, match="credit"):
                world.session.submit_now([message(1), message(2)])
            world.session.release(1)
            assert not world.outcomes

    play(case)


def test_a_part_that_never_reached_the_socket_is_not_an_unknown() -> None:
    async def case(end: SimulatedEnd) -> None:
        async with World(end) as world:
            await world.session.credit(1)
            await end.tell("disconnect")
            await world.until_carrier("links", 2)
            link = world.session._sender.link
            if link:
                link.drop()
            world.session.submit_now([message(1)])
            await world.until(lambda: len(world.outcomes) == 1)
            assert [(each.cls, each.status) for each in world.rejected] == [("retry", NOT_SENT)]
            assert end.carrier.stats.submits == 0

    play(case)


def test_no_credit_is_given_while_the_carrier_is_away() -> None:
    async def case(end: SimulatedEnd) -> None:
        async with World(end) as world:
            link = world.session._sender.link
            assert link
            await end.tell("disconnect")
            await link.gone.wait()
            waiting = asyncio.create_task(world.session.credit(1))
            await end.tell("stats")
            assert not waiting.done()
            await waiting
            assert world.session.binds == 2
            world.session.release(1)

    play(case)


def test_a_recheck_that_fails_hands_the_part_back() -> None:
    async def recheck(references: Sequence[int]) -> Collection[int]:
        raise OSError("the database is away")

    async def case(end: SimulatedEnd) -> None:
        await end.tell("order", what="throttle", count=1)
        async with World(end, recheck=recheck) as world:
            await world.send([message(1)])
            await world.until(lambda: len(world.rejected) == 1)
            assert (world.rejected[0].cls, world.rejected[0].status) == ("retry", THROTTLED)

    play(case)


def test_a_part_that_is_throttled_again_and_again_is_handed_back() -> None:
    async def recheck(references: Sequence[int]) -> Collection[int]:
        return references

    async def case(end: SimulatedEnd) -> None:
        await end.tell("order", what="throttle", count=3)
        async with World(end, recheck=recheck, retries=2) as world:
            await world.send([message(1)])
            await world.until(lambda: len(world.rejected) == 1)
            assert end.carrier.stats.submits == 3

    play(case)


def test_closing_hands_back_what_was_waiting_for_another_try() -> None:
    async def recheck(references: Sequence[int]) -> Collection[int]:
        return references

    async def case(end: SimulatedEnd) -> None:
        await end.tell("order", what="throttle", count=1)
        async with World(end, recheck=recheck) as world:
            world.session._throttle._pause = 3600
            await world.send([message(1)])
            await world.until_carrier("refused", 1)
            await world.session.query("unknown")
        assert [each.cls for each in world.rejected] == ["retry"]

    play(case)


def test_the_second_try_lives_no_longer_than_the_first_would_have() -> None:
    flight = Flight(message(1, validity=timedelta(seconds=60)), 1, 100.0, 100.0, 1)
    again = shortened(flight, 130.0)
    assert again
    assert again.validity == timedelta(seconds=30)
    assert shortened(flight, 159.5) is None


def test_pauses_between_binds_grow_and_are_reproducible() -> None:
    pauses = [[backoff.pause() for _ in range(8)] for backoff in (Backoff(1, 30, Random(4)), Backoff(1, 30, Random(4)))]
    assert pauses[0] == pauses[1]
    for length, pause in zip([1, 2, 4, 8, 16, 30, 30, 30], pauses[0], strict=True):
        assert length / 2 <= pause <= length


def test_a_block_is_a_tenth_of_a_second_or_a_quarter_of_the_window() -> None:
    async def case(end: End) -> None:
        for changes, expected in (({}, 12), ({"rate": 40.0}, 4), ({"rate": 5.0}, 1), ({"rate": 9000.0}, 12)):
            assert Session(route(end, **changes), lambda _: None).comfortable == expected

    play(case)


def test_a_route_does_not_print_its_password() -> None:
    assert "hidden" not in repr(Route(host="127.0.0.1", port=1, password="hidden"))


def test_a_route_that_could_never_bind_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="field"):
        Route(host="127.0.0.1", port=1, password="longer than nine")


class Rough:
    """A carrier that answers a bind, then sends whatever it is told to."""

    def __init__(self, *rough: bytes, bind_status: int = 0) -> None:
        self.binds = 0
        self.answers: list[Pdu] = []
        self._rough = list(rough)
        self._bind_status = bind_status

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one link."""
        splitter = Splitter()
        try:
            while data := await reader.read(4096):
                for pdu in splitter.feed(data):
                    self._take(pdu, writer)
        finally:
            # Also when the loop ends first: a writer left open would complain in the middle of another test.
            writer.close()

    def _take(self, pdu: Pdu, writer: asyncio.StreamWriter) -> None:
        if pdu.command == BIND_TRANSCEIVER:
            self.binds += 1
            writer.write(frame(pdu.command | RESPONSE, self._bind_status, pdu.sequence, b"\0"))
            if self._rough:
                writer.write(self._rough.pop(0))
        elif pdu.command == UNBIND:
            writer.write(frame(pdu.command | RESPONSE, 0, pdu.sequence))
        else:
            self.answers.append(pdu)


async def meet(rough: Rough, case: Callable[[Session], Awaitable[None]]) -> None:
    """Open a session against a rough carrier and run a case."""
    server = await asyncio.start_server(rough.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    outcomes: list[Outcome] = []
    usual = Route(host="127.0.0.1", port=port, backoff_first=0.01, backoff_longest=0.02, response_timeout=1)
    session = Session(usual, outcomes.extend, random=Random(1))
    try:
        await session.open(wait=10)
        await case(session)
    finally:
        await session.close()
        server.close()
        await server.wait_closed()


def test_a_carrier_that_sends_garbage_is_left_and_bound_anew() -> None:
    rough = Rough(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async def case(session: Session) -> None:
        assert session.bound

    asyncio.run(meet(rough, case))
    assert rough.binds == 2


def test_a_delivery_that_makes_no_sense_is_refused_and_the_link_lives() -> None:
    rough = Rough(frame(DELIVER, 0, 9, b"\xff\xff") + frame(0x00000103, 0, 10))

    async def case(session: Session) -> None:
        async with asyncio.timeout(10):
            while len(rough.answers) < 2:
                await session.credit(1)
                session.release(1)
                # The carrier lives in this very loop: it has to get its turn.
                await asyncio.sleep(0)
        assert session.malformed == 1
        assert session.binds == 1

    asyncio.run(meet(rough, case))
    assert [(pdu.sequence, pdu.status != 0) for pdu in rough.answers] == [(9, True), (10, True)]


def test_wrong_credentials_are_not_tried_twice() -> None:
    rough = Rough(bind_status=0x0E)

    async def case(session: Session) -> None:
        raise AssertionError

    with pytest.raises(RouteStoppedError):
        asyncio.run(meet(rough, case))
    assert rough.binds == 1


def test_a_busy_carrier_is_tried_again() -> None:
    rough = Rough(bind_status=0x05)

    async def case(end: End) -> None:
        server = await asyncio.start_server(rough.serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        session = Session(replace(route(end), port=port), lambda _: None)
        with pytest.raises(ConnectionError):
            await session.open(wait=0.2)
        server.close()
        await server.wait_closed()

    play(case)
    assert rough.binds > 1
