"""Twenty times kill -9 of the sender in one campaign: no number gets two, and what may have left is listed."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from functools import partial
from random import Random

import numpy as np
import pytest
from django.conf import settings
from django.db import connection
from tests.campaigns.sending import Scene, ask, scene, until
from tests.campaigns.sending_world import NOON, STAFF, TODAY, People

from selfcontact.campaigns.models import Campaign
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.vault import open_vault

MESSAGES = 20_000
KILLS = 20
SEED = 20270316
SENDER = "import django; django.setup(); from selfcontact.campaigns.sender import run; run()"
#: What the database says of the number at each position: its worst outcome.
OUTCOMES = """
SELECT message.phone_index, max(outcome.kind) FROM campaigns_message AS message
JOIN campaigns_outcome AS outcome USING (mandate_id, campaign_id, position)
WHERE mandate_id = %s AND campaign_id = %s GROUP BY 1
"""
HANDED_OVER, OPPOSED, UNKNOWN = 1, 3, 6


@pytest.mark.timeout(280)
def test_a_sender_killed_twenty_times_doubles_nobody_and_lists_what_it_does_not_know(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The clock of a killed sender starts anew; it stays within the hours for as long as the test may last.
    monkeypatch.setenv("SELFCONTACT_CLOCK_START", NOON.isoformat())
    # A confirmation is a second message to its number, by right; here every second one is a fault.
    monkeypatch.setenv("SELFCONTACT_STOP_CONFIRMATION", "0")
    monkeypatch.setattr(settings, "STOP_CONFIRMATION", False)
    asyncio.run(_play(database))


async def _play(database: str) -> None:
    random = Random(SEED)
    async with scene(database, window=200, silent_rate=0.3, reply_rate=0.005) as play:
        people = People(count=MESSAGES)
        mandate = await ask(play.house.mandate, people)
        campaign = await ask(play.house.campaign, mandate)
        refused = asyncio.create_task(_oppose_some(play, random.sample(people.numbers, 40)))
        for moment in sorted(random.sample(range(200, MESSAGES - 500), KILLS)):
            await _live_until(play, moment)
        await play.send()
        await _judge(play, campaign, people, await refused)


async def _start() -> Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-c", SENDER, env={**os.environ}, stderr=DEVNULL)


async def _live_until(play: Scene, submits: int) -> None:
    """Start a sender and kill it when the carrier has taken that many messages in all."""
    sender = await _start()
    await until(lambda: _taken(play, submits) or sender.returncode is not None)
    assert sender.returncode is None
    sender.send_signal(signal.SIGKILL)
    await sender.wait()


async def _oppose_some(play: Scene, numbers: list[int]) -> dict[int, int]:
    """Oppose numbers all along the campaign; return, for each, how far the carrier's journal was once it was done."""
    assert play.carrier.journal
    done = {}
    for count, number in enumerate(numbers):
        moment = count * (MESSAGES - 1000) // len(numbers)
        await until(partial(_taken, play, moment))
        await ask(oppose, actor=STAFF, number=number, channel=Entry.Channel.STAFF, on=TODAY)
        # Whatever was on the wire before the commit is read by the carrier in the next turns of this loop.
        for _ in range(5):
            await asyncio.sleep(0)
        done[number] = len(play.carrier.journal.entries)
    return done


def _taken(play: Scene, submits: int) -> bool:
    return play.carrier.stats.submits >= submits


async def _judge(play: Scene, campaign: Campaign, people: People, opposed: dict[int, int]) -> None:
    journal = play.carrier.journal
    assert journal
    assert not journal.doubles()
    found = await play.balance(campaign)
    assert found.closes
    assert campaign.state == Campaign.State.FINISHED
    assert found.unknown > 0
    assert found.handed_over + found.unknown + found.opposed == MESSAGES
    taken = {digest for digest, _ in journal.accepted()}
    told = await ask(_told, campaign, people)
    for number in people.numbers:
        digest = journal.digest(number)
        assert (digest in taken) if told[number] == HANDED_OVER else (told[number] in (UNKNOWN, OPPOSED))
        assert told[number] != OPPOSED or digest not in taken
    late = [entry for entry in journal.entries if entry.kind == "submit"]
    for number, order in opposed.items():
        assert all(entry.order < order for entry in late if entry.digest == journal.digest(number))


def _told(campaign: Campaign, people: People) -> dict[int, int]:
    """Return the worst outcome of each number, as the database has it."""
    octets = open_vault().keys.open(campaign.mandate_id, 1).fingerprints(np.array(people.numbers, np.uint64)).tobytes()
    numbers = {octets[16 * at : 16 * at + 16]: number for at, number in enumerate(people.numbers)}
    with connection.cursor() as cursor:
        cursor.execute(OUTCOMES, [campaign.mandate_id, campaign.pk])
        return {numbers[bytes(index)]: kind for index, kind in cursor.fetchall()}
