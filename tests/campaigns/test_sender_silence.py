"""A silence that begins in the middle of the day: what is about to leave, tried again or answered does not land in it.

Usually the night lies between the last message and the silence. Of an election in which the recipient's territory does
not vote, or is not known to, the silence begins with the first territory that does: here at one in the afternoon.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from tests.campaigns.sending import HandClock, Scene, ask, quick, scene, until
from tests.campaigns.sending_world import FIRST_NUMBER, STAFF, TODAY, People

from selfcontact.campaigns import actions
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender.recheck import Recheck
from selfcontact.contacts.actions import declare_team_numbers
from selfcontact.opposition.actions import listed
from selfcontact.providers import actions as providers
from selfcontact.providers.models import Provider
from selfcontact.sms.carrier import server
from selfcontact.sms.validity import read_validity

OVERSEAS = "territoriales-975-977-978-986-2027"
#: Saturday 20 March 2027, 0:00 in Wallis, the first to come to the eve: 13:00 in Paris, on Friday.
SILENCE = datetime(2027, 3, 19, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
#: The last minute in which a message has its fifteen minutes and its margin.
LAST = SILENCE - 16 * MINUTE
COUNT = 40


@dataclass
class Landings:
    """What came to the carrier's door, with the instant the sender's clock showed and the life it was given."""

    clock: HandClock
    seen: list[tuple[datetime, float]] = field(default_factory=list)
    then: Callable[[], None] = lambda: None

    def latest(self) -> datetime:
        """Return the last instant at which any of it might still reach a telephone."""
        return max(at + timedelta(seconds=life) for at, life in self.seen)


@pytest.fixture
def landings(monkeypatch: pytest.MonkeyPatch) -> Landings:
    """Read at the carrier's door; `then` is called once, when the first message has come."""
    found, usual = Landings(HandClock(LAST)), read_validity

    def read(octets: bytes) -> float | None:
        life = usual(octets)
        found.seen.append((found.clock.now(), life or float("inf")))
        then, found.then = found.then, lambda: None
        then()
        return life

    monkeypatch.setattr(server, "read_validity", read)
    quick(monkeypatch)
    return found


async def _campaign(play: Scene, count: int = COUNT) -> Campaign:
    mandate = await ask(lambda: play.house.mandate(People(count=count), election=OVERSEAS))
    return await ask(lambda: play.house.campaign(mandate, at=LAST, latest=SILENCE + timedelta(days=60)))


def _moving(landings: Landings, at: datetime) -> Callable[[], None]:
    def move() -> None:
        landings.clock.at = at

    return move


def test_the_silence_of_an_election_elsewhere_begins_in_the_middle_of_the_day(
    database: str, landings: Landings
) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play)
            for at in (SILENCE - 15 * MINUTE, SILENCE, SILENCE + MINUTE, SILENCE + 120 * MINUTE):
                landings.clock.at = at
                async with play.sender(landings.clock) as process:
                    await process.idle()
                    assert {one.withheld for line in process.lines.values() for one in line.roster} == {"EL-01"}
            assert (await play.balance(campaign)).pending == COUNT
            assert not landings.seen

    asyncio.run(play())


def test_no_carrier_may_deliver_in_the_silence_what_left_in_the_last_minute_before_it(
    database: str, landings: Landings
) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play)
            await play.send(landings.clock)
            assert (await play.balance(campaign)).handed_over == COUNT
            assert SILENCE - 2 * MINUTE < landings.latest() <= SILENCE - MINUTE

    asyncio.run(play())


@pytest.mark.parametrize("order", ["throttle", "queue_full"])
def test_what_the_carrier_put_off_before_the_silence_is_not_tried_again_within_it(
    database: str, landings: Landings, order: str
) -> None:
    async def play() -> None:
        async with scene(database, window=10) as play:
            campaign = await _campaign(play)
            play.carrier.orders.give(order, COUNT)
            landings.then = _moving(landings, SILENCE)
            await play.send(landings.clock)
            found = await play.balance(campaign)
            assert play.carrier.stats.accepted == 0
            # What had been at the door is written down as failed, the rest waits.
            assert (found.handed_over, found.failed + found.pending) == (0, COUNT)
            assert found.failed == len(landings.seen) > 0

    asyncio.run(play())


def test_a_second_try_after_the_clock_was_put_forward_does_not_keep_the_life_of_the_first(
    database: str, landings: Landings
) -> None:
    morning = LAST - timedelta(hours=3)

    async def play() -> None:
        async with scene(database, window=10) as play:
            campaign = await _campaign(play, count=5)
            landings.clock.at = morning
            play.carrier.orders.give("throttle", 5)
            landings.then = _moving(landings, LAST)
            await play.send(landings.clock)
            assert play.carrier.stats.accepted == 0
            assert (await play.balance(campaign)).failed == 5

    asyncio.run(play())


def test_a_second_try_before_the_silence_lives_no_longer_than_the_first(database: str, landings: Landings) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play)
            play.carrier.orders.give("throttle", COUNT)
            await play.send(landings.clock)
            assert (await play.balance(campaign)).handed_over == COUNT
            assert len(landings.seen) == 2 * COUNT
            assert landings.latest() <= SILENCE - MINUTE

    asyncio.run(play())


def test_a_second_try_is_given_up_when_its_provider_was_suspended_meanwhile(
    database: str, landings: Landings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        async with scene(database, window=10) as play:
            campaign = await _campaign(play, count=5)
            play.carrier.orders.give("throttle", 5)
            usual = Recheck.__call__

            async def later(self: Recheck, references: Sequence[int]) -> Collection[int]:
                await ask(_suspend)
                return await usual(self, references)

            monkeypatch.setattr(Recheck, "__call__", later)
            await play.send(landings.clock)
            assert play.carrier.stats.accepted == 0
            assert (await play.balance(campaign)).handed_over == 0

    asyncio.run(play())


def _suspend() -> None:
    provider = Provider.objects.get()
    if provider.suspended_on is None:
        providers.suspend_provider(actor=STAFF, provider=provider, on=TODAY, grounds="test")


def test_a_stop_said_in_the_silence_counts_and_is_answered_without_a_word_of_the_campaign(
    database: str, landings: Landings
) -> None:
    async def play() -> None:
        async with scene(database, telephones=True) as play:
            campaign = await _campaign(play)
            await play.send(landings.clock)
            landings.clock.at = SILENCE + MINUTE
            async with play.sender(landings.clock) as process:
                before = play.carrier.stats.accepted
                play.carrier.inject_reply(FIRST_NUMBER, "36180", "STOP")
                await until(lambda: play.carrier.stats.accepted > before)
                await process.idle()
                assert play.carrier.stats.accepted == before + 1
            assert await ask(listed, number=FIRST_NUMBER) == ["opposition"]
            assert play.carrier.telephones
            *_, answer = play.carrier.telephones.read(FIRST_NUMBER)
            assert "demande" in answer
            assert "Durand" not in answer
            assert (await play.balance(campaign)).handed_over == COUNT

    asyncio.run(play())


def test_a_test_of_the_text_waits_for_the_end_of_the_silence_even_to_the_candidates_own_team(
    database: str, landings: Landings
) -> None:
    after = SILENCE + timedelta(days=3)

    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(lambda: play.house.mandate(People(count=1), election=OVERSEAS))
            campaign = await ask(lambda: play.house.campaign(mandate, at=LAST, latest=after, start=False))
            await ask(_declare, campaign)
            for at, taken in ((SILENCE - MINUTE, 0), (SILENCE + MINUTE, 0), (after, 1)):
                landings.clock.at = at
                async with play.sender(landings.clock) as process:
                    await process.idle()
                    if taken:
                        await until(lambda: play.carrier.stats.accepted > 0)
                assert play.carrier.stats.accepted == taken

    asyncio.run(play())


def _declare(campaign: Campaign) -> None:
    declare_team_numbers(
        actor=STAFF, mandate=campaign.mandate, numbers=["06 39 98 00 01"], fiction=True, at=campaign.earliest
    )
    actions.test(actor=STAFF, campaign=campaign, at=LAST)
