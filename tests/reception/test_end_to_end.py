"""The whole way of a code, as in life: dropped, taken, sent by the sender through a carrier, read, typed, verified."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from tests.campaigns.sending import Scene, ask, scene, until
from tests.campaigns.sending_world import NOON, TODAY
from tests.identity.world import NUMBER, Browser, code_in
from tests.reception.world import request_of, tend

from selfcontact.identity.actions import ensure_box
from selfcontact.identity.models import Code, Purpose
from selfcontact.identity.public import TicketState
from selfcontact.lib.actor import SYSTEM
from selfcontact.requests.models import Rung, State
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Route, Subprocessor

STRANGER = NUMBER + 1


def shown(play: Scene, number: int) -> list[str]:
    """Return what the telephone of a number shows."""
    assert play.carrier.telephones
    return play.carrier.telephones.read(number)


def play_with(database: str, case: Callable[[Scene, Browser], object]) -> None:
    """Open a carrier that remembers what telephones show, a house, its box, and a browser; play a case."""

    async def whole() -> None:
        async with scene(database, telephones=True) as play:
            await ask(ensure_box, actor=SYSTEM)
            await case(play, Browser())  # type: ignore[misc]

    asyncio.run(whole())


def test_a_person_proves_a_number_with_the_code_that_its_telephone_shows(database: str) -> None:
    async def case(play: Scene, browser: Browser) -> None:
        uid: UUID = await ask(browser.drop, Purpose.ASK)
        await ask(tend)
        async with play.sender():
            await until(lambda: bool(shown(play, NUMBER)))
        (text,) = shown(play, NUMBER)
        assert "Votre code" in text
        assert await ask(browser.try_code, uid, code_in(text))
        assert await ask(browser.state, uid) == TicketState.PROVEN
        await ask(tend)
        made = await ask(request_of, uid)
        assert (made.state, made.rung) == (State.VERIFIED, Rung.CODE_AND_FACTS)
        assert await ask(browser.state, uid) == TicketState.READY
        assert (play.taken(NUMBER), play.doubles()) == (1, [])

    play_with(database, case)


def test_a_code_leaves_once_whatever_sender_comes_after_and_in_the_language_of_the_page(database: str) -> None:
    async def case(play: Scene, browser: Browser) -> None:
        await ask(browser.drop, Purpose.ASK, "en")
        await ask(tend)
        async with play.sender():
            await until(lambda: bool(shown(play, NUMBER)))
        # As if the sender had been killed before it wrote down what became of the message.
        await ask(Code.objects.update, state=Code.State.CLAIMED)
        await ask(browser.drop, Purpose.ASK, "en", number=str(STRANGER))
        await ask(tend)
        async with play.sender():
            await until(lambda: bool(shown(play, STRANGER)))
        assert [text.startswith("Your code") for text in shown(play, NUMBER)] == [True]

    play_with(database, case)


def test_a_code_waits_until_the_carrier_may_carry_it(database: str) -> None:
    async def case(play: Scene, browser: Browser) -> None:
        from selfcontact.campaigns.sender import codes
        from selfcontact.lib.clock import ShiftedClock

        clock, carrier = ShiftedClock(start=NOON), Subprocessor.objects.filter(reference="carrier-real")
        await ask(browser.drop, Purpose.ASK)
        await ask(tend)
        await ask(Code.objects.update, synthetic=False)
        real = await ask(play.house.add_route, "real", 1, Route.Kind.SMPP)
        for unfit, fit in (
            ({"suspended_on": TODAY}, {"suspended_on": None}),
            ({"country": "CH"}, {"country": "FR"}),
            ({"vetted_on": TODAY + timedelta(days=1)}, {"vetted_on": TODAY}),
        ):
            await ask(carrier.update, **unfit)
            assert await ask(codes.take, real.pk, clock) == []
            await ask(carrier.update, **fit)
        assert len(await ask(codes.take, real.pk, clock)) == 1

    play_with(database, case)


def test_no_code_leaves_on_a_closed_route_nor_for_an_invented_person_on_a_real_one(database: str) -> None:
    async def case(play: Scene, browser: Browser) -> None:
        from selfcontact.campaigns.sender import codes
        from selfcontact.lib.clock import ShiftedClock

        clock = ShiftedClock(start=NOON)
        await ask(browser.drop, Purpose.ASK)
        await ask(tend)
        real = await ask(play.house.add_route, "real", 1, Route.Kind.SMPP)
        assert await ask(codes.take, real.pk, clock) == []
        await ask(Code.objects.update, synthetic=False)
        carrier = await ask(Subprocessor.objects.get, pk=real.subprocessor_id)
        await ask(subprocessors.suspend, actor=SYSTEM, subprocessor=carrier, on=NOON.date(), grounds="test")
        assert await ask(codes.take, real.pk, clock) == []
        await ask(subprocessors.disable_route, actor=SYSTEM, route=play.house.route, grounds="test")
        await ask(Code.objects.update, synthetic=True)
        assert await ask(codes.take, play.house.route.pk, clock) == []
        assert await ask(Code.objects.filter(state=Code.State.WAITING).count) == 1

    play_with(database, case)


def test_the_message_fits_one_part_and_names_nothing() -> None:
    from selfcontact.identity.outgoing import TEXTS
    from selfcontact.lib.text import encode, sanitise

    for text in TEXTS.values():
        encoded = encode(sanitise(text.format(code="12345678")))
        assert len(encoded.parts) == 1
        assert not any(word in text.lower() for word in ("elect", "élect", "candid", "vote ", "polit", "self"))


pytestmark = pytest.mark.timeout(300)
