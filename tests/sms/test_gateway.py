"""Both carrier ends pass the same family: our simulator, and an SMS centre written by another hand."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tests.sms.ends import Certificate, End, simulated, third_party
from tests.sms.gateway_cases import CASES, Case
from tests.sms.world import World, message

Start = Callable[["Certificate | None"], Awaitable[End]]
both_ends = pytest.mark.parametrize("start", [simulated, third_party], ids=["simulated", "third_party"])


async def _play(start: Start, case: Case, tls: Certificate | None = None) -> None:
    end = await start(tls)
    try:
        await case(end)
    finally:
        await end.close()


@both_ends
@pytest.mark.parametrize("case", CASES, ids=[case.__name__ for case in CASES])
def test_every_carrier_end_knows_that(case: Case, start: Start) -> None:
    asyncio.run(_play(start, case))


@both_ends
def test_the_same_works_over_tls(start: Start, certificate: Certificate) -> None:
    async def case(end: End) -> None:
        async with World(end, tls=certificate.client()) as world:
            await world.send([message(reference) for reference in range(1, 11)])
            await world.until(lambda: len(world.receipts) == 10 and len(world.accepted) == 10)

    asyncio.run(_play(start, case, certificate))


@both_ends
def test_a_carrier_whose_certificate_is_not_trusted_gets_nothing(start: Start, certificate: Certificate) -> None:
    async def case(end: End) -> None:
        import ssl

        world = World(end, tls=ssl.create_default_context())
        with pytest.raises(ConnectionError):
            await world.session.open(wait=0.3)
        assert (await end.tell("stats"))["binds"] == 0

    asyncio.run(_play(start, case, certificate))
