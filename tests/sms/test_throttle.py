"""The rate of a route, in segments per second, against instants that the test chooses."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.sms.gate import Gate
from selfcontact.sms.throttle import Throttle


@given(st.floats(1, 5000), st.lists(st.integers(1, 20), min_size=1, max_size=200))
def test_no_second_carries_more_than_the_rate_and_a_tenth(rate: float, blocks: list[int]) -> None:
    throttle = Throttle(rate)
    throttle.start(0.0)
    now, sent = 0.0, []
    for segments in blocks:
        now += throttle.delay(segments, now)
        throttle.delay(segments, now)
        throttle.take(segments)
        sent.append((now, segments))
    for start, _ in sent:
        in_second = sum(segments for at, segments in sent if start < at < start + 1)
        assert in_second <= rate * 1.1 + max(blocks) + 0.01


def test_a_route_without_a_rate_never_waits_until_it_is_throttled() -> None:
    throttle = Throttle(None, pause=1.0)
    throttle.start(0.0)
    assert throttle.delay(1000, 0.0) == 0
    throttle.slow_down(5.0)
    assert throttle.delay(1, 5.5) == pytest.approx(0.5)
    assert throttle.delay(1, 6.0) == 0


def test_a_throttled_route_pauses_then_goes_at_half_and_wins_back_its_rate() -> None:
    throttle = Throttle(100, pause=1.0)
    throttle.start(0.0)
    throttle.slow_down(10.0)
    throttle.slow_down(10.1)
    assert throttle.rate == 50
    assert throttle.delay(1, 10.0) == pytest.approx(1.0)
    throttle.delay(1, 20.0)
    assert throttle.rate == 100


def test_a_route_never_slows_to_a_standstill() -> None:
    throttle = Throttle(100, slowest=0.05, pause=0.0)
    throttle.start(0.0)
    for second in range(20):
        throttle.slow_down(float(second))
    assert throttle.rate == 5


def test_a_ramp_starts_at_a_tenth_and_reaches_the_rate() -> None:
    throttle = Throttle(100, ramp=9.0)
    throttle.start(0.0)
    assert throttle.rate == 10
    throttle.delay(1, 4.5)
    assert throttle.rate == pytest.approx(55)
    throttle.delay(1, 60.0)
    assert throttle.rate == 100


def test_credit_is_given_in_turn_and_a_cancelled_waiter_holds_nothing() -> None:
    async def play() -> None:
        gate = Gate(10, Throttle(None), asyncio.get_running_loop())
        gate.open()
        await gate.wait(10)
        first, second = asyncio.create_task(gate.wait(8)), asyncio.create_task(gate.wait(2))
        # A task that has only been made has not asked yet: give each its turn.
        await asyncio.sleep(0)
        gate.release(2)
        assert not second.done()
        first.cancel()
        await second
        assert gate.reserved == 10
        gate.spend(10)
        gate.land(10)
        assert (gate.reserved, gate.in_flight) == (0, 0)

    asyncio.run(play())


def test_credit_that_was_not_reserved_cannot_be_spent() -> None:
    async def play() -> None:
        gate = Gate(10, Throttle(None), asyncio.get_running_loop())
        with pytest.raises(ValueError, match="credit"):
            gate.spend(1)
        with pytest.raises(ValueError, match="credit"):
            gate.release(1)
        with pytest.raises(ValueError, match="segments"):
            await gate.wait(11)

    asyncio.run(play())
