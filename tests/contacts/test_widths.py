"""What names cost is known from three numbers a field, measured once for each delivery."""

import psycopg
import pytest
from tests.intake.world import People, Register

from selfcontact.contacts import actions, widths
from selfcontact.contacts.models import NameWidth
from selfcontact.contacts.tasks import measure_names
from selfcontact.intake.models import Delivery
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.template import Width


def _load(register: Register, people: People, *names: tuple[str, str], first: int = 0) -> Delivery:
    rows = [
        people.row(PRENOM=one, NOM=other, MOBILE=f"063998{number:04}")
        for number, (one, other) in enumerate(names, first)
    ]
    register.load(people.text(rows))
    found = Delivery.objects.order_by("-pk").first()
    assert found is not None
    return found


def test_the_widths_of_a_delivery_are_those_of_its_widest_names(register: Register, people: People) -> None:
    delivery = _load(register, people, ("Zoé", "Lemaître"), ("Marie-Antoinette", "Durand"), ("Li", "D’Aubigné"))
    assert widths.measured(delivery) == {
        "first_name": Width(septets=16, units=16),
        "surname": Width(septets=9, units=9, forcing=8),
    }


def test_the_worker_measures_what_was_published_once_and_says_so(register: Register, people: People) -> None:
    delivery = _load(register, people, ("Zoé", "Durand"))
    assert widths.of_deliveries(register.mandate.pk, [delivery.pk])[1] == (delivery.pk,)
    measure_names(timestamp=0)
    measure_names(timestamp=60)
    known, missing = widths.of_deliveries(register.mandate.pk, [delivery.pk])
    assert (known["surname"], missing) == (Width(septets=6, units=6), ())
    lines = read(Question(objects=(delivery.uid,), action=Action.CONTACT_NAMES_MEASURED)).lines
    assert [line.details for line in lines] == [{"reference": delivery.reference}]


def test_what_two_measure_at_the_same_time_is_kept_once(register: Register, people: People) -> None:
    delivery = _load(register, people, ("Zoé", "Durand"))
    actions.measure_names(actor=SYSTEM, delivery=delivery)
    actions.measure_names(actor=SYSTEM, delivery=delivery)
    assert NameWidth.objects.filter(delivery_id=delivery.pk).count() == len(widths.FIELDS)


def test_the_widths_of_several_deliveries_are_merged_and_the_missing_ones_named(
    register: Register, people: People
) -> None:
    first = _load(register, people, ("Jean-Baptiste", "Roy"))
    actions.measure_names(actor=SYSTEM, delivery=first)
    second = _load(register, people, ("Benoît", "Delamontagne"), first=10)
    known, missing = widths.of_deliveries(register.mandate.pk, [first.pk, second.pk])
    assert (known["surname"].septets, missing) == (3, (second.pk,))
    actions.measure_names(actor=SYSTEM, delivery=second)
    known, missing = widths.of_deliveries(register.mandate.pk, [first.pk, second.pk])
    assert known["first_name"] == Width(septets=13, units=13, forcing=6)
    assert known["surname"] == Width(septets=12, units=12)
    assert missing == ()


@pytest.mark.parametrize("table", ["contacts_namewidth", "contacts_teamnumber"])
@pytest.mark.parametrize("role", ["portal", "public", "voice", "sender"])
def test_only_console_and_worker_read_them(
    owner: psycopg.Connection[tuple[object, ...]], table: str, role: str
) -> None:
    held = owner.execute("SELECT has_table_privilege(%s, %s, 'SELECT')", [f"selfcontact_{role}", table]).fetchone()
    assert held == (False,)
