"""Whatever takes back what messages leave on waits for the slice that passed its checks before it."""

from collections.abc import Callable

import psycopg
import pytest
from django.db import OperationalError, connection
from tests.campaigns.sending_world import NOON, STAFF, TODAY, House, People

from selfcontact.database import fence
from selfcontact.mandates import actions as mandates
from selfcontact.mandates import sponsors
from selfcontact.mandates.models import ContactPolicy, Mandate
from selfcontact.providers import actions as providers

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


VERBS = [suspend, take_the_order_back, take_the_assessment_back, take_the_declaration_back, invite_first]


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
