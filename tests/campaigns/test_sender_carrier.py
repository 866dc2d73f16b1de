"""A carrier that throttles, falls silent, repeats itself or refuses."""

import asyncio

import pytest
from tests.campaigns.sending import Scene, ask, quick, scene, until, until_told
from tests.campaigns.sending_world import People

from selfcontact.campaigns.models import Campaign, Outcome, ParkedReceipt, Receipt
from selfcontact.campaigns.sender import receipts
from selfcontact.subprocessors.models import Route


async def _campaign(play: Scene, count: int) -> Campaign:
    mandate = await ask(play.house.mandate, People(count=count))
    return await ask(play.house.campaign, mandate)


def test_throttled_messages_leave_at_the_second_try_and_once(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)

    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play, 120)
            play.carrier.orders.give("throttle", 9)
            await play.send()
            found = await play.balance(campaign)
            assert (found.handed_over, found.failed, play.carrier.stats.refused) == (120, 0, 9)
            assert not play.doubles()

    asyncio.run(play())


def test_a_link_that_falls_in_the_middle_leaves_unknowns_that_are_never_sent_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    monkeypatch.setattr(receipts, "PATIENCE", 0.5)

    async def play() -> None:
        async with scene(database, disconnect_every=100, silent_rate=1.0) as play:
            campaign = await _campaign(play, 450)
            await play.send()
            found = await play.balance(campaign)
            assert found.unknown > 0
            assert (found.closes, found.pending, campaign.state) == (True, 0, Campaign.State.FINISHED)
            assert found.handed_over + found.unknown + found.failed == 450
            assert not play.doubles()

    asyncio.run(play())


def test_an_answer_that_never_comes_is_unknown_until_the_receipt_names_its_number(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch, response_timeout=0.3)
    monkeypatch.setattr(receipts, "PATIENCE", 0.2)

    async def play() -> None:
        async with scene(database, receipt_delay=(1.0, 1.5)) as play:
            campaign = await _campaign(play, 40)
            play.carrier.orders.give("silent", 5)
            async with play.sender() as process:
                await until(lambda: process.recorder.written == 40)
                assert (await play.balance(campaign)).unknown == 5
                await until(lambda: next(iter(process.lines.values())).receipts.received == 40)
                await process.idle()
            found = await play.balance(campaign)
            assert (found.unknown, found.handed_over, found.delivered) == (0, 40, 40)
            assert await ask(ParkedReceipt.objects.count) == 0
            assert not play.doubles()

    asyncio.run(play())


def test_early_doubled_and_reversed_receipts_change_nothing(database: str) -> None:
    async def play() -> None:
        async with scene(database, early_rate=0.3, duplicate_rate=0.3, enroute_rate=0.3) as play:
            campaign = await _campaign(play, 200)
            play.carrier.orders.give("reverse", 20)
            await play.send()
            found = await play.balance(campaign)
            assert (found.handed_over, found.delivered) == (200, 200)
            assert play.carrier.stats.receipts > 200
            delivered = Receipt.objects.filter(mandate_id=campaign.mandate_id, state=Receipt.State.DELIVERED)
            assert await ask(delivered.count) == 200

    asyncio.run(play())


def test_a_receipt_that_comes_after_the_sender_is_gone_finds_its_message_with_the_next_one(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play, 30)
            play.carrier.orders.give("late", 30)
            await play.send()
            assert (await play.balance(campaign)).delivered == 0
            play.carrier.release_receipts()
            async with play.sender() as process:
                await until(lambda: next(iter(process.lines.values())).receipts.received == 30)
                await process.idle()
            assert (await play.balance(campaign)).delivered == 30

    asyncio.run(play())


def test_a_receipt_of_an_unknown_message_is_parked_without_its_number(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "PATIENCE", 0.1)

    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play, 3)
            play.carrier.orders.give("late", 3)
            await play.send()
            await ask(_forget, campaign)
            play.carrier.release_receipts()
            async with play.sender() as process:
                await until(lambda: next(iter(process.lines.values())).receipts.parked == 3)
            parked = await ask(ParkedReceipt.objects.values, "carrier_id", "state")
            assert len(await ask(list, parked)) == 3

    asyncio.run(play())


def _forget(campaign: Campaign) -> None:
    """Make the ids of a campaign's messages unknown to us."""
    Outcome.objects.filter(mandate_id=campaign.mandate_id).update(carrier_id=None)


def test_a_carrier_that_refuses_the_sender_name_closes_the_route(database: str) -> None:
    async def play() -> None:
        async with scene(database, window=10) as play:
            campaign = await _campaign(play, 300)
            play.carrier.orders.give("bad_sender", 300)
            async with play.sender():
                await until_told(lambda: not Route.objects.get().enabled)
            found = await play.balance(campaign)
            assert 0 < found.failed <= 20
            assert (found.pending, found.closes) == (300 - found.failed, True)
            assert found.reasons == {"failed:RINVSRCADR": found.failed}

    asyncio.run(play())


def test_a_number_that_the_carrier_refuses_fails_alone(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play, 50)
            play.carrier.orders.give("refuse", 2)
            await play.send()
            found = await play.balance(campaign)
            assert (found.handed_over, found.failed) == (48, 2)
            assert found.reasons == {"failed:RINVDSTADR": 2}
            assert sum(play.taken(number) for number in People(count=50).numbers) == 48

    asyncio.run(play())
