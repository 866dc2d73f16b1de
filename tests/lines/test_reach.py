"""Messages that ask people to call: a line is named only while it answers; who objects there is written to no more."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.campaigns.sending import Scene, ask, scene
from tests.campaigns.sending_world import FIRST_NUMBER, House, People
from tests.lines.world import NOON, STAFF, Studio

from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns import checks
from selfcontact.campaigns.draft import judge_draft
from selfcontact.campaigns.models import Campaign
from selfcontact.lib.errors import UserError
from selfcontact.lib.personal import Personal
from selfcontact.lines import actions
from selfcontact.lines.answering import objecting
from selfcontact.lines.models import Line
from selfcontact.mandates.models import Mandate

TEXT = "Alix Durand vous parle au 01 99 00 12 34 (appel non surtaxe). Pub. politique {notice} STOP 36180"


def published(studio: Studio, mandate: Mandate, reference: str = "line") -> Line:
    studio.mandate = mandate
    line = studio.line(reference)
    studio.record(line)
    studio.approve(line)
    actions.publish(actor=STAFF, line=line, at=NOON)
    return line


def refused(campaign: Campaign) -> list[str]:
    stored = [one.rule for one in checks.objections(campaign, NOON)]
    # The author sees, before anything is stored, what the sender will say.
    assert [one.rule for one in judge_draft(campaign, NOON).refusals] == stored
    return stored


def test_a_draft_that_names_a_line_says_what_the_line_lacks(studio: Studio, database: str) -> None:
    house = House(database=database, port=1)
    mandate = house.mandate(People(count=5))
    studio.mandate = mandate
    line = studio.line()
    campaign = house.campaign(mandate, text=TEXT, start=False)
    assert refused(campaign) == ["VL-02"]
    studio.record(line)
    studio.approve(line)
    assert refused(campaign) == ["VL-02"]
    actions.publish(actor=STAFF, line=line, at=NOON)
    assert refused(campaign) == []
    content = campaigns.Content(
        text=TEXT.replace(" (appel non surtaxe)", ""),
        **{name: getattr(campaign, name) for name in ("sender_name", "area", "age_from", "age_to")},
        earliest=campaign.earliest,
        latest=campaign.latest,
    )
    campaigns.edit(actor=STAFF, campaign=campaign, content=content, at=NOON)
    assert refused(campaign) == ["SM-23"]


def test_a_text_that_names_a_line_that_has_ended_is_refused_until_another_line_has_its_number(
    studio: Studio, database: str
) -> None:
    house = House(database=database, port=1)
    mandate = house.mandate(People(count=5))
    line = published(studio, mandate)
    campaign = house.campaign(mandate, text=TEXT, start=False)
    actions.stop(actor=STAFF, line=line, grounds="test", at=NOON)
    actions.retire(actor=STAFF, line=line, at=NOON)
    assert refused(campaign) == ["VL-02"]
    published(studio, mandate, "next")
    assert refused(campaign) == []


def test_a_campaign_that_outlives_the_line_it_names_is_not_submitted(studio: Studio, database: str) -> None:
    house = House(database=database, port=1)
    mandate = house.mandate(People(count=5))
    line = published(studio, mandate)
    campaign = house.campaign(mandate, text=TEXT, start=False, latest=line.closes_at + timedelta(hours=1))
    with pytest.raises(UserError, match="VL-02"):
        campaigns.submit(actor=STAFF, campaign=campaign, at=NOON)


async def let_send(play: Scene) -> list[str]:
    """Let a sender do what it can and return the rules that hold its campaigns back."""
    async with play.sender(NOON) as process:
        await process.idle()
        return [served.withheld for line in process.lines.values() for served in line.roster]


def test_nothing_leaves_while_the_line_it_names_is_off_the_air(
    database: str, quick_voice: list[Any], here: None, tmp_path: Path
) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=20))
            line = await ask(lambda: published(Studio(), mandate))
            campaign = await ask(lambda: play.house.campaign(mandate, text=TEXT))
            await ask(lambda: actions.stop(actor=STAFF, line=line, grounds="test", at=NOON))
            assert await let_send(play) == ["VL-02"]
            assert (await play.balance(campaign)).handed_over == 0
            await ask(lambda: actions.publish(actor=STAFF, line=line, at=NOON))
            await let_send(play)
            assert (await play.balance(campaign)).handed_over == 20

    asyncio.run(play())


def test_who_objected_on_the_line_is_skipped_by_a_campaign_that_runs_afterwards(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=20))
            caller = Personal(str(FIRST_NUMBER + 7))
            await ask(objecting.write, caller, mandate.candidate_id, NOON)
            campaign = await ask(lambda: play.house.campaign(mandate))
            await let_send(play)
            done = await play.balance(campaign)
            assert (done.handed_over, done.opposed) == (19, 1)

    asyncio.run(play())
