"""Recovery, tests to the team, and the senders that must not start."""

import asyncio
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from tests.campaigns.sending import ask, scene, until_told
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, STAFF, TODAY, People

from selfcontact.campaigns import actions
from selfcontact.campaigns.models import Block, Campaign, Outcome, Trial
from selfcontact.campaigns.sender import recovery
from selfcontact.campaigns.sender.identity import lock_key
from selfcontact.campaigns.sender.process import enabled
from selfcontact.contacts.actions import declare_team_numbers
from selfcontact.contacts.models import Contact
from selfcontact.ledger.models import Entry as LedgerEntry
from selfcontact.lib.errors import UserError
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.subprocessors.models import Route
from selfcontact.vault import open_vault


def test_what_a_dead_sender_held_is_unknown_and_listed_and_never_sent(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=500))
            campaign = await ask(play.house.campaign, mandate)
            await ask(_claim_as_a_dead_sender, campaign, 3)
            before = await ask(LedgerEntry.objects.count)
            await play.send()
            found = await play.balance(campaign)
            assert (found.unknown, found.handed_over, found.closes) == (150, 350, True)
            unknown = Outcome.objects.filter(mandate_id=mandate.pk, kind=Outcome.Kind.UNKNOWN)
            positions = await ask(list, unknown.values_list("position", flat=True))
            assert sorted(positions) == list(range(150))
            assert sum(play.taken(number) for number in People(count=500).numbers) == 350
            assert await ask(LedgerEntry.objects.count) > before

    asyncio.run(play())


def _claim_as_a_dead_sender(campaign: Campaign, blocks: int) -> None:
    numbers = list(range(blocks))
    found = Block.objects.filter(mandate_id=campaign.mandate_id, campaign_id=campaign.pk, number__in=numbers)
    assert found.update(state="claimed", sender=uuid4(), claimed_at=NOON) == blocks


def test_a_row_that_is_not_what_was_sealed_there_is_refused_alone(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=30))
            campaign = await ask(play.house.campaign, mandate)
            await ask(_swap_two_sealed_values, mandate.pk)
            await play.send()
            found = await play.balance(campaign)
            assert (found.handed_over, found.refused, found.reasons) == (28, 2, {"refused:sealed": 2})
            assert campaign.state == Campaign.State.FINISHED

    asyncio.run(play())


def _swap_two_sealed_values(mandate_id: int) -> None:
    one, two = Contact.objects.filter(mandate_id=mandate_id).order_by("id")[:2]
    for here, there in ((one, two), (two, one)):
        Contact.objects.filter(mandate_id=mandate_id, id=here.id).update(sealed=there.sealed)


def test_a_number_that_opposed_under_an_older_key_is_still_opposed(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=4))
            await ask(oppose, actor=STAFF, number=FIRST_NUMBER, channel=Entry.Channel.STAFF, on=TODAY)
            await ask(open_vault().custodian.rotate, "suppression")
            await ask(oppose, actor=STAFF, number=FIRST_NUMBER + 1, channel=Entry.Channel.STAFF, on=TODAY)
            campaign = await ask(play.house.campaign, mandate)
            await play.send()
            found = await play.balance(campaign)
            assert (found.opposed, found.handed_over) == (2, 2)

    asyncio.run(play())


def test_the_blocks_of_a_sender_that_lives_are_left_alone(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=50))
            campaign = await ask(play.house.campaign, mandate)
            assert await ask(_recover_beside_a_living_sender, campaign) == 0

    asyncio.run(play())


def _recover_beside_a_living_sender(campaign: Campaign) -> int:
    import psycopg

    from selfcontact.database.connect import address

    sender = uuid4()
    Block.objects.filter(mandate_id=campaign.mandate_id).update(state="claimed", sender=sender, claimed_at=NOON)
    with psycopg.connect(address(), autocommit=True) as living:
        living.execute("SELECT pg_advisory_lock(%s)", [lock_key(sender)])
        return recovery.recover()


def test_a_test_goes_to_the_declared_numbers_only_and_once(database: str) -> None:
    team, refused = 33_639_980_001, 33_639_980_002

    async def play() -> None:
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=5))
            campaign = await ask(play.house.campaign, mandate, start=False)
            await ask(oppose, actor=STAFF, number=refused, channel=Entry.Channel.STAFF, on=TODAY)
            numbers = ["06 39 98 00 01", "06 39 98 00 02"]
            await ask(declare_team_numbers, actor=STAFF, mandate=mandate, numbers=numbers, fiction=True, at=NOON)
            await ask(actions.test, actor=STAFF, campaign=campaign, at=NOON)
            async with play.sender() as process:
                await until_told(lambda: "sent" in _states())
                await process.idle()
            assert await ask(_states) == ["opposed", "sent"]
            assert (play.taken(team), play.taken(refused), play.carrier.stats.submits) == (1, 0, 1)
            assert play.taken(FIRST_NUMBER) == 0

    asyncio.run(play())


def _states() -> list[str]:
    return sorted(Trial.objects.values_list("state", flat=True))


def test_a_shifted_clock_opens_no_route_to_a_real_carrier(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            await ask(play.house.add_route, "real", 1, Route.Kind.SMPP)
            assert len(await ask(enabled, ["simulated"], shifted=True)) == 1
            assert len(await ask(enabled, None, shifted=False)) == 2
            with pytest.raises(UserError, match="Horloge"):
                await ask(enabled, None, shifted=True)

    asyncio.run(play())


def test_the_role_of_the_sender_has_all_the_privileges_that_sending_takes(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        async with scene(database, reply_rate=0.2, replies=("STOP", "qui vous a donne mon numero ?")) as play:
            mandate = await ask(play.house.mandate, People(count=60))
            campaign = await ask(play.house.campaign, mandate)
            monkeypatch.setattr(settings, "ROLE", "sender")
            monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c role=selfcontact_sender")
            async with play.sender() as process:
                await process.idle()
                assert await process.house.office.do(_user) == await ask(_user) == "selfcontact_sender"
            assert (await play.balance(campaign)).handed_over == 60
            assert play.carrier.stats.replies > 0
            assert campaign.state == Campaign.State.FINISHED

    asyncio.run(play())


def _user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str((cursor.fetchone() or ("",))[0])
