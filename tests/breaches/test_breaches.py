"""A breach is written down for ever, measured from ledger and keys, told to its controllers, decided and closed."""

from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from tests.breaches.world import CANARY, HOUR, OFFICER, OWNER, House, deeds
from tests.identity.world import as_process
from tests.intake.world import People

from selfcontact.breaches import actions
from selfcontact.breaches.alerts import alert
from selfcontact.breaches.models import Breach, Extent, Kind, Nature
from selfcontact.breaches.reading import standing
from selfcontact.breaches.telling import latest, said
from selfcontact.contacts import actions as persons
from selfcontact.contacts.models import Contact
from selfcontact.contacts.opening import number_of
from selfcontact.intake import actions as intake
from selfcontact.intake.models import Delivery
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.notices import actions as notices


def add(house: House, made: Breach, kind: Kind, text: str = "dit") -> None:
    actions.add(actor=OFFICER, breach=made, kind=kind, text=text, happened_at=house.at, at=house.at)


def test_the_extent_says_which_mandate_how_many_people_which_keys_and_whether_one_was_used(house: House) -> None:
    made = house.breach()
    of_mandate, of_house = latest(made)
    assert of_mandate.mandate == house.mandate
    assert of_mandate.people == 10
    assert of_mandate.generations == 1
    assert of_mandate.keys_destroyed_at is None
    assert of_mandate.uses["delivery:published"] == 1
    assert (of_house.mandate, of_house.people) == (None, None)


def test_uses_outside_the_breach_do_not_count(house: House) -> None:
    made = house.breach(began_at=house.at - 2 * HOUR, ended_at=house.at - HOUR)
    assert latest(made)[-1].uses == {}
    assert Extent.objects.filter(breach=made).exclude(mandate=None).count() == 0, "no mandate was here then"


def test_named_mandates_are_measured_and_no_other(house: House) -> None:
    other = house.register.open_mandate("autre")
    made = actions.record_breach(actor=OFFICER, account=house.account(), at=house.at, mandates=[other])
    (touched,) = [one for one in latest(made) if one.mandate]
    assert touched.mandate == other
    assert touched.people is None


def test_what_is_written_is_sealed_and_named_nowhere_in_the_ledger(house: House) -> None:
    house.owner()
    made = house.breach()
    actions.tell_controllers(actor=OFFICER, breach=made, at=house.at)
    add(house, made, Kind.FACT, CANARY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{CANARY}%"])
            assert cursor.fetchone() == (0,), table
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{CANARY.encode().hex()}%"])
            assert cursor.fetchone() == (0,), table
    assert CANARY in standing(made, house.at).words["what"]


def test_each_owner_gets_a_notice_of_its_own_mandate_and_nobody_gets_two(house: House) -> None:
    house.owner()
    made = house.breach()
    actions.tell_controllers(actor=OFFICER, breach=made, at=house.at)
    (notice,) = notices.of(made.uid)
    letter = notices.opened(notice)
    assert letter.to == OWNER
    assert made.reference in letter.subject
    assert "environ 10 contacts" in letter.text
    with pytest.raises(UserError) as refused:
        actions.tell_controllers(actor=OFFICER, breach=made, at=house.at)
    assert refused.value.code == "breach_told"
    assert "controllers" not in standing(made, house.at).missing


@pytest.mark.parametrize(("erased", "told"), [(0, "moins de onze"), (1, "moins de onze"), (13, "environ 10")])
def test_a_controller_is_never_told_of_what_was_done_to_one_person(house: House, erased: int, told: str) -> None:
    house.owner()
    for number in range(erased):
        with transaction.atomic():
            action, details = Action.CONTACT_ERASED, {"n": number}
            record(actor=OFFICER, action=action, mandate_id=house.mandate.pk, object_id=uuid4(), details=details)
    house.at = datetime.now(UTC)
    made = house.breach()
    actions.tell_controllers(actor=OFFICER, breach=made, at=house.at + HOUR)
    (notice,) = notices.of(made.uid)
    text = notices.opened(notice).text
    assert "contact:erased" not in text
    assert f"gestes sur un contact : {told}" in text
    assert "delivery:published × 1" in text


def test_a_look_up_by_number_is_counted_for_each_mandate_that_it_opened_and_for_no_other(house: House) -> None:
    people = People()
    house.register.load(people.text([people.row()]))
    (contact,) = Contact.objects.all()
    number = number_of(contact.mandate_id, contact.id)
    assert number
    other, before = house.register.open_mandate("autre"), datetime.now(UTC)
    persons.find(actor=OFFICER, number=number, reason="accès")
    house.at = datetime.now(UTC)
    made = house.breach(began_at=before)
    extents = {one.mandate_id: one for one in latest(made)}
    assert extents[house.mandate.pk].uses == {"contact:opened": 1}
    assert extents[other.pk].uses == {}
    assert "contact:opened" not in said(extents[house.mandate.pk]), "nothing about one person"


def people_of(made: Breach) -> int | None:
    return next(one.people for one in latest(made) if one.mandate)


def test_people_whose_delivery_is_held_are_counted(house: House) -> None:
    intake.hold_unproven(actor=OFFICER, delivery=Delivery.objects.get())
    assert people_of(house.breach()) == 10


def test_people_withdrawn_since_the_breach_began_are_counted_and_those_gone_before_are_not(house: House) -> None:
    people = People()
    house.register.load(people.text([people.row()]))
    delivery, before = Delivery.objects.latest("pk"), datetime.now(UTC)
    Delivery.objects.exclude(pk=delivery.pk).delete()
    Delivery.objects.filter(pk=delivery.pk).update(accepted=12)
    intake.withdraw(actor=OFFICER, delivery=delivery, reason="essai")
    house.at = datetime.now(UTC)
    assert people_of(house.breach(began_at=before)) == 10
    assert people_of(house.breach(began_at=house.at)) is None


def test_one_controller_without_an_address_keeps_none_of_the_others_waiting(house: House) -> None:
    house.owner()
    other = house.register.open_mandate("autre")
    other.candidate = type(other.candidate).objects.create(reference="autre-candidat", name="Alix Autre", party="")
    other.save(update_fields=["candidate"])
    made = house.breach()
    told = actions.tell_controllers(actor=OFFICER, breach=made, at=house.at)
    assert [one.mandate for one in told] == [house.mandate]
    with pytest.raises(UserError) as refused:
        actions.tell_controllers(actor=OFFICER, breach=made, at=house.at)
    assert refused.value.code == "breach_nobody"
    actions.note_controller_told(
        actor=OFFICER, breach=made, mandate=other, text="recommandé", happened_at=house.at, at=house.at
    )
    assert "controllers" not in standing(made, house.at).missing


def test_it_closes_once_everyone_is_told_and_every_decision_is_taken_and_then_for_good(house: House) -> None:
    house.owner()
    made = house.breach()
    for code, step in (
        ("controllers", lambda: actions.tell_controllers(actor=OFFICER, breach=made, at=house.at)),
        ("authority", lambda: add(house, made, Kind.AUTHORITY_NOT_TOLD)),
        ("decision", lambda: add(house, made, Kind.PEOPLE_TO_TELL)),
        ("people", lambda: add(house, made, Kind.PEOPLE_TOLD)),
    ):
        if code != "people":
            assert code in standing(made, house.at).missing
        with pytest.raises(UserError) as refused:
            actions.close(actor=OFFICER, breach=made, text="appris", at=house.at)
        assert refused.value.code == "breach_unfinished"
        step()
    actions.close(actor=OFFICER, breach=made, text="appris", at=house.at)
    for again in (
        lambda: actions.close(actor=OFFICER, breach=made, text="encore", at=house.at),
        lambda: actions.measure(actor=OFFICER, breach=made, at=house.at),
        lambda: add(house, made, Kind.FACT),
    ):
        with pytest.raises(UserError) as refused:
            again()
        assert refused.value.code == "breach_closed"
    assert deeds(made.uid)[-1] == "breach:closed"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("breach_words", {"what": " "}),
        ("breach_nature", {"natures": []}),
        ("breach_system", {"systems": []}),
    ],
)
def test_what_is_not_said_is_asked_for(house: House, code: str, changes: dict[str, object]) -> None:
    with pytest.raises(UserError) as refused:
        house.breach(**changes)
    assert refused.value.code == code


def test_no_instant_is_to_come_or_goes_backwards(house: House) -> None:
    wrong = (
        {"learnt_at": house.at + HOUR},
        {"began_at": house.at - HOUR, "ended_at": house.at - 2 * HOUR},
        {"began_at": house.at, "learnt_at": house.at - HOUR},
    )
    for changes in wrong:
        with pytest.raises(UserError) as refused:
            house.breach(**changes)
        assert refused.value.code == "breach_times"


def test_a_step_with_a_verb_of_its_own_is_not_added_by_hand(house: House) -> None:
    made = house.breach()
    for kind in (Kind.CLOSED, Kind.CONTROLLERS_TOLD):
        with pytest.raises(UserError) as refused:
            add(house, made, kind)
        assert refused.value.code == "breach_step"


def test_the_database_changes_no_row_even_for_the_owner_of_its_tables(house: House) -> None:
    made = house.breach()
    add(house, made, Kind.FACT)
    for table in ("breaches_breach", "breaches_extent", "breaches_step"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
            assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_the_dpo_is_warned_once_at_each_step_until_both_are_told(house: House, outbox: list[mail.EmailMessage]) -> None:
    house.owner()
    made = house.breach()
    with as_process("worker"):
        assert [alert(actor=SYSTEM, at=house.at + hour * HOUR) for hour in (1, 13, 13, 19, 26)] == [0, 1, 0, 1, 1]
    actions.tell_controllers(actor=OFFICER, breach=made, at=house.at)
    assert [alert(actor=SYSTEM, at=house.at + hour * HOUR) for hour in (38, 56, 74, 75)] == [1, 1, 1, 0]
    assert all("(Europe/Paris, UTC" in str(one.body) for one in outbox)
    assert not any(CANARY in str(one.body) for one in outbox)
    assert deeds(made.uid).count("breach:alerted") == 6


def test_nothing_is_said_of_a_breach_that_touches_no_mandate(house: House, outbox: list[mail.EmailMessage]) -> None:
    made = actions.record_breach(actor=OFFICER, account=house.account(), at=house.at, mandates=[])
    assert alert(actor=SYSTEM, at=house.at + 80 * HOUR) == 0
    actions.close(actor=OFFICER, breach=made, text="fausse alerte", at=house.at)
    assert Nature.CONFIDENTIALITY in made.natures
