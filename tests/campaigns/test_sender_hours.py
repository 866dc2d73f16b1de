"""Nothing leaves outside the hours or into a silence, on the clock of the person who gets it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.campaigns.sending import Scene, ask, scene
from tests.campaigns.sending_world import FIRST_NUMBER, LONG, NOON, TEXT, People

from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender.handover import Handover, Prepared, Target
from selfcontact.sms.gateway import Submission
from selfcontact.sms.session import Session

#: The ballot is on Sunday 18 April 2027 in Paris, the silence starts on Saturday at midnight.
FRIDAY_EVENING = datetime(2027, 4, 16, 18, 30, tzinfo=UTC)
SATURDAY_MORNING = datetime(2027, 4, 17, 9, tzinfo=UTC)
SILENCE = datetime(2027, 4, 16, 22, tzinfo=UTC)
AFTER = datetime(2027, 5, 30, tzinfo=UTC)
REUNION = People(count=30, first=262_693_000_000, commune="97411", postcode="97400", dial=262)
GUADELOUPE = People(count=30, first=590_690_000_000, commune="97105", postcode="97100", dial=590)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Submission]:
    """Collect what is handed to the session."""
    collected: list[Submission] = []
    usual = Session.submit_now

    def submit_now(self: Session, submissions: list[Submission]) -> None:
        collected.extend(submissions)
        usual(self, submissions)

    monkeypatch.setattr(Session, "submit_now", submit_now)
    return collected


async def _withheld(play: Scene, at: datetime) -> list[str]:
    """Let a sender do what it can and return the rules that hold its campaigns back."""
    async with play.sender(at) as process:
        await process.idle()
        return [served.withheld for line in process.lines.values() for served in line.roster]


async def _campaign(play: Scene, *people: People) -> Campaign:
    mandate = await ask(play.house.mandate, *people)
    return await ask(play.house.campaign, mandate, latest=AFTER)


def test_no_message_that_leaves_on_the_last_evening_may_still_live_in_the_silence(
    database: str, written: list[Submission]
) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play, People(count=40))
            await _withheld(play, FRIDAY_EVENING)
            assert (await play.balance(campaign)).handed_over == 40
            lives = [submission.validity for submission in written]
            # Hours end at half past nine; the silence starts two hours and a half later.
            assert all(life and FRIDAY_EVENING + life < SILENCE - timedelta(hours=2) for life in lives)

    asyncio.run(play())


def test_nothing_leaves_in_the_silence_and_what_waits_is_still_there(database: str, written: list[Submission]) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play, People(count=40))
            assert await _withheld(play, SATURDAY_MORNING) == ["EL-01"]
            assert not written
            assert (await play.balance(campaign)).pending == 40

    asyncio.run(play())


def test_a_zone_whose_night_has_come_waits_while_the_others_go_on(database: str, written: list[Submission]) -> None:
    evening = NOON.replace(hour=18)

    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play, People(count=30), REUNION, GUADELOUPE)
            await _withheld(play, evening)
            found = await play.balance(campaign)
            assert (found.handed_over, found.pending) == (60, 30)
            assert not {submission.destination for submission in written} & set(REUNION.numbers)
            assert {submission.destination for submission in written} >= set(GUADELOUPE.numbers)
            assert campaign.state == Campaign.State.RUNNING

    asyncio.run(play())


def test_a_number_of_reunion_with_an_address_in_paris_follows_both_clocks(
    database: str, written: list[Submission]
) -> None:
    traveller = People(count=10, first=262_693_000_000, dial=262)

    async def play() -> None:
        async with scene(database) as play:
            campaign = await _campaign(play, traveller, People(count=10))
            await _withheld(play, NOON.replace(hour=18))
            assert (await play.balance(campaign)).pending == 10
            assert {one.destination for one in written} == set(range(FIRST_NUMBER, FIRST_NUMBER + 10))

    asyncio.run(play())


def test_what_was_not_sent_when_the_slot_is_over_expires_and_the_campaign_ends(database: str) -> None:
    latest = NOON + timedelta(hours=2)

    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=40))
            campaign = await ask(play.house.campaign, mandate, latest=latest)
            await play.send(latest + timedelta(minutes=1))
            found = await play.balance(campaign)
            assert (found.expired, found.handed_over, found.closes) == (40, 0, True)
            assert campaign.state == Campaign.State.FINISHED

    asyncio.run(play())


@pytest.mark.parametrize("text", [TEXT, LONG])
def test_a_slice_whose_commit_took_all_the_time_there_was_expires_and_nothing_of_it_leaves(
    database: str, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    # A disk that holds a commit back for a quarter of an hour cannot be had for a test.
    usual = Handover._prepare

    async def prepare(self: Handover, target: Target) -> Prepared:
        prepared = await usual(self, target)
        return replace(prepared, ends=asyncio.get_running_loop().time() + 0.5)

    monkeypatch.setattr(Handover, "_prepare", prepare)

    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=60))
            campaign = await ask(lambda: play.house.campaign(mandate, text=text))
            await play.send()
            found = await play.balance(campaign)
            assert (found.expired, found.pending, found.closes) == (60, 0, True)
            assert play.carrier.stats.submits == 0
            assert campaign.state == Campaign.State.FINISHED

    asyncio.run(play())
