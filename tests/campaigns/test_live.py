"""The live figures say what the balance says; an order given to a campaign is followed, and seen to be."""

import asyncio

from django.db import connection
from tests.campaigns.sending import Scene, ask, scene, until, until_told
from tests.campaigns.sending_world import FIRST_NUMBER, STAFF, People

from selfcontact.campaigns import actions
from selfcontact.campaigns.live import Live, curves, delay, live
from selfcontact.campaigns.models import Acknowledgement, Block, Campaign, Presence, Stop
from selfcontact.sms.gateway import State

MIXED = ((State.DELIVERED, 0.7), (State.FAILED_UNDELIVERABLE, 0.2), (State.FAILED_EXPIRED, 0.1))


def _live(campaign: Campaign) -> Live:
    campaign.refresh_from_db()
    return live(campaign)


def test_the_live_figures_agree_with_the_balance_whatever_the_carrier_does(database: str) -> None:
    async def play() -> None:
        async with scene(
            database, outcomes=MIXED, refuse_rate=0.1, reply_rate=0.1, duplicate_rate=0.3, enroute_rate=0.5
        ) as play:
            mandate = await ask(
                play.house.mandate, People(count=400), People(count=9, first=FIRST_NUMBER + 900, age=17)
            )
            campaign = await ask(play.house.campaign, mandate)
            await play.send()
            found, exact = await ask(_live, campaign), await play.balance(campaign)
            assert {**found.terms, "pending": found.pending, "selected": found.selected} == exact.terms()
            assert found.delivered == exact.delivered > 0
            undelivered = sum(exact.delivery.get(f"failed_{name}", 0) for name in ("undeliverable", "expired"))
            assert found.undelivered == undelivered > 0
            assert found.segments == exact.handed_over
            assert found.stops == await ask(Stop.objects.filter(campaign_id=campaign.pk).count) > 0
            assert sum(n for (term, _), n in found.reasons.items() if term == "failed") == exact.failed > 0
            assert found.senders == []
            assert found.per_second == 0

    asyncio.run(play())


def test_links_that_fall_and_answers_that_come_late_leave_the_figures_right(database: str) -> None:
    async def play() -> None:
        async with scene(database, window=20, disconnect_every=60, early_rate=0.2) as play:
            mandate = await ask(play.house.mandate, People(count=300))
            campaign = await ask(play.house.campaign, mandate)
            await play.send()
            found, exact = await ask(_live, campaign), await play.balance(campaign)
            assert {**found.terms, "pending": found.pending, "selected": found.selected} == exact.terms()

    asyncio.run(play())


def test_the_delay_of_receipts_and_the_curves_are_read_from_what_happened(database: str) -> None:
    async def play() -> None:
        async with scene(database, receipt_delay=(0.02, 0.2)) as play:
            mandate = await ask(play.house.mandate, People(count=150))
            campaign = await ask(play.house.campaign, mandate)
            assert await ask(delay, campaign) is None
            await play.send()
            measured = await ask(delay, campaign)
            assert measured is not None
            assert measured.measured == 150
            assert 0 < measured.median <= measured.p95
            found = await ask(_live, campaign)
            course = await ask(curves, campaign, found, ["handed_over", "delivered"])
            assert (sum(course.counts["handed_over"]), sum(course.counts["delivered"])) == (150, 150)
            assert len(course.at) == len(course.counts["delivered"])

    asyncio.run(play())


def _follows(campaign: Campaign) -> bool:
    campaign.refresh_from_db()
    return Acknowledgement.objects.filter(campaign=campaign, version=campaign.version).exists()


def _claimed(campaign: Campaign) -> int:
    blocks = Block.objects.filter(mandate_id=campaign.mandate_id, campaign_id=campaign.pk).exclude(state="pending")
    return sum(block.last - block.first + 1 for block in blocks)


async def _other(play: Scene) -> Campaign:
    """Return another running campaign of the same route: when it is over, the sender has gone on working."""
    people = People(count=200, first=FIRST_NUMBER + 5000)
    return await ask(play.house.campaign, await ask(play.house.mandate, people))


def test_once_a_pause_has_returned_no_message_more_reaches_the_carrier(database: str) -> None:
    async def play() -> None:
        async with scene(database, window=10, rate=400) as play:
            people = People(count=700)
            campaign = await ask(play.house.campaign, await ask(play.house.mandate, people))
            async with play.sender() as process:
                line = next(iter(process.lines.values()))
                await until(lambda: line.flights.accepted >= 30)
                await ask(campaign.refresh_from_db)
                await ask(actions.pause, actor=STAFF, campaign=campaign)
                left = await ask(_claimed, campaign)
                await until_told(lambda: _follows(campaign))
                await until(lambda: line.flights.by_campaign().get(campaign.pk, 0) == 0)
                assert sum(play.taken(number) for number in people.numbers) == left < 700
                other = await _other(play)
                await until_told(lambda: _live(other).terms["handed_over"] == 200)
                assert sum(play.taken(number) for number in people.numbers) == left
                seen = await ask(_live, campaign)
                assert seen.followed
                assert seen.followed_after is not None
                await ask(actions.resume, actor=STAFF, campaign=campaign)
                await until_told(lambda: _follows(campaign))
                await until_told(lambda: _live(campaign).terms["handed_over"] == 700)
            assert not play.doubles()

    asyncio.run(play())


def test_once_a_stop_has_returned_no_message_more_reaches_the_carrier_and_the_rest_is_expired(database: str) -> None:
    async def play() -> None:
        async with scene(database, window=10, rate=400) as play:
            people = People(count=700)
            campaign = await ask(play.house.campaign, await ask(play.house.mandate, people))
            async with play.sender() as process:
                line = next(iter(process.lines.values()))
                await until(lambda: line.flights.accepted >= 30)
                await ask(campaign.refresh_from_db)
                await ask(actions.stop, actor=STAFF, campaign=campaign, at=campaign.earliest, grounds="test")
                await until_told(lambda: _follows(campaign))
                await until(lambda: line.flights.by_campaign().get(campaign.pk, 0) == 0)
                other = await _other(play)
                await until_told(lambda: _live(other).terms["handed_over"] == 200)
                taken = sum(play.taken(number) for number in people.numbers)
            found = await play.balance(campaign)
            assert (found.handed_over, found.closes, found.pending) == (taken, True, 0)
            assert found.expired == 700 - taken > 0
            assert (await ask(_live, campaign)).terms["expired"] == found.expired

    asyncio.run(play())


def test_a_sender_says_that_it_is_there_and_takes_its_leave(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            async with play.sender():
                await until_told(Presence.objects.filter(bound=True, route=play.house.route).exists)
            assert await ask(Presence.objects.count) == 0

    asyncio.run(play())


def test_reading_the_live_figures_takes_three_queries(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await ask(play.house.campaign, await ask(play.house.mandate, People(count=20)))
            assert await ask(_queries, campaign) == 3

    asyncio.run(play())


def _queries(campaign: Campaign) -> int:
    from django.test.utils import CaptureQueriesContext

    Campaign.objects.select_related("route").get(pk=campaign.pk)
    assert campaign.route.pk
    with CaptureQueriesContext(connection) as queries:
        live(campaign)
    return len(queries)
