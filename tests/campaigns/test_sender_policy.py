"""A policy that asks for consent anew while a campaign runs, and what each message's reader had been promised."""

import asyncio
from datetime import date, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from tests.campaigns.sending import Scene, ask, quick, scene, until
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, TODAY, People
from tests.policies import world as policy

from selfcontact.campaigns import promised
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender.claim import CLAIM, Order, groups
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.mandates.models import Mandate
from selfcontact.sms.gateway import Submission
from selfcontact.sms.session import Session

TOMORROW = TODAY + timedelta(days=1)
BEFORE = People(count=60)
SINCE = People(count=40, first=FIRST_NUMBER + 1000, agreed=TODAY)
EVE = People(count=20, first=FIRST_NUMBER + 2000, agreed=TODAY - timedelta(days=1))
BLOCKS = "SELECT policy, sum(last - first + 1) FROM campaigns_block WHERE state <> 'pending' GROUP BY 1 ORDER BY 1"


def begun(play: Scene, *people: People, on: date = TODAY, again: bool = True) -> Campaign:
    policy.publish(on=date(2026, 1, 1), at=NOON - timedelta(days=90))
    mandate = play.house.mandate(*people)
    if again:
        policy.publish_weighty(on=on, consent_again=True, at=NOON)
    return play.house.campaign(mandate, block=7)


def told() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(BLOCKS)
        return dict(cursor.fetchall())


def test_who_agreed_before_gets_nothing_who_agreed_since_does_and_the_balance_says_why(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await ask(begun, play, BEFORE, SINCE, EVE)
            await play.send()
            assert [play.taken(number) for number in SINCE.numbers] == [1] * SINCE.count
            assert not any(play.taken(number) for number in (*BEFORE.numbers, *EVE.numbers))
            found = await play.balance(campaign)
            assert (found.handed_over, found.refused, found.closes) == (SINCE.count, 80, True)
            assert found.reasons == {"refused:PC-01": 80}

    asyncio.run(play())


def test_a_version_that_is_only_announced_stops_nothing(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await ask(begun, play, BEFORE, on=TOMORROW)
            await play.send()
            assert (await play.balance(campaign)).handed_over == BEFORE.count
            assert await ask(told) == {1: BEFORE.count}

    asyncio.run(play())


@pytest.mark.parametrize("moment", [0, 30])
def test_once_it_is_published_nothing_is_written_to_who_agreed_before(
    database: str, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    written: list[int] = []
    usual = Session.submit_now

    def submit_now(self: Session, submissions: list[Submission]) -> None:
        written.extend(one.destination for one in submissions)
        usual(self, submissions)

    monkeypatch.setattr(Session, "submit_now", submit_now)
    quick(monkeypatch)

    def publish() -> int:
        policy.publish_weighty(on=TODAY, consent_again=True, at=NOON)
        return len(written)

    async def play() -> None:
        async with scene(database, window=20) as play:
            campaign = await ask(lambda: begun(play, BEFORE, SINCE, again=False))
            async with play.sender() as sender:
                await until(lambda: len(written) >= moment)
                after = await ask(publish)
                await sender.idle()
            assert {*written[after:]}.isdisjoint(BEFORE.numbers)
            found = await play.balance(campaign)
            assert (found.closes, found.pending) == (True, 0)
            assert found.reasons.get("refused:PC-01", 0) == BEFORE.count - sum(map(play.taken, BEFORE.numbers))

    asyncio.run(play())


def test_who_comes_again_in_a_new_file_with_a_newer_consent_is_written_to_by_the_next_campaign(database: str) -> None:
    renewed = People(count=BEFORE.count, agreed=TODAY)

    def again(play: Scene, campaign: Campaign) -> Campaign:
        mandate = Mandate.objects.get(pk=campaign.mandate_id)
        play.house.deliver(mandate, (renewed,), synthetic=True, reference="renewed")
        return play.house.campaign(mandate)

    async def play() -> None:
        async with scene(database) as play:
            campaign = await ask(begun, play, BEFORE)
            await play.send()
            later = await ask(again, play, campaign)
            await play.send()
            assert (await play.balance(campaign)).refused == BEFORE.count
            found = await play.balance(later)
            assert (found.selected, found.handed_over) == (BEFORE.count, BEFORE.count)

    asyncio.run(play())


def test_of_one_message_and_of_all_it_is_known_which_policy_their_readers_were_promised(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await ask(lambda: begun(play, BEFORE, again=False))
            assert await ask(promised.policy_at, campaign.mandate_id, campaign.pk, 3) is None
            await play.send()
            assert await ask(promised.policy_at, campaign.mandate_id, campaign.pk, 3) == 1
            question = Question(objects=(campaign.uid,), mandate_id=campaign.mandate_id)
            told = {one.leaf.action: one.details for one in (await ask(lambda: read(question).lines)) if one.leaf}
            assert told[Action.CAMPAIGN_STARTED]["policy"] == 1
            assert told[Action.CAMPAIGN_FINISHED]["policy"] == {"1": BEFORE.count}

    asyncio.run(play())


def test_a_campaign_that_lasts_over_a_change_says_which_message_left_under_which_version(database: str) -> None:
    async def claim(play: Scene, campaign: Campaign, *orders: tuple[int, datetime]) -> None:
        async with await psycopg.AsyncConnection.connect(play.house.database, autocommit=True) as own:
            (group,) = await groups(own, campaign.mandate_id, campaign.pk)
            for messages, at in orders:
                order = Order(
                    mandate_id=campaign.mandate_id, campaign_id=campaign.pk, group=group, messages=messages, at=at,
                    sender=uuid4(),
                )  # fmt: skip
                await own.execute(CLAIM, order.parameters())

    async def play() -> None:
        async with scene(database) as play:
            campaign = await ask(lambda: begun(play, BEFORE, again=False))
            await ask(lambda: policy.publish(policy.SECOND, on=TOMORROW, at=NOON))
            await claim(play, campaign, (10, NOON), (20, NOON + timedelta(days=1)))
            found = await ask(promised.versions, campaign)
            assert [(one.version, one.messages) for one in found] == [(1, 10), (2, 18)]
            places = [await ask(promised.policy_at, campaign.mandate_id, campaign.pk, at) for at in (0, 9, 10, 27, 28)]
            assert places == [1, 1, 2, 2, None]

    asyncio.run(play())
