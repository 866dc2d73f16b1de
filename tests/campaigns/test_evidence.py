"""Nobody is written to while evidence of their consent lacks: not chosen before, withheld when it is seen later."""

import asyncio

from tests.campaigns.sending import Scene, ask, scene
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, People

from selfcontact.audits.models import Attestation
from selfcontact.campaigns.audience import readable_deliveries
from selfcontact.campaigns.models import Campaign, Outcome
from selfcontact.mandates.models import Mandate
from selfcontact.providers.models import ConsentForm

LATER = People(count=4, first=FIRST_NUMBER + 10)


def _reasons(campaign: Campaign) -> set[str]:
    return set(Outcome.objects.filter(campaign_id=campaign.pk).values_list("reason", flat=True))


async def _two(play: Scene) -> tuple[Mandate, int]:
    mandate = await ask(play.house.mandate, People(count=3))
    other = await ask(lambda: play.house.deliver(mandate, (LATER,), synthetic=True, reference="other"))
    return mandate, other.pk


def test_a_delivery_without_its_attestation_is_no_part_of_an_audience(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate, other = await _two(play)
            await ask(lambda: Attestation.objects.filter(delivery_id=other).delete())
            assert other not in await ask(readable_deliveries, mandate)
            campaign = await ask(play.house.campaign, mandate)
            await play.send(NOON)
            found = await play.balance(campaign)
            assert (found.selected, found.handed_over) == (3, 3)

    asyncio.run(play())


def test_a_chain_that_does_not_reach_its_provider_withholds_a_campaign_that_has_begun(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate, other = await _two(play)
            campaign = await ask(play.house.campaign, mandate)
            await ask(lambda: Attestation.objects.filter(delivery_id=other).update(own_collection=False))
            await play.send(NOON)
            found = await play.balance(campaign)
            assert (found.handed_over, found.refused, found.pending) == (3, 4, 0)
            assert "CN-03" in await ask(_reasons, campaign)

    asyncio.run(play())


def test_a_form_without_its_picture_withholds_every_file_under_its_agreement(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            mandate, _ = await _two(play)
            campaign = await ask(play.house.campaign, mandate)
            await ask(lambda: _undocumented(play))
            await play.send(NOON)
            assert (await play.balance(campaign)).refused == 7
            assert await ask(readable_deliveries, mandate) == []

    asyncio.run(play())


def _undocumented(play: Scene) -> None:
    ConsentForm.objects.create(
        agreement=play.house.agreement,
        uid="00000000-0000-0000-0000-000000000009",
        code="F9",
        wording="J’accepte.",
        wording_sha256="0" * 64,
        purposes=["political"],
        channels=["sms"],
        recipients="Alix Durand",
        used_from=NOON.date(),
    )
