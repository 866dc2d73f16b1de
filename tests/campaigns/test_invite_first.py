"""Where a mandate invites first, only who said yes gets more than one question."""

import asyncio

from tests.campaigns.sending import HandClock, Scene, ask, scene
from tests.campaigns.sending_world import ASKS, FIRST_NUMBER, NOON, STAFF, People

from selfcontact.campaigns.audience import count, of_campaign
from selfcontact.campaigns.balance import Balance
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.certificates.actions import end_mandate
from selfcontact.contacts.actions import erase
from selfcontact.contacts.models import Invitation
from selfcontact.lib.digest import text_sha256
from selfcontact.mandates.models import ContactPolicy, Mandate
from selfcontact.vault import open_vault

INVITE, CONSENT = ContactPolicy.Kind.INVITE, ContactPolicy.Kind.CONSENT
INVITATION = Campaign.Kind.INVITATION


async def _invite(play: Scene, mandate: Mandate) -> Campaign:
    return await ask(lambda: play.house.campaign(mandate, text=ASKS, kind=INVITATION, block=2))


async def _sent(play: Scene, campaign: Campaign) -> Balance:
    await play.send()
    return await play.balance(campaign)


def _answer(mandate: Mandate, number: int, answer: str) -> None:
    index = open_vault().keys.open(mandate.pk, mandate.generation).fingerprint(number)
    Invitation.objects.filter(mandate_id=mandate.pk, phone_index=index).update(answer=answer)


async def _asked(play: Scene, count: int = 4) -> Mandate:
    """Return a mandate that invites first and has asked everyone: the first said yes, the second no."""
    mandate = await ask(play.house.mandate, People(count=count))
    await ask(lambda: play.house.follow(mandate, INVITE))
    assert (await _sent(play, await _invite(play, mandate))).handed_over == count
    await ask(_answer, mandate, FIRST_NUMBER, "agreed")
    await ask(_answer, mandate, FIRST_NUMBER + 1, "refused")
    return mandate


def test_an_ordinary_campaign_selects_and_reaches_exactly_those_who_said_yes(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _asked(play)
            found = await _sent(play, await ask(play.house.campaign, mandate))
            assert (found.selected, found.handed_over, found.refused) == (1, 1, 0)
            assert [play.taken(FIRST_NUMBER + at) for at in range(4)] == [2, 1, 1, 1]

    asyncio.run(play())


def test_a_yes_that_is_gone_when_the_message_leaves_is_a_refusal_that_is_counted(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _asked(play)
            campaign = await ask(play.house.campaign, mandate)
            await ask(_answer, mandate, FIRST_NUMBER, "refused")
            found = await _sent(play, campaign)
            assert (found.selected, found.handed_over, found.reasons) == (1, 0, {"refused:CN-02": 1})

    asyncio.run(play())


def test_a_campaign_under_way_stops_at_who_has_not_said_yes_once_the_mandate_invites_first(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=3))
            campaign = await ask(play.house.campaign, mandate)
            await ask(lambda: play.house.follow(mandate, INVITE))
            found = await _sent(play, campaign)
            assert (found.handed_over, found.reasons) == (0, {"refused:CN-02": 3})

    asyncio.run(play())


def test_nobody_is_invited_twice_and_a_newcomer_is(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _asked(play)
            newcomers = (People(count=2, first=FIRST_NUMBER + 4),)
            await ask(lambda: play.house.deliver(mandate, newcomers, synthetic=True, reference="later"))
            found = await _sent(play, await _invite(play, mandate))
            assert (found.selected, found.handed_over) == (2, 2)
            assert [play.taken(FIRST_NUMBER + at) for at in range(6)] == [1] * 6

    asyncio.run(play())


def test_of_two_invitations_frozen_together_a_person_gets_one(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=30))
            both = [await _invite(play, mandate), await _invite(play, mandate)]
            async with play.sender() as one, play.sender() as two:
                await asyncio.gather(one.idle(), two.idle())
            found = [await play.balance(one) for one in both]
            assert sum(one.handed_over for one in found) == sum(one.refused for one in found) == 30
            assert all(play.taken(number) == 1 for number in People(count=30).numbers)

    asyncio.run(play())


def test_a_second_invitation_that_was_signed_goes_to_the_silent_alone_and_there_is_no_third(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _asked(play)
            await ask(lambda: play.house.follow(mandate, INVITE, invitations=2))
            found = await _sent(play, await _invite(play, mandate))
            assert (found.selected, found.handed_over) == (2, 2)
            assert (await _sent(play, await _invite(play, mandate))).selected == 0
            assert [play.taken(FIRST_NUMBER + at) for at in range(4)] == [1, 1, 2, 2]

    asyncio.run(play())


def test_who_said_no_stays_out_when_the_consent_of_the_provider_suffices_again(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _asked(play)
            await ask(lambda: play.house.follow(mandate, CONSENT))
            found = await _sent(play, await ask(play.house.campaign, mandate))
            assert (found.selected, found.handed_over, found.reasons) == (4, 3, {"refused:CN-02": 1})
            assert play.taken(FIRST_NUMBER + 1) == 1

    asyncio.run(play())


def test_the_author_counts_those_whom_the_campaign_may_reach(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _asked(play)
            ordinary = await ask(lambda: play.house.campaign(mandate, start=False))
            again = await ask(lambda: play.house.campaign(mandate, text=ASKS, kind=INVITATION, start=False))
            assert await ask(lambda: count(of_campaign(ordinary))) == 1
            assert await ask(lambda: count(of_campaign(again))) == 0

    asyncio.run(play())


def test_the_mark_keeps_which_text_asked_and_no_number_and_goes_when_the_person_is_erased(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _asked(play, count=2)
            rows = await ask(lambda: list(Invitation.objects.filter(mandate_id=mandate.pk)))
            assert {one.text_sha256 for one in rows} == {text_sha256(ASKS)}
            assert all(str(FIRST_NUMBER).encode() not in bytes(one.phone_index) for one in rows)
            await ask(lambda: erase(actor=STAFF, mandate=mandate, number=FIRST_NUMBER))
            assert await ask(Invitation.objects.filter(mandate_id=mandate.pk).count) == 1

    asyncio.run(play())


def test_who_was_asked_and_what_they_answered_ends_with_the_mandate(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await _asked(play, count=2)
            clock = HandClock(NOON)
            await ask(lambda: end_mandate(actor=STAFF, mandate=mandate, grounds="fin du contrat", clock=clock))
            assert await ask(Invitation.objects.filter(mandate_id=mandate.pk).count) == 0

    asyncio.run(play())


def test_the_candidate_signs_that_it_is_an_invitation(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=1))
            campaign = await ask(lambda: play.house.campaign(mandate, text=ASKS, kind=INVITATION, start=False))
            signed = await ask(content_sha256, campaign)
            campaign.kind = Campaign.Kind.ORDINARY
            assert await ask(content_sha256, campaign) != signed

    asyncio.run(play())
