"""A STOP wins over everything that has not left."""

import asyncio
from random import Random

import pytest
from django.conf import settings
from tests.campaigns.sending import Scene, ask, quick, scene, until
from tests.campaigns.sending_world import FIRST_NUMBER, STAFF, TODAY, People

from selfcontact.campaigns.models import Reply
from selfcontact.opposition.actions import listed, oppose
from selfcontact.opposition.models import Entry
from selfcontact.sms.gateway import Submission
from selfcontact.sms.session import Session
from selfcontact.vault import open_vault


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_written_to_a_number_once_its_stop_is_committed(
    database: str, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    written: list[int] = []
    usual = Session.submit_now

    def submit_now(self: Session, submissions: list[Submission]) -> None:
        written.extend(submission.destination for submission in submissions)
        usual(self, submissions)

    monkeypatch.setattr(Session, "submit_now", submit_now)
    quick(monkeypatch)

    async def play() -> None:
        random = Random(seed)
        people = People(count=600)
        async with scene(database, window=random.choice((6, 20, 50)), throttle_rate=0.02) as play:
            mandate = await ask(play.house.mandate, people)
            campaign = await ask(play.house.campaign, mandate)
            async with play.sender() as one, play.sender() as two:
                for moment in sorted(random.sample(range(500), 12)):
                    await until(lambda moment=moment: len(written) >= moment)  # type: ignore[misc]
                    number = random.choice(people.numbers)
                    # The verb returns in its thread: whatever the loop writes from then on comes after the commit.
                    after = await ask(_oppose, number, written)
                    assert number not in written[after:]
                    opposed.append((number, after))
                await asyncio.gather(one.idle(), two.idle())
            assert all(number not in written[after:] for number, after in opposed)
            assert not play.doubles()
            assert (await play.balance(campaign)).closes

    opposed: list[tuple[int, int]] = []
    asyncio.run(play())


def _oppose(number: int, written: list[int]) -> int:
    oppose(actor=STAFF, number=number, channel=Entry.Channel.STAFF, on=TODAY)
    return len(written)


async def _one_campaign(play: Scene, count: int = 20) -> int:
    mandate = await ask(play.house.mandate, People(count=count))
    await ask(play.house.campaign, mandate)
    return mandate.pk


def test_a_stop_is_on_the_list_before_the_carrier_is_answered_and_confirmed_once(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            await _one_campaign(play)
            async with play.sender() as process:
                await process.idle()
                sent = play.carrier.stats.accepted
                for text in ("STOP", "stop svp", "Arrêtez"):
                    await play.answer(FIRST_NUMBER, text)
                    assert await ask(listed, number=FIRST_NUMBER) == ["opposition"]
                await until(lambda: play.carrier.stats.accepted > sent)
                await process.idle()
                assert play.carrier.stats.accepted == sent + 1
                assert play.taken(FIRST_NUMBER) == 2
            assert await ask(Reply.objects.count) == 0

    asyncio.run(play())


def test_no_confirmation_leaves_when_the_house_does_not_want_any(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "STOP_CONFIRMATION", False)

    async def play() -> None:
        async with scene(database) as play:
            await _one_campaign(play)
            async with play.sender() as process:
                await process.idle()
                await play.answer(FIRST_NUMBER, "STOP")
                await process.idle()
            assert play.taken(FIRST_NUMBER) == 1

    asyncio.run(play())


def test_a_doubtful_reply_freezes_the_number_and_waits_for_a_human_who_alone_reads_it(database: str) -> None:
    text = "hmm je sais pas trop quoi en penser la"

    async def play() -> None:
        async with scene(database) as play:
            mandate = await _one_campaign(play)
            async with play.sender() as process:
                await process.idle()
                await play.answer(FIRST_NUMBER + 1, text)
            assert await ask(listed, number=FIRST_NUMBER + 1) == ["hold"]
            reply = await ask(Reply.objects.get)
            assert (reply.reading, reply.waiting, reply.mandate_id) == ("doubtful", True, mandate)
            assert text.encode() not in bytes(reply.sealed)
            assert await ask(_read, reply) == text
            assert play.taken(FIRST_NUMBER + 1) == 1

    asyncio.run(play())


def _read(reply: Reply) -> str:
    keys = open_vault().keys.open(reply.mandate_id, reply.generation)
    return keys.open("reply", reply.uid.int >> 65, bytes(reply.sealed)).decode()


def test_a_stop_of_a_number_that_nobody_wrote_to_counts_and_its_text_is_dropped(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            await _one_campaign(play)
            async with play.sender() as process:
                await process.idle()
                await play.answer(FIRST_NUMBER + 5000, "STOP")
                await play.answer(FIRST_NUMBER + 5001, "Bravo, je vote pour vous !")
            assert await ask(listed, number=FIRST_NUMBER + 5000) == ["opposition"]
            assert await ask(listed, number=FIRST_NUMBER + 5001) == []
            assert await ask(Reply.objects.count) == 0

    asyncio.run(play())


def test_a_stop_counts_for_its_candidate_alone_where_the_house_says_so(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "STOP_SCOPE", "candidate")

    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=3))
            await ask(play.house.campaign, mandate)
            async with play.sender() as process:
                await process.idle()
                await play.answer(FIRST_NUMBER, "STOP")
            assert await ask(listed, number=FIRST_NUMBER) == []
            assert await ask(listed, number=FIRST_NUMBER, candidate_id=mandate.candidate_id) == ["opposition"]

    asyncio.run(play())
