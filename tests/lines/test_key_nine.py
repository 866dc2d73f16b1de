"""Key 9 from end to end: a telephone of another hand, the process, the list, and the campaign that runs afterwards."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tests.campaigns.sending import ask, scene, until_told
from tests.campaigns.sending_world import People
from tests.lines.test_answering import answering
from tests.lines.test_reach import TEXT, let_send, published
from tests.lines.world import Studio
from tests.voice import baresip
from tests.voice.world import CALLER, LINE_NUMBER

from selfcontact.demo import handset
from selfcontact.demo.sip_words import Words
from selfcontact.lines.models import Heard
from selfcontact.opposition.actions import listed
from selfcontact.opposition.models import Entry
from selfcontact.voice.flow import Exit

NUMBER = int(CALLER)
Telephone = Callable[[str], Awaitable[None]]


async def nine_twice(address: str) -> None:
    async with baresip.phone() as phone:
        await phone.call(address)
        for _ in range(2):
            await phone.press("9")
        await phone.until(lambda: "CALL_CLOSED" in phone.events)


async def nine_once(address: str) -> None:
    async with baresip.phone() as phone:
        await phone.call(address)
        await phone.press("9")
        await phone.command("hangup")
        await phone.until(lambda: "CALL_CLOSED" in phone.events)


async def nine_twice_by_our_own_telephone(address: str) -> None:
    host, _, port = address.partition(":")
    words = Words(line=LINE_NUMBER, caller=CALLER, call_id="nine", at=(host, int(port)))
    await handset.call(words, packets=20, key="9")


@pytest.mark.parametrize(
    ("telephone", "opposed"), [(nine_twice, 1), (nine_twice_by_our_own_telephone, 1), (nine_once, 0)]
)
def test_who_presses_nine_and_confirms_is_listed_by_number_and_skipped_by_the_campaign_that_runs_afterwards(
    database: str, quick_voice: list[Any], here: None, tmp_path: Path, telephone: Telephone, opposed: int
) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=4, first=NUMBER - 1))
            line = await ask(lambda: published(Studio(), mandate))
            with answering(database, tmp_path) as voice:
                await telephone(voice.address)
                await until_told(Heard.objects.exists)
            exit = str(Exit.OBJECTED if opposed else Exit.LEFT)  # noqa: A001 (the figures' own word)
            assert await ask(lambda: list(Heard.objects.values_list("line", "exit"))) == [(line.pk, exit)]
            assert await ask(listed, number=NUMBER) == ["opposition"] * opposed
            assert await ask(Entry.objects.filter(channel=Entry.Channel.VOICE, candidate=None).count) == opposed
            campaign = await ask(lambda: play.house.campaign(mandate, text=TEXT))
            assert await let_send(play) == []
            done = await play.balance(campaign)
            assert (done.handed_over, done.opposed, done.closes) == (4 - opposed, opposed, True)
            assert [play.taken(number) for number in range(NUMBER - 1, NUMBER + 3)] == [1, 1 - opposed, 1, 1]

    asyncio.run(play())
