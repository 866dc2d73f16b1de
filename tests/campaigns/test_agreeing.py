"""An answer to an invitation: a yes opens the way to one mandate's messages, a no closes it for good."""

import asyncio
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from tests.campaigns.sending import Scene, ask, scene
from tests.campaigns.sending_world import ASKS, FIRST_NUMBER, NOON, STAFF, TODAY, People

from selfcontact.campaigns.models import Campaign, Outcome, Reply
from selfcontact.contacts.actions import erase
from selfcontact.contacts.models import Invitation
from selfcontact.lib.digest import text_sha256
from selfcontact.mandates.actions import add_candidate
from selfcontact.mandates.models import ContactPolicy, Mandate
from selfcontact.opposition.actions import listed, oppose
from selfcontact.opposition.models import Entry
from selfcontact.vault import open_vault

INVITE = ContactPolicy.Kind.INVITE
LATER = NOON + timedelta(hours=1)
YES, NO, SILENT = FIRST_NUMBER, FIRST_NUMBER + 1, FIRST_NUMBER + 2


async def _mandate(play: Scene, count: int = 3) -> Mandate:
    mandate = await ask(play.house.mandate, People(count=count))
    await ask(lambda: play.house.follow(mandate, INVITE))
    return mandate


async def _invite(play: Scene, mandate: Mandate) -> Campaign:
    return await ask(lambda: play.house.campaign(mandate, text=ASKS, kind=Campaign.Kind.INVITATION))


def _row(mandate: Mandate, number: int) -> Invitation | None:
    index = open_vault().keys.open(mandate.pk, mandate.generation).fingerprint(number)
    return Invitation.objects.filter(mandate_id=mandate.pk, phone_index=index).first()


async def _said(mandate: Mandate, number: int) -> str:
    row = await ask(_row, mandate, number)
    assert row
    return row.answer


def test_an_ordinary_message_reaches_exactly_who_said_yes_to_the_invitation(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _mandate(play, count=4)
            await _invite(play, mandate)
            async with play.sender() as sender:
                await sender.idle()
                await play.answer(YES, "Oui.")
                await play.answer(NO, "STOP")
                await play.answer(NO + 2, "Non merci")
                await sender.idle()
            # Who said STOP or NO got one confirmation.
            assert [play.taken(FIRST_NUMBER + at) for at in range(4)] == [1, 2, 1, 2]
            campaign, again = await ask(play.house.campaign, mandate), await _invite(play, mandate)
            await play.send()
            assert [play.taken(FIRST_NUMBER + at) for at in range(4)] == [2, 2, 1, 2]
            found = await play.balance(campaign)
            assert (found.selected, found.handed_over) == (1, 1)
            assert (await play.balance(again)).selected == 0
            assert await ask(listed, number=YES) == []
            assert await ask(listed, number=SILENT) == []

    asyncio.run(play())


def test_a_yes_is_kept_with_the_text_that_asked_its_instant_and_the_sealed_reply_and_freezes_nobody(
    database: str,
) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _mandate(play, count=1)
            campaign = await _invite(play, mandate)
            async with play.sender() as sender:
                await sender.idle()
                await play.answer(YES, "OUI !")
            row, reply = await ask(_row, mandate, YES), await ask(Reply.objects.get)
            assert row
            assert (row.answer, row.campaign_id, row.text_sha256) == ("agreed", campaign.pk, text_sha256(ASKS))
            assert (row.reply, row.agreed_at) == (reply.uid, reply.received_at)
            assert isinstance(row.agreed_at, datetime)
            assert row.agreed_at >= row.invited_at
            assert (reply.reading, reply.waiting) == ("agreement", False)
            assert b"OUI" not in bytes(reply.sealed)
            assert await ask(listed, number=YES) == []

    asyncio.run(play())


@pytest.mark.parametrize("no", ["STOP", "non", "Arrêtez"])
def test_a_yes_after_a_no_changes_nothing_and_a_no_after_a_yes_wins(database: str, no: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _mandate(play, count=2)
            await _invite(play, mandate)
            async with play.sender() as sender:
                await sender.idle()
                for number, words in ((FIRST_NUMBER, (no, "oui")), (FIRST_NUMBER + 1, ("oui", no, "oui"))):
                    for text in words:
                        await play.answer(number, text)
                    assert await _said(mandate, number) == "refused"
                    assert "opposition" in await ask(listed, number=number)
            campaign = await ask(play.house.campaign, mandate)
            await play.send()
            assert (await play.balance(campaign)).selected == 0

    asyncio.run(play())


def test_a_yes_after_an_opposition_by_another_way_changes_nothing(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _mandate(play, count=1)
            await _invite(play, mandate)
            async with play.sender() as sender:
                await sender.idle()
                await ask(lambda: oppose(actor=STAFF, number=YES, channel=Entry.Channel.STAFF, on=TODAY))
                await play.answer(YES, "oui")
            assert await _said(mandate, YES) == ""

    asyncio.run(play())


@pytest.mark.parametrize("text", ["oui mais pas trop souvent", "oui ?", "hmm", "👍", "peut-être"])
def test_what_is_not_a_plain_yes_is_none(database: str, text: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _mandate(play, count=1)
            await _invite(play, mandate)
            async with play.sender() as sender:
                await sender.idle()
                await play.answer(YES, text)
            assert await _said(mandate, YES) == ""

    asyncio.run(play())


def test_a_yes_while_two_candidates_wait_for_one_is_for_a_human(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            both = [await _mandate(play, count=2), await _mandate(play, count=1)]
            for mandate in both:
                await _invite(play, mandate)
            async with play.sender() as sender:
                await sender.idle()
                await play.answer(FIRST_NUMBER, "OUI")
                await play.answer(FIRST_NUMBER + 1, "OUI")
            assert [await _said(mandate, FIRST_NUMBER) for mandate in both] == ["", ""]
            assert await ask(listed, number=FIRST_NUMBER) == ["hold"]
            assert await ask(Reply.objects.filter(waiting=True).count) == 1
            assert await _said(both[0], FIRST_NUMBER + 1) == "agreed"

    asyncio.run(play())


def test_a_yes_while_another_invitation_may_have_arrived_and_its_outcome_is_not_written_is_for_a_human(
    database: str,
) -> None:
    async def play() -> None:
        async with scene(database) as play:
            both = [await _mandate(play, count=1), await _mandate(play, count=1)]
            campaigns = [await _invite(play, mandate) for mandate in both]
            async with play.sender() as sender:
                await sender.idle()
                await ask(lambda: Outcome.objects.filter(campaign_id=campaigns[1].pk).delete())
                await play.answer(YES, "OUI")
            assert [await _said(mandate, YES) for mandate in both] == ["", ""]
            assert await ask(listed, number=YES) == ["hold"]

    asyncio.run(play())


def test_a_yes_that_answers_no_invitation_is_read_by_a_human_as_it_always_was(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=1))
            await ask(play.house.campaign, mandate)
            async with play.sender() as sender:
                await sender.idle()
                await play.answer(YES, "OUI")
            assert await ask(_row, mandate, YES) is None
            assert await ask(listed, number=YES) == ["hold"]

    asyncio.run(play())


def test_a_yes_to_an_ordinary_message_that_came_after_the_invitation_is_no_answer_to_it(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=1))
            await _invite(play, mandate)
            await play.send()
            await ask(play.house.campaign, mandate)
            async with play.sender(LATER) as sender:
                await sender.idle()
                assert play.taken(YES) == 2
                await play.answer(YES, "OUI")
            assert await _said(mandate, YES) == ""

    asyncio.run(play())


def test_a_yes_of_who_was_erased_brings_nothing_back(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _mandate(play, count=1)
            await _invite(play, mandate)
            async with play.sender() as sender:
                await sender.idle()
                await ask(lambda: erase(actor=STAFF, mandate=mandate, number=YES))
                await play.answer(YES, "OUI")
            assert await ask(_row, mandate, YES) is None

    asyncio.run(play())


def test_a_hold_that_a_yes_came_after_ends_when_a_human_has_read_and_not_before(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _mandate(play, count=1)
            await _invite(play, mandate)
            async with play.sender() as sender:
                await sender.idle()
                await play.answer(YES, "hmm je sais pas trop")
                await play.answer(YES, "oui")
            assert await _said(mandate, YES) == "agreed"
            assert await ask(listed, number=YES) == ["hold"]
            campaign = await ask(play.house.campaign, mandate)
            await play.send()
            found = await play.balance(campaign)
            assert (found.handed_over, found.opposed) == (0, 1)

    asyncio.run(play())


@pytest.mark.parametrize(("scope", "first_says"), [("candidate", "agreed"), ("everyone", "refused")])
def test_a_no_to_one_candidate_takes_back_the_yes_to_another_as_far_as_the_house_lets_a_stop_reach(
    database: str, monkeypatch: pytest.MonkeyPatch, scope: str, first_says: str
) -> None:
    monkeypatch.setattr(settings, "STOP_SCOPE", scope)

    async def play() -> None:
        async with scene(database) as play:
            first, second = await _mandate(play, count=1), await _mandate(play, count=1)
            await ask(_of_another, second)
            for at, mandate, text in ((NOON, first, "oui"), (LATER, second, "STOP")):
                await _invite(play, mandate)
                async with play.sender(at) as sender:
                    await sender.idle()
                    await play.answer(YES, text)
            assert await _said(second, YES) == "refused"
            assert await _said(first, YES) == first_says

    asyncio.run(play())


def _of_another(mandate: Mandate) -> None:
    mandate.candidate = add_candidate(actor=STAFF, reference="autre", name="Camille Autre", aliases=("Alix Durand",))
    mandate.save()
