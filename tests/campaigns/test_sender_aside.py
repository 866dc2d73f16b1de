"""Confirmations and tests leave through a carrier that may carry a message at that instant, and through no other."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from tests.campaigns.sending import HandClock, ask, scene, until
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, STAFF, TODAY, House, People

from selfcontact.campaigns import actions
from selfcontact.campaigns.sender import trials
from selfcontact.contacts.actions import declare_team_numbers
from selfcontact.opposition.actions import listed
from selfcontact.subprocessors.models import Route, Subprocessor

DAY = timedelta(days=1)
UNFIT: dict[str, dict[str, date | str]] = {
    "suspended": {"suspended_on": TODAY},
    "outside the union": {"country": "CH"},
    "vetted from tomorrow on": {"vetted_on": TODAY + DAY},
    "vetted until yesterday": {"vetting_expires_on": TODAY - DAY},
}


def _make_real() -> None:
    Route.objects.update(kind=Route.Kind.SMPP)


def _change(changes: dict[str, Any]) -> None:
    Subprocessor.objects.update(**changes)


@pytest.mark.parametrize("why", ["suspended", "outside the union"])
def test_a_stop_is_kept_but_not_confirmed_through_a_carrier_that_may_carry_nothing(database: str, why: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            await ask(_make_real)
            # A shifted clock opens no route to a real carrier.
            async with play.sender(HandClock(NOON)) as process:
                await play.answer(FIRST_NUMBER, "STOP")
                await until(lambda: play.taken(FIRST_NUMBER) == 1)
                await ask(_change, UNFIT[why])
                await play.answer(FIRST_NUMBER + 1, "STOP")
                await process.idle()
            assert play.carrier.stats.submits == 1
            assert await ask(listed, number=FIRST_NUMBER + 1) == ["opposition"]

    asyncio.run(play())


@pytest.mark.parametrize("why", UNFIT)
def test_a_test_waits_until_the_carrier_may_carry_it(database: str, why: str) -> None:
    house, clock = House(database, port=0), HandClock(NOON)
    mandate = house.mandate(People(count=1))
    campaign = house.campaign(mandate, start=False)
    declare_team_numbers(actor=STAFF, mandate=mandate, numbers=["0639980001"], fiction=True, at=NOON)
    actions.test(actor=STAFF, campaign=campaign, at=NOON)
    _make_real()
    good = Subprocessor.objects.values(*UNFIT[why]).get()
    _change(UNFIT[why])
    assert trials.take(house.route.pk, clock) == []
    _change(good)
    assert len(trials.take(house.route.pk, clock)) == 1
