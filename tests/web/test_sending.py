"""The live page of a campaign: its figures, its orders, its guard, under the console's own database role."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.campaigns.sending import Scene, ask, scene, until, until_told
from tests.campaigns.sending_world import STAFF, House, People
from tests.web.clients import Signed

from selfcontact.accounts.models import Role
from selfcontact.campaigns import actions
from selfcontact.campaigns.models import Acknowledgement, Campaign, Guard

PORT = 1


@contextmanager
def as_console() -> Iterator[None]:
    """Take on the console's database role."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE selfcontact_console")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def page(client: Signed, address: str, status: int = 200) -> str:
    """Return the text of a page as read by the console's role."""
    with as_console():
        answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def order(client: Signed, campaign: Campaign, verb: str, **values: object) -> str:
    """Give an order and return the text of the page that follows."""
    with as_console():
        answer = client.post(f"/sending/{campaign.reference}/{verb}/", values, follow=True)
    assert answer.status_code == 200
    campaign.refresh_from_db()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_a_campaign_that_is_over_shows_an_equation_that_closes(staff: Callable[..., Signed], database: str) -> None:
    client = staff(Role.AUDITOR)

    async def play() -> None:
        async with scene(database, refuse_rate=0.2) as play:
            campaign = await ask(play.house.campaign, await ask(play.house.mandate, People(count=150)))
            await play.send()
            exact = await play.balance(campaign)
            shown = await ask(page, client, f"/sending/{campaign.reference}/")
            assert f"150 sélectionnés = {exact.handed_over} remis à l’opérateur + {exact.failed} refusés" in shown
            assert "le compte y est" in shown
            assert "Mettre en pause" not in shown
            counted = await ask(page, client, f"/sending/{campaign.reference}/balance/")
            assert f"refusés par l’opérateur {exact.failed}" in counted
            assert "le compte y est" in counted

    asyncio.run(play())


def _followed(campaign: Campaign) -> bool:
    return Acknowledgement.objects.filter(campaign=campaign, version=campaign.version).exists()


async def _sum(play: Scene, people: People) -> int:
    return sum(play.taken(number) for number in people.numbers)


def test_a_pause_from_the_page_holds_the_campaign_and_says_who_followed_it(
    staff: Callable[..., Signed], database: str
) -> None:
    operator, approver = staff(Role.OPERATOR), staff(Role.APPROVER)

    async def play() -> None:
        async with scene(database, window=10, rate=400) as play:
            people = People(count=700)
            campaign = await ask(play.house.campaign, await ask(play.house.mandate, people))
            async with play.sender() as process:
                line = next(iter(process.lines.values()))
                await until(lambda: line.flights.accepted >= 30)
                shown = await ask(order, operator, campaign, "pause")
                assert "La campagne est en pause" in shown
                await until_told(lambda: _followed(campaign))
                await until(lambda: line.flights.by_campaign().get(campaign.pk, 0) == 0)
                left = await _sum(play, people)
                assert left < 700
                shown = await ask(page, operator, f"/sending/{campaign.reference}/")
                assert "L’émetteur présent l’a suivi après" in shown
                await ask(order, approver, campaign, "resume")
                await until_told(lambda: _followed(campaign))
                await until(lambda: line.flights.accepted > left)
                await ask(order, operator, campaign, "stop", grounds="fin d’essai")
                assert campaign.state == Campaign.State.STOPPED
            assert (await play.balance(campaign)).closes

    asyncio.run(play())


def test_an_order_that_does_not_apply_is_refused_in_words(staff: Callable[..., Signed], database: str) -> None:
    house = House(database, PORT)
    campaign = house.campaign(house.mandate(People(count=3)), start=False)
    client = staff(Role.OPERATOR)
    answer = client.post(f"/sending/{campaign.reference}/pause/")
    assert answer.status_code == 409
    assert "brouillon" in answer.content.decode()
    assert client.get(f"/sending/{campaign.reference}/pause/").status_code == 405


def test_only_an_approver_starts_a_campaign_and_nobody_stops_it_without_a_reason(
    staff: Callable[..., Signed], database: str
) -> None:
    house = House(database, PORT)
    campaign = house.campaign(house.mandate(People(count=3)))
    for role in (Role.OPERATOR, Role.AUDITOR, Role.ADMINISTRATOR):
        assert staff(role).post(f"/sending/{campaign.reference}/start/").status_code == 404
    client = staff(Role.DPO)
    assert client.post(f"/sending/{campaign.reference}/stop/", {"grounds": ""}).status_code == 200
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.RUNNING
    order(client, campaign, "stop", grounds="plainte")
    assert str(campaign.state) == Campaign.State.STOPPED


def test_the_reason_of_a_halt_stays_on_the_page(staff: Callable[..., Signed], database: str) -> None:
    house = House(database, PORT)
    campaign = house.campaign(house.mandate(People(count=3)))
    actions.halt(actor=STAFF, campaign=campaign, cause=Guard.Cause.OPPOSED, found=61, limit=50, at=campaign.earliest)
    shown = page(staff(Role.AUDITOR), f"/sending/{campaign.reference}/")
    assert "trop de personnes s’opposent" in shown
    assert "Constaté : 6,1 % ; limite : 5,0 %" in shown.replace("\u202f", " ")


def test_the_limits_of_the_guard_are_set_from_the_page(staff: Callable[..., Signed], database: str) -> None:
    house = House(database, PORT)
    campaign = house.campaign(house.mandate(People(count=3)))
    client = staff(Role.APPROVER)
    values = {"error_percent": "12.5", "stop_percent": "2", "sample": "200", "ceiling_euros": "40.50", "deed": "stop"}
    order(client, campaign, "guard", **values)
    found = Guard.objects.get(campaign=campaign)
    assert (found.error_permille, found.stop_permille, found.sample) == (125, 20, 200)
    assert (found.ceiling_millicents, found.deed) == (4_050_000, "stop")
    assert client.post(f"/sending/{campaign.reference}/guard/", values | {"sample": "1"}).status_code == 200
    assert Guard.objects.get(campaign=campaign).sample == 200


@pytest.mark.parametrize("part", ["", "figures/", "course/", "balance/"])
def test_every_part_of_the_live_page_asks_fewer_than_fifteen_questions(
    staff: Callable[..., Signed], database: str, part: str
) -> None:
    house = House(database, PORT)
    campaign = house.campaign(house.mandate(People(count=60)))
    client = staff(Role.OPERATOR)
    page(client, f"/sending/{campaign.reference}/{part}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/sending/{campaign.reference}/{part}")
    assert len(asked) < 15


def test_a_page_that_will_not_move_again_stops_asking(staff: Callable[..., Signed], database: str) -> None:
    house = House(database, PORT)
    campaign = house.campaign(house.mandate(People(count=3)))
    client = staff(Role.OPERATOR)
    assert "every 2s" in client.get(f"/sending/{campaign.reference}/").content.decode()
    assert "every 2s" not in client.get(f"/sending/{campaign.reference}/?still").content.decode()
    order(client, campaign, "stop", grounds="essai")
    assert "every 2s" not in client.get(f"/sending/{campaign.reference}/").content.decode()
    assert client.get(f"/sending/{campaign.reference}/figures/").status_code == 286
