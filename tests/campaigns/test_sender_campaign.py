"""A campaign from its frozen audience to its end."""

import asyncio

from django.db import connection
from tests.campaigns.sending import ask, scene, until, until_told
from tests.campaigns.sending_world import FIRST_NUMBER, LONG, STAFF, TODAY, People

from selfcontact.campaigns.balance import balance
from selfcontact.campaigns.models import Block, Campaign, Outcome
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.providers import actions as providers

Kind = Outcome.Kind


def test_every_number_gets_one_message_and_the_campaign_ends_by_itself(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=330))
            campaign = await ask(play.house.campaign, mandate)
            await play.send()
            found = await play.balance(campaign)
            assert (found.handed_over, found.delivered, found.closes) == (330, 330, True)
            assert campaign.state == Campaign.State.FINISHED
            assert not play.doubles()
            assert all(play.taken(number) == 1 for number in People(count=330).numbers)

    asyncio.run(play())


def test_who_is_opposed_restricted_or_too_young_gets_nothing_and_the_rule_is_written_down(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            opposed, erased = FIRST_NUMBER + 3, FIRST_NUMBER + 5
            mandate = await ask(
                play.house.mandate, People(count=60), People(count=7, first=FIRST_NUMBER + 1000, restricted=True)
            )
            campaign = await ask(play.house.campaign, mandate)
            await ask(oppose, actor=STAFF, number=opposed, channel=Entry.Channel.STAFF, on=TODAY)
            await ask(
                oppose, actor=STAFF, number=erased, channel=Entry.Channel.STAFF, on=TODAY, kind=Entry.Kind.ERASURE
            )
            await play.send()
            found = await play.balance(campaign)
            assert (found.handed_over, found.opposed, found.refused) == (58, 2, 7)
            assert found.reasons == {"refused:GD-08": 7}
            assert play.taken(opposed) == play.taken(erased) == 0
            assert campaign.state == Campaign.State.FINISHED

    asyncio.run(play())


def test_an_opposition_to_another_candidate_does_not_count(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=5))
            other = await ask(_other_candidate)
            await ask(oppose, actor=STAFF, number=FIRST_NUMBER, channel=Entry.Channel.SMS, on=TODAY, candidate_id=other)
            campaign = await ask(play.house.campaign, mandate)
            await play.send()
            assert (await play.balance(campaign)).handed_over == 5

    asyncio.run(play())


def _other_candidate() -> int:
    from selfcontact.mandates.actions import add_candidate

    return add_candidate(actor=STAFF, reference="other", name="Une Autre").pk


def test_a_suspended_provider_stops_its_contacts_at_the_next_slice(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=20))
            campaign = await ask(play.house.campaign, mandate)
            await ask(
                providers.suspend_provider,
                actor=STAFF,
                provider=play.house.agreement.provider,
                on=TODAY,
                grounds="no proof",
            )
            await play.send()
            found = await play.balance(campaign)
            assert (found.handed_over, found.refused, found.closes) == (0, 20, True)

    asyncio.run(play())


def test_a_window_narrower_than_a_block_cuts_the_block_and_loses_nobody(database: str) -> None:
    async def play() -> None:
        async with scene(database, window=4) as play:
            mandate = await ask(play.house.mandate, People(count=73))
            campaign = await ask(play.house.campaign, mandate, text=LONG)
            await play.send()
            found = await play.balance(campaign)
            assert (found.handed_over, found.closes, campaign.state) == (73, True, Campaign.State.FINISHED)
            assert not play.doubles()
            assert play.carrier.stats.accepted == 73 * 2
            assert await ask(_overlaps, campaign) == 0

    asyncio.run(play())


def _overlaps(campaign: Campaign) -> int:
    """Return how many positions stand in two blocks."""
    blocks = Block.objects.filter(mandate_id=campaign.mandate_id, campaign_id=campaign.pk)
    positions = [place for block in blocks for place in range(block.first, block.last + 1)]
    return len(positions) - len(set(positions))


def test_two_mandates_share_a_route_turn_by_turn(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            one = await ask(play.house.mandate, People(count=400))
            two = await ask(play.house.mandate, People(count=400, first=FIRST_NUMBER + 1000))
            first, second = await ask(play.house.campaign, one), await ask(play.house.campaign, two)
            await play.send()
            assert (await play.balance(first)).handed_over == (await play.balance(second)).handed_over == 400
            order = await ask(_claims)
            assert set(order[:6]) == {first.pk, second.pk}

    asyncio.run(play())


def _claims() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT campaign_id FROM campaigns_block ORDER BY claimed_at")
        return [row[0] for row in cursor.fetchall()]


def test_two_senders_on_one_route_never_send_twice(database: str) -> None:
    async def play() -> None:
        async with scene(database, window=20) as play:
            mandate = await ask(play.house.mandate, People(count=1500))
            campaign = await ask(play.house.campaign, mandate)
            async with play.sender() as one, play.sender() as two:
                await asyncio.gather(one.idle(), two.idle())
                assert one.recorder.written > 0
                assert two.recorder.written > 0
            found = await play.balance(campaign)
            assert (found.handed_over, found.delivered, found.unknown) == (1500, 1500, 0)
            assert not play.doubles()

    asyncio.run(play())


def test_a_paused_campaign_gives_no_block_after_the_pause_and_goes_on_when_resumed(database: str) -> None:
    async def play() -> None:
        from selfcontact.campaigns import actions

        async with scene(database, window=10, rate=400) as play:
            mandate = await ask(play.house.mandate, People(count=700))
            campaign = await ask(play.house.campaign, mandate)
            async with play.sender() as process:
                line = next(iter(process.lines.values()))
                await until(lambda: line.flights.accepted >= 30)
                await ask(campaign.refresh_from_db)
                await ask(actions.pause, actor=STAFF, campaign=campaign)
                claimed = await ask(_not_pending, campaign)
                await process.idle()
                assert await ask(_not_pending, campaign) == claimed < 700
                assert len(line.flights) == 0
                await ask(actions.resume, actor=STAFF, campaign=campaign)
                await until_told(lambda: balance(campaign).handed_over == 700)
            assert not play.doubles()

    asyncio.run(play())


def _not_pending(campaign: Campaign) -> int:
    blocks = Block.objects.filter(mandate_id=campaign.mandate_id, campaign_id=campaign.pk).exclude(state="pending")
    return sum(block.last - block.first + 1 for block in blocks)


def test_a_content_that_is_not_the_one_signed_never_leaves(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=10))
            campaign = await ask(play.house.campaign, mandate)
            await ask(_change_text, campaign)
            async with play.sender() as process:
                await process.idle()
                line = next(iter(process.lines.values()))
                assert [served.withheld for served in line.roster] == ["EL-16"]
            found = await play.balance(campaign)
            assert (found.pending, found.handed_over, play.carrier.stats.submits) == (10, 0, 0)

    asyncio.run(play())


def _change_text(campaign: Campaign) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(text=f"Ce soir ! {campaign.text}")
