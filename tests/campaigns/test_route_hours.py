"""The hours of a route's carrier are kept with those of the law, on the clock of whoever gets the message."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.sending import HandClock, ask, scene
from tests.campaigns.sending_world import NOON, STAFF, TODAY, House, People

from selfcontact.compliance import hours, slot
from selfcontact.compliance.hours import Own
from selfcontact.compliance.places import Place
from selfcontact.compliance.validity import Validity, validity
from selfcontact.lib.errors import UserError
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Route, Subprocessor

PARIS = ZoneInfo("Europe/Paris")
RENNES = frozenset({Place(territory="metropole")})
clocks = st.none() | st.times(min_value=time(7), max_value=time(22)).map(lambda one: one.replace(microsecond=0))


def _terms(route: Route, *, opens: time | None, closes: time | None) -> None:
    route.refresh_from_db()
    terms = subprocessors.Terms(
        window=route.window,
        segments_per_second=route.segments_per_second,
        price_millicents=0,
        sender_names=route.sender_names,
        opens_at=opens,
        closes_at=closes,
    )
    subprocessors.change_route(actor=STAFF, route=route, terms=terms)


def test_new_terms_do_not_open_a_route_that_was_closed_meanwhile(database: str) -> None:
    house = House(database, port=0)
    read_before = Route.objects.get()
    subprocessors.disable_route(actor=STAFF, route=house.route, grounds="test")
    terms = subprocessors.Terms(window=7, segments_per_second=9, price_millicents=0, sender_names=["DURAND"])
    subprocessors.change_route(actor=STAFF, route=read_before, terms=terms)
    changed = Route.objects.get()
    assert (changed.enabled, changed.window) == (False, 7)


def test_a_suspension_leaves_the_review_that_was_made_meanwhile(database: str) -> None:
    carrier = House(database, port=0).route.subprocessor
    read_before = Subprocessor.objects.get()
    until = TODAY + timedelta(days=700)
    subprocessors.vet(
        actor=STAFF,
        subprocessor=carrier,
        contract_sha256="b" * 64,
        on=TODAY,
        until=until,
        grounds="test",
        transfers="none",
    )
    subprocessors.suspend(actor=STAFF, subprocessor=read_before, on=TODAY, grounds="test")
    found = Subprocessor.objects.get()
    assert (found.suspended_on, found.vetting_expires_on, found.contract_sha256) == (TODAY, until, "b" * 64)


def test_a_campaign_waits_for_the_carrier_to_open_and_stops_when_it_closes(database: str) -> None:
    async def play() -> None:
        clock = HandClock(NOON)
        async with scene(database) as play:
            # Noon in Paris: NOON is at eleven in UTC.
            await ask(lambda: _terms(play.house.route, opens=time(14), closes=time(18)))
            mandate = await ask(play.house.mandate, People(count=5))
            campaign = await ask(lambda: play.house.campaign(mandate, latest=NOON + timedelta(days=3)))
            await play.send(clock)
            assert (await play.balance(campaign)).pending == 5
            clock.at = NOON + timedelta(hours=2)
            await play.send(clock)
            assert (await play.balance(campaign)).handed_over == 5

    asyncio.run(play())


def test_hours_that_close_before_they_open_are_refused(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            for opens, closes in ((time(20), time(8)), (time(9), time(9))):
                with pytest.raises(UserError) as refused:
                    await ask(_terms, play.house.route, opens=opens, closes=closes)
                assert refused.value.code == "route_hours"

    asyncio.run(play())


@given(st.integers(0, 7 * 24 * 60), st.builds(Own, opens=clocks, closes=clocks, rests=st.booleans()))
def test_whatever_a_carrier_sets_a_message_lives_within_its_hours_and_those_of_the_law(minute: int, own: Own) -> None:
    at = datetime(2027, 3, 15, tzinfo=UTC) + timedelta(minutes=minute)
    found = validity(at, latest=at + timedelta(days=2), where=RENNES, silences=(), own=own)
    if not isinstance(found, Validity):
        return
    for instant in (at, found.until):
        assert hours.open_window(instant, RENNES) is not None
        there = instant.astimezone(PARIS).time()
        assert own.opens is None or there >= own.opens
        assert own.closes is None or there < own.closes


def test_a_slot_outside_the_carriers_hours_is_shut_when_it_is_composed() -> None:
    begins = datetime(2027, 3, 16, 8, tzinfo=UTC)
    given = {"latest": begins + timedelta(hours=2), "where": RENNES, "silences": ()}
    assert slot.first_departure(begins, **given) == begins  # type: ignore[arg-type]
    assert slot.first_departure(begins, **given, own=Own(opens=time(12))) is None  # type: ignore[arg-type]
    later = slot.first_departure(begins, **given, own=Own(opens=time(10)))  # type: ignore[arg-type]
    assert later == begins + timedelta(hours=1)
