"""Whatever takes back what messages leave on waits for the slice that passed its checks before it."""

from collections.abc import Callable

import psycopg
import pytest
from django.db import OperationalError, connection
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, STAFF, TODAY, House, People
from tests.sponsoring import declare, let_target

from selfcontact.accounts.actions import terminal_actor
from selfcontact.contacts import actions as contacts
from selfcontact.database import fence
from selfcontact.intake import actions as intake
from selfcontact.mandates import actions as mandates
from selfcontact.mandates import sponsors
from selfcontact.mandates.models import ContactPolicy, Mandate
from selfcontact.providers import actions as providers
from selfcontact.rulings.actions import take_back
from selfcontact.rulings.models import in_force
from selfcontact.subprocessors import actions as subprocessors

Verb = Callable[[House, Mandate], None]


def suspend(house: House, _: Mandate) -> None:
    providers.suspend_provider(actor=STAFF, provider=house.agreement.provider, on=TODAY, grounds="test")


def take_the_order_back(_: House, mandate: Mandate) -> None:
    order = mandate.instructions.get(kind="campaigns")
    mandates.withdraw_instruction(actor=STAFF, instruction=order, at=NOON)


def take_the_assessment_back(_: House, mandate: Mandate) -> None:
    assessment = mandate.instructions.get(kind="assessment")
    mandates.withdraw_instruction(actor=STAFF, instruction=assessment, at=NOON)


def take_the_declaration_back(_: House, mandate: Mandate) -> None:
    sponsors.withdraw(actor=STAFF, sponsor=mandate.sponsors.get(), at=NOON)


def invite_first(house: House, mandate: Mandate) -> None:
    house.follow(mandate, ContactPolicy.Kind.INVITE)


def suspend_the_carrier(house: House, _: Mandate) -> None:
    subprocessors.suspend(actor=STAFF, subprocessor=house.route.subprocessor, on=TODAY, grounds="test")


def close_the_route(house: House, _: Mandate) -> None:
    subprocessors.disable_route(actor=STAFF, route=house.route, grounds="test")


def set_a_person_aside(_: House, mandate: Mandate) -> None:
    contacts.restrict(actor=STAFF, mandate=mandate, number=FIRST_NUMBER)


def hold_the_delivery(_: House, mandate: Mandate) -> None:
    intake.hold(actor=STAFF, delivery=mandate.deliveries.get(), reason="test")


def withdraw_the_delivery(_: House, mandate: Mandate) -> None:
    intake.withdraw(actor=STAFF, delivery=mandate.deliveries.get(), reason="test")


def end_the_mandate_earlier(_: House, mandate: Mandate) -> None:
    mandates.move_end(actor=STAFF, mandate=mandate, ends_on=TODAY, grounds="test")


def let_the_precaution_apply_again(_: House, __: Mandate) -> None:
    if not in_force():
        let_target(NOON)
    take_back(actor=terminal_actor(), rule="RP-14", grounds="Avis retiré par notre conseil.", at=NOON)


def declare_anew(_: House, mandate: Mandate) -> None:
    declare(STAFF, mandate, NOON)


VERBS = [
    suspend,
    take_the_order_back,
    take_the_assessment_back,
    take_the_declaration_back,
    invite_first,
    suspend_the_carrier,
    close_the_route,
    set_a_person_aside,
    hold_the_delivery,
    withdraw_the_delivery,
    end_the_mandate_earlier,
    let_the_precaution_apply_again,
    declare_anew,
]


@pytest.mark.parametrize("verb", VERBS)
def test_it_waits_for_the_slice_that_is_leaving_and_then_stands(database: str, verb: Verb) -> None:
    house = House(database, port=0)
    mandate = house.mandate(People(count=1))
    with psycopg.connect(database, autocommit=True) as sender:
        fence.pass_through(sender)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            verb(house, mandate)
        fence.leave(sender)
    verb(house, mandate)
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")
