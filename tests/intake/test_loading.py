"""A load from the file to the contacts: what it refuses for what is known already, and that it is all or nothing."""

import os
import signal
from datetime import date

import psycopg
import pytest
from django.db import connection
from tests.intake.world import TODAY, People, Register

from selfcontact.contacts.models import Contact
from selfcontact.contacts.payload import TABLE, unpack
from selfcontact.intake import actions
from selfcontact.intake.loading import building, load
from selfcontact.intake.loading.crew import Crew, WorkerFailedError
from selfcontact.intake.loading.job import Job
from selfcontact.intake.models import Delivery, Refusal
from selfcontact.intake.reader import stream
from selfcontact.intake.report import refusals
from selfcontact.ledger.models import Entry as LedgerEntry
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.vault import open_vault


def contacts(register: Register) -> int:
    return Contact.objects.filter(mandate_id=register.mandate.pk).count()


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname ~ '^contacts_contact_m[0-9]+_d[0-9]+$'")
        return [row[0] for row in cursor.fetchall()]


def opposed(number: int, kind: Entry.Kind = Entry.Kind.OPPOSITION, candidate_id: int | None = None) -> None:
    oppose(actor=SYSTEM, number=number, channel=Entry.Channel.SMS, on=TODAY, kind=kind, candidate_id=candidate_id)


def test_what_was_accepted_can_be_opened_and_counted(register: Register, people: People) -> None:
    report = register.load(people.text([*people.many(3), people.row(AGE="12")]))
    assert (report.lines, report.accepted, report.refused, report.state) == (4, 3, {"minor": 1}, "published")
    found = Contact.objects.filter(mandate_id=register.mandate.pk).order_by("id").first()
    assert found is not None
    keys = open_vault().keys.open(register.mandate.pk, 1)
    person = unpack(keys.open(TABLE, found.id, bytes(found.sealed)))
    assert (person.surname, person.first_name, person.address) == ("Durand", "Zoé", "1 rue de la Paix")
    assert person.e164 == 33639980000
    assert bytes(found.phone_index) == keys.fingerprint(33639980000)
    assert (found.age, found.commune, found.postcode, found.dial) == (40, "35238", "35000", 0)
    assert (found.consented_on, found.restricted) == (date(2026, 5, 4), False)
    assert found.id == register.delivery(report).pk << 32 | 2


def test_the_report_names_lines_as_a_spreadsheet_does_and_nothing_else(register: Register, people: People) -> None:
    rows = [people.row(ADRESSE='"a\nb"'), people.row(OPTIN="non"), "", people.row(MOBILE="x"), people.row()]
    report = register.load(people.text(rows))
    assert list(refusals(register.delivery(report))) == [
        (3, "no_consent"),
        (4, "malformed_row"),
        (5, "phone_invalid"),
        (6, "duplicate_in_file"),
    ]
    assert report.lines == report.accepted + sum(report.refused.values())


def test_the_first_accepted_line_of_a_number_wins_in_any_spelling(register: Register, people: People) -> None:
    rows = [people.row(MOBILE="0639980001", AGE="12"), people.row(MOBILE="06 39 98 00 01")]
    rows += [people.row(MOBILE="+33639980001"), people.row(MOBILE="639980001")]
    report = register.load(people.text(rows))
    assert (report.accepted, report.refused) == (1, {"duplicate_in_file": 2, "minor": 1})
    assert [line for line, _ in refusals(register.delivery(report))] == [2, 4, 5]


def test_a_number_that_came_before_is_refused_in_its_mandate_only(register: Register, people: People) -> None:
    register.load(people.text(people.many(3)))
    again = people.text(people.many(4, first=1))
    assert register.load(again).refused == {"duplicate_in_mandate": 2}
    other = register.open_mandate("other")
    assert register.load(again, mandate=other).refused == {}


def test_an_opposed_and_an_erased_number_stay_out_in_any_spelling(register: Register, people: People) -> None:
    spellings = ["0639980001", "+33 6 39 98 00 01", "0033639980001", "639980001", "'0639980001", "06.39.98.00.01"]
    opposed(33639980001)
    opposed(33639980002, Entry.Kind.ERASURE, register.candidate.pk)
    rows = [people.row(MOBILE=spelling) for spelling in spellings]
    rows += [people.row(MOBILE=spelling[:-1] + "2") for spelling in spellings]
    assert register.load(people.text([*rows, people.row(MOBILE="0639980003")])).refused == {"erased": 6, "opposed": 6}


def test_an_opposition_to_another_candidate_does_not_count(register: Register, people: People) -> None:
    other = register.candidate.__class__.objects.create(reference="other", name="Dominique Fiction")
    opposed(33639980001, candidate_id=other.pk)
    assert register.load(people.text([people.row()])).accepted == 1


def test_an_opposition_during_the_load_is_respected(
    register: Register, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = building.build

    def late(*arguments: str) -> None:
        build(*arguments)
        opposed(33639980001)

    monkeypatch.setattr(building, "build", late)
    report = register.load(people.text(people.many(3)))
    assert (report.accepted, report.refused, contacts(register)) == (2, {"opposed": 1}, 2)
    assert list(refusals(register.delivery(report))) == [(3, "opposed")]


def test_the_same_file_twice_is_recognised(register: Register, people: People) -> None:
    first = register.load(people.text(people.many(2)))
    with pytest.raises(UserError, match=first.delivery):
        register.load(people.text(people.many(2)))
    assert register.load(people.text(people.many(2)), mandate=register.open_mandate("other")).accepted == 2


def test_a_cancelled_load_leaves_nothing(register: Register, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    build = building.build

    def cancelled(*arguments: str) -> None:
        actions.cancel(actor=SYSTEM, delivery=Delivery.objects.get())
        build(*arguments)

    monkeypatch.setattr(building, "build", cancelled)
    with pytest.raises(UserError, match="annulé"):
        register.load(people.text([*people.many(50), people.row(AGE="3")]))
    assert (contacts(register), tables(), Refusal.objects.count()) == (0, [], 0)
    assert Delivery.objects.get().state == Delivery.State.CANCELLED
    monkeypatch.setattr(building, "build", build)
    assert register.load(people.text([*people.many(50), people.row(AGE="3")])).accepted == 50


def test_a_file_that_changes_while_it_is_read_is_not_loaded(
    register: Register, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Crew.begin

    def changed(crew: Crew, job: Job) -> None:
        begin(crew, job)
        with (register.place / "file.csv").open("a", encoding="utf-8") as file:
            file.write(people.row(MOBILE="0639989999") + "\r\n")

    monkeypatch.setattr(Crew, "begin", changed)
    with pytest.raises(UserError, match="changé"):
        register.load(people.text(people.many(5)))
    assert (contacts(register), tables()) == (0, [])


def test_a_worker_that_is_killed_stops_the_load_and_leaves_nothing(
    register: Register, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Crew.begin

    def killed(crew: Crew, job: Job) -> None:
        begin(crew, job)
        os.kill(crew.pids[0], signal.SIGKILL)

    monkeypatch.setattr(Crew, "begin", killed)
    with pytest.raises(WorkerFailedError):
        register.load(people.text(people.many(50)))
    assert (contacts(register), tables(), Refusal.objects.count()) == (0, [], 0)


def test_what_a_dead_load_has_left_is_swept(
    register: Register, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As after kill -9: nobody takes anything back.
    with monkeypatch.context() as dead:
        dead.setattr(load, "give_up", lambda *_: None)
        dead.setattr(building, "build", lambda *_: os.open("/nonexistent", os.O_RDONLY))
        with pytest.raises(FileNotFoundError):
            register.load(people.text([*people.many(5), people.row(AGE="3")]))
    assert len(tables()) == 1
    assert actions.sweep(actor=SYSTEM) == 1
    assert (tables(), Refusal.objects.count()) == ([], 0)
    assert actions.sweep(actor=SYSTEM) == 0


def test_a_living_load_is_not_swept_and_a_second_one_waits(
    register: Register, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = building.build

    def meanwhile(*arguments: str) -> None:
        assert actions.sweep(actor=SYSTEM) == 0
        with pytest.raises(UserError, match="en cours"):
            register.load(people.text(people.many(2)))
        build(*arguments)

    monkeypatch.setattr(building, "build", meanwhile)
    assert register.load(people.text(people.many(5))).accepted == 5


def test_a_special_category_column_holds_the_delivery_until_the_dpo_decides(register: Register, people: People) -> None:
    rows = [f"{row};catholique" for row in people.many(3)]
    report = register.load(people.text(rows, people.header() + ";RELIGION"))
    assert (report.state, report.special, report.dropped) == ("held", {"RELIGION": "religion"}, ("RELIGION",))
    delivery = register.delivery(report)
    actions.release(actor=SYSTEM, delivery=delivery)
    assert delivery.state == Delivery.State.PUBLISHED
    with pytest.raises(UserError, match="published"):
        actions.release(actor=SYSTEM, delivery=delivery)


def test_withdrawing_a_delivery_deletes_its_contacts_and_lets_the_file_come_again(
    register: Register, people: People
) -> None:
    report = register.load(people.text(people.many(3)))
    actions.withdraw(actor=SYSTEM, delivery=register.delivery(report), reason="sans preuve")
    assert contacts(register) == 0
    assert register.load(people.text(people.many(3))).accepted == 3


def test_real_people_may_not_have_fictional_numbers(register: Register, people: People) -> None:
    assert register.load(people.text(people.many(2)), synthetic=False).refused == {"phone_invalid": 2}


def test_several_chunks_keep_the_order_of_the_lines(
    register: Register, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [people.row(MOBILE=f"063998{number % 700:04}") for number in range(3000)]
    monkeypatch.setattr(load, "stream", lambda path, shape: stream(path, shape, size=1 << 14))
    report = register.load(people.text(rows))
    assert (report.lines, report.accepted, report.refused) == (3000, 700, {"duplicate_in_file": 2300})
    assert min(line for line, _ in refusals(register.delivery(report))) == 702


def test_every_load_is_in_the_ledger_without_anything_personal(register: Register, people: People) -> None:
    before = LedgerEntry.objects.count()
    register.load(people.text(people.many(2)))
    entries = [bytes(leaf) for leaf in LedgerEntry.objects.order_by("id").values_list("leaf", flat=True)[before:]]
    assert [b"delivery:received" in entries[0], b"delivery:published" in entries[1]] == [True, True]
    assert b"Durand" not in b"".join(entries)


def test_nothing_of_a_row_stands_in_the_database_in_clear(
    register: Register, people: People, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    register.load(people.text([people.row(NOM="Zwqxfiction"), people.row(NOM="Zwqxfiction", AGE="3")]))
    for (table,) in owner.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200"
    ).fetchall():
        stored = owner.execute(f"SELECT string_agg(t::text, ' ') FROM \"{table}\" t").fetchone()
        assert stored is None or "Zwqxfiction" not in str(stored[0])
        assert stored is None or "639980001" not in str(stored[0])


def test_without_an_instruction_nothing_is_loaded(register: Register, people: People) -> None:
    register.mandate.instructions.all().delete()
    with pytest.raises(UserError) as refusal:
        register.load(people.text(people.many(1)))
    assert refusal.value.code == "no_instruction"
