"""Nobody gets more messages of one mandate in some days than the house allows."""

import asyncio
from datetime import timedelta

from tests.campaigns.sending import HandClock, Scene, ask, scene
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, STAFF, TODAY, People

from selfcontact.campaigns.balance import Balance
from selfcontact.campaigns.models import Campaign, Outcome
from selfcontact.compliance import frequency
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry

CAP = frequency.cap(NOON)
#: The last Thursday before the silence, at the hour at which they left.
MONTH = timedelta(days=30)


async def _sent(play: Scene, mandate: Mandate, clock: HandClock) -> tuple[Campaign, Balance]:
    campaign = await ask(
        lambda: play.house.campaign(mandate, at=clock.at, latest=NOON + timedelta(days=31), block=2)
    )  # fmt: skip
    await play.send(clock)
    return campaign, await play.balance(campaign)


def test_the_message_beyond_the_cap_is_refused_and_counted_and_a_month_later_leaves_again(database: str) -> None:
    async def play() -> None:
        clock = HandClock(NOON)
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=3))
            for _ in range(CAP):
                _, found = await _sent(play, mandate, clock)
                assert found.handed_over == 3
            campaign, found = await _sent(play, mandate, clock)
            assert (found.handed_over, found.refused, found.pending) == (0, 3, 0)
            assert await ask(lambda: _reasons(campaign)) == {"SM-09"}
            assert play.taken(FIRST_NUMBER) == CAP
            clock.at = NOON + MONTH + timedelta(minutes=10)
            _, found = await _sent(play, mandate, clock)
            assert found.handed_over == 3

    asyncio.run(play())


def test_another_mandate_and_who_got_fewer_are_written_to_as_before(database: str) -> None:
    async def play() -> None:
        clock = HandClock(NOON)
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=3))
            for _ in range(CAP):
                await _sent(play, mandate, clock)
            newcomers = (People(count=2, first=FIRST_NUMBER + 3),)
            await ask(lambda: play.house.deliver(mandate, newcomers, synthetic=True, reference="later"))
            _, found = await _sent(play, mandate, clock)
            assert (found.handed_over, found.refused) == (2, 3)
            _, found = await _sent(play, await ask(play.house.mandate, People(count=3)), clock)
            assert found.handed_over == 3

    asyncio.run(play())


def test_who_objected_is_counted_as_such_and_not_as_written_to_too_often(database: str) -> None:
    async def play() -> None:
        clock = HandClock(NOON)
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=3))
            for _ in range(CAP):
                await _sent(play, mandate, clock)
            await ask(lambda: oppose(actor=STAFF, number=FIRST_NUMBER, channel=Entry.Channel.STAFF, on=TODAY))
            _, found = await _sent(play, mandate, clock)
            assert (found.handed_over, found.opposed, found.refused) == (0, 1, 2)

    asyncio.run(play())


def _reasons(campaign: Campaign) -> set[str]:
    return set(Outcome.objects.filter(campaign_id=campaign.pk).values_list("reason", flat=True))
