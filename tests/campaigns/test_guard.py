"""A guard halts a campaign on what it sees, never on a handful of messages, and says why."""

import asyncio

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.sending import Scene, ask, scene, until_told
from tests.campaigns.sending_world import NOON, STAFF, People

from selfcontact.campaigns import actions, guard
from selfcontact.campaigns.guard import Limits, Tripped, judge
from selfcontact.campaigns.models import Campaign, Guard
from selfcontact.campaigns.tally import Counts
from selfcontact.ledger.leaf import Leaf
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.errors import UserError
from selfcontact.mandates.actions import set_ceiling
from selfcontact.sms.gateway import State

Cause = Guard.Cause
few = st.integers(0, 3000)
COUNTS = st.builds(Counts, handed_over=few, failed=few, delivered=few, undelivered=few, stops=few)
WINDOWS = st.tuples(COUNTS, COUNTS, COUNTS)
LIMITS = st.builds(
    Limits,
    error_permille=st.integers(1, 1000),
    stop_permille=st.integers(1, 1000),
    sample=st.integers(1, 2000),
    ceiling_millicents=st.none() | st.integers(1, 10**9),
)


@given(LIMITS, WINDOWS, st.integers(0, 10**9))
def test_a_rate_is_never_judged_on_fewer_messages_than_the_sample(
    limits: Limits, windows: tuple[Counts, Counts, Counts], spent: int
) -> None:
    most = max(max(c.handed_over + c.failed, c.delivered + c.undelivered) for c in windows)
    tripped = judge(limits, windows, spent)
    if most < limits.sample:
        assert tripped is None or tripped.cause == Cause.SPENT


@given(LIMITS, WINDOWS, st.integers(0, 10**9))
def test_what_trips_has_reached_its_limit_and_what_does_not_is_under_every_limit(
    limits: Limits, windows: tuple[Counts, Counts, Counts], spent: int
) -> None:
    tripped = judge(limits, windows, spent)
    if tripped:
        assert tripped.found >= tripped.limit
        return
    assert limits.ceiling_millicents is None or spent < limits.ceiling_millicents
    for one in windows:
        if one.failed + one.handed_over >= limits.sample:
            assert one.failed * 1000 < limits.error_permille * (one.failed + one.handed_over)
    if windows[-1].handed_over >= limits.sample:
        assert windows[-1].stops * 1000 < limits.stop_permille * windows[-1].handed_over


@given(LIMITS, WINDOWS, st.integers(1, 500))
def test_more_failures_never_calm_a_guard(limits: Limits, windows: tuple[Counts, Counts, Counts], more: int) -> None:
    if judge(limits, windows, 0) is None:
        return
    worse = [
        Counts(
            handed_over=one.handed_over,
            failed=one.failed + more,
            delivered=one.delivered,
            undelivered=one.undelivered + more,
            stops=one.stops + more,
        )
        for one in windows
    ]
    assert judge(limits, worse, 0) is not None


@given(LIMITS, st.integers(0, 3000), st.integers(0, 3000))
def test_without_a_failure_a_stop_or_a_cost_nothing_ever_trips(limits: Limits, handed: int, delivered: int) -> None:
    calm = Counts(handed_over=handed, delivered=delivered)
    assert judge(limits, (calm, calm, calm), 0) is None


def test_a_minute_of_errors_after_a_million_good_messages_is_seen() -> None:
    limits = Limits(error_permille=250, stop_permille=50, sample=500, ceiling_millicents=None)
    minute, whole = Counts(handed_over=100, failed=900), Counts(handed_over=1_000_100, failed=900)
    assert judge(limits, (minute, whole, whole), 0) == Tripped(cause=Cause.FAILED, found=900, limit=250)


def _limit(campaign: Campaign, **changes: object) -> None:
    values: dict[str, object] = {
        "error_permille": 1000,
        "stop_permille": 1000,
        "sample": 50,
        "ceiling_millicents": None,
        "deed": Guard.Deed.PAUSE,
    }
    actions.set_guard(actor=STAFF, campaign=campaign, **{**values, **changes})  # type: ignore[arg-type]


def _price(millicents: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE subprocessors_route SET price_millicents = %s", [millicents])


async def _halted(play: Scene, campaign: Campaign) -> Guard:
    """Let a sender work until the guard, asked as the worker asks it, halts the campaign; then send what is left."""
    async with play.sender() as process:
        await until_told(lambda: campaign.reference in guard.watch(NOON))
        await process.idle()
    await ask(campaign.refresh_from_db)
    return await ask(Guard.objects.get, campaign=campaign)


def test_campaigns_that_cost_what_the_candidate_allows_in_all_are_halted(database: str) -> None:
    async def play() -> None:
        async with scene(database, window=10, rate=400) as play:
            mandate = await ask(play.house.mandate, People(count=900))
            # 8.28 cents a segment, VAT included: some 240 segments.
            await ask(lambda: set_ceiling(actor=STAFF, mandate=mandate, cents=2000, at=NOON))
            campaign = await ask(play.house.campaign, mandate)
            await ask(_limit, campaign)
            found = await _halted(play, campaign)
            assert (campaign.state, found.cause) == (Campaign.State.PAUSED, Cause.MANDATE_SPENT)
            assert found.limit == 2000 * guard.CENT <= found.found
            assert (await play.balance(campaign)).pending > 0
            await ask(lambda: actions.resume(actor=STAFF, campaign=campaign))
            assert await ask(guard.watch, NOON) == [campaign.reference]
            await ask(lambda: set_ceiling(actor=STAFF, mandate=mandate, cents=100_000, at=NOON))
            await ask(campaign.refresh_from_db)
            await ask(lambda: actions.resume(actor=STAFF, campaign=campaign))
            assert await ask(guard.watch, NOON) == []

    asyncio.run(play())


@pytest.mark.parametrize(
    ("carrier", "limits", "cause"),
    [
        ({"refuse_rate": 0.6}, {"error_permille": 300}, Cause.FAILED),
        ({"outcomes": ((State.FAILED_UNDELIVERABLE, 1.0),)}, {"error_permille": 300}, Cause.UNDELIVERED),
        ({"reply_rate": 0.5}, {"stop_permille": 20}, Cause.OPPOSED),
        ({}, {"ceiling_millicents": 100 * 4500}, Cause.SPENT),
    ],
)
def test_a_campaign_is_paused_by_itself_and_the_reason_is_kept(
    database: str, carrier: dict[str, object], limits: dict[str, object], cause: Guard.Cause
) -> None:
    async def play() -> None:
        async with scene(database, window=10, rate=400, **carrier) as play:
            await ask(_price, 4500)
            mandate = await ask(play.house.mandate, People(count=1200))
            campaign = await ask(play.house.campaign, mandate)
            await ask(_limit, campaign, **limits)
            found = await _halted(play, campaign)
            assert (campaign.state, found.cause) == (Campaign.State.PAUSED, cause)
            assert found.found >= found.limit > 0
            assert (await play.balance(campaign)).pending > 0
            leaves = await ask(lambda: [Leaf.decode(bytes(one.leaf)) for one in Entry.objects.order_by("-id")[:50]])
            halts = [leaf for leaf in leaves if leaf.action == Action.CAMPAIGN_HALTED]
            assert [leaf.object_id for leaf in halts] == [campaign.uid]
            assert await ask(guard.watch, NOON) == []

    asyncio.run(play())


def test_a_guard_set_to_stop_ends_the_campaign_and_the_balance_closes(database: str) -> None:
    async def play() -> None:
        async with scene(database, window=10, rate=400, refuse_rate=0.7) as play:
            mandate = await ask(play.house.mandate, People(count=900))
            campaign = await ask(play.house.campaign, mandate)
            await ask(_limit, campaign, error_permille=300, deed=Guard.Deed.STOP)
            await _halted(play, campaign)
            found = await play.balance(campaign)
            assert campaign.state == Campaign.State.STOPPED
            assert (found.closes, found.pending) == (True, 0)
            assert found.expired > 0

    asyncio.run(play())


def test_a_human_who_resumes_is_not_overruled_by_what_was_seen_before(database: str) -> None:
    async def play() -> None:
        async with scene(database, window=10, rate=400, outcomes=((State.FAILED_UNDELIVERABLE, 1.0),)) as play:
            mandate = await ask(play.house.mandate, People(count=600))
            campaign = await ask(play.house.campaign, mandate)
            await ask(_limit, campaign, error_permille=300)
            await _halted(play, campaign)
            await ask(actions.resume, actor=STAFF, campaign=campaign)
            assert await ask(guard.watch, NOON) == []
            assert (await ask(Guard.objects.get, campaign=campaign)).cause == ""

    asyncio.run(play())


def test_a_spent_ceiling_has_to_be_raised_before_the_campaign_goes_on(database: str) -> None:
    async def play() -> None:
        async with scene(database, window=10, rate=400) as play:
            await ask(_price, 4500)
            mandate = await ask(play.house.mandate, People(count=600))
            campaign = await ask(play.house.campaign, mandate)
            await ask(_limit, campaign, ceiling_millicents=50 * 4500)
            await _halted(play, campaign)
            with pytest.raises(UserError, match="plafond"):
                await ask(actions.resume, actor=STAFF, campaign=campaign)
            await ask(_limit, campaign, ceiling_millicents=10**9)
            await ask(actions.resume, actor=STAFF, campaign=campaign)
            assert campaign.state == Campaign.State.RUNNING

    asyncio.run(play())


def test_a_campaign_that_starts_without_a_ceiling_gets_one_above_its_bare_text(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            await ask(_price, 4500)
            await ask(play.house.route.refresh_from_db)
            mandate = await ask(play.house.mandate, People(count=10))
            campaign = await ask(play.house.campaign, mandate)
            assert (await ask(Guard.objects.get, campaign=campaign)).ceiling_millicents == 10 * 2 * 4500

    asyncio.run(play())
