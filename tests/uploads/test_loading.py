"""An upload from its confirmation to its delivery: loaded as the command line would, and gone from disk at once."""

import gzip
import hashlib
import io
import json
import zipfile

import openpyxl
import polars as pl
import pytest
from django.db import connection
from tests.intake.test_loading import contacts, tables
from tests.intake.world import TODAY, People
from tests.uploads.world import NOON, STAFF, Depot, on_disk

from selfcontact.intake import actions as intake
from selfcontact.intake.loading import building
from selfcontact.intake.loading.crew import Crew
from selfcontact.intake.models import Delivery, Mapping, Refusal
from selfcontact.intake.reader.detect import Told
from selfcontact.ledger.models import Entry
from selfcontact.lib.errors import UserError
from selfcontact.uploads import actions, loading, sweeping
from selfcontact.uploads.choices import Choices
from selfcontact.uploads.looking import look, remembered
from selfcontact.uploads.models import Upload


def jobs(status: str = "todo") -> list[tuple[str, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = %s ORDER BY id", [status])
        return [(name, json.loads(args)) for name, args in cursor.fetchall()]


def packed(text: str, kind: str) -> bytes:
    """Return the same table as another kind of file."""
    rows = [line.split(";") for line in text.splitlines()]
    held = io.BytesIO()
    if kind == "gzip":
        return gzip.compress(text.encode())
    if kind == "zip":
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("people.csv", text)
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(held)
    else:
        pl.DataFrame(rows[1:], schema=rows[0], orient="row").write_parquet(held)
    return held.getvalue()


def test_a_confirmed_upload_becomes_a_delivery_and_its_bytes_are_destroyed(depot: Depot, people: People) -> None:
    text = people.text([*people.many(5), people.row(AGE="12")])
    upload = depot.confirmed(text)
    assert jobs() == [("uploads.load", {"upload_id": upload.pk})]
    assert len(on_disk()) == 1
    loading.load(upload, depot.register.clock)
    delivery = depot.delivery(upload)
    assert (upload.state, delivery.state, delivery.accepted, delivery.refused) == ("done", "published", 5, {"minor": 1})
    assert delivery.file_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (on_disk(), bytes(upload.sealed_key)) == ([], b"")
    assert upload.lines == 6
    assert upload.done == upload.length
    assert any(str(STAFF.uid).encode() in bytes(entry.leaf) for entry in Entry.objects.all())


@pytest.mark.parametrize("kind", ["gzip", "zip", "xlsx", "parquet"])
def test_every_kind_of_file_is_read_through_its_seal(depot: Depot, people: People, kind: str) -> None:
    upload = depot.loaded(packed(people.text(people.many(40)), kind))
    assert (upload.state, upload.failure) == ("done", {})
    assert depot.delivery(upload).accepted == 40


def test_the_preview_judges_with_the_forms_and_the_area_of_the_load(depot: Depot, people: People) -> None:
    rows = [people.row(), people.row(FORMULAIRE="F9"), people.row(AGE="9")]
    seen = look(depot.received(people.text(rows)), Choices(), on=TODAY)
    assert dict(seen.verdicts) == {"accepted": 1, "unknown_form": 1, "minor": 1}


def test_a_file_without_header_is_read_once_its_columns_are_named(depot: Depot, people: People) -> None:
    upload = depot.received(people.text(people.many(4), header=people.row(MOBILE="0639981111")))
    seen = look(upload, Choices(), on=TODAY)
    assert seen.inspection.shape.header[0] == "colonne 1"
    with pytest.raises(UserError) as refusal:
        actions.confirm(actor=STAFF, upload=upload, choices=Choices(), on=TODAY, at=NOON)
    assert refusal.value.code == "columns_missing"
    named = "surname first_name address postcode city phone age consent form consent_date channel purpose".split()  # noqa: SIM905
    columns = {f"colonne {number}": field for number, field in enumerate(named, 1)}
    actions.confirm(actor=STAFF, upload=upload, choices=Choices(columns=columns), remember=True, on=TODAY, at=NOON)
    loading.load(upload, depot.register.clock)
    assert depot.delivery(upload).accepted == 5
    again = depot.received(people.text(people.many(4), header=people.row(MOBILE="0639982222")))
    assert remembered(again, seen.inspection.shape.header) == columns
    assert Mapping.objects.count() == 1


def test_the_operator_can_say_that_the_first_line_is_data_but_not_that_a_person_is_a_header(
    depot: Depot, people: People
) -> None:
    upload = depot.received(people.text(people.many(3)))
    assert look(upload, Choices(told=Told(header=False)), on=TODAY).inspection.shape.header[0] == "colonne 1"
    bare = depot.received("\r\n".join(people.many(3)))
    with pytest.raises(UserError) as refusal:
        look(bare, Choices(told=Told(header=True)), on=TODAY)
    assert refusal.value.code == "header_is_data"


def test_a_load_that_is_refused_says_why_and_leaves_nothing(depot: Depot, people: People) -> None:
    text = people.text(people.many(3))
    first = depot.loaded(text)
    second = depot.loaded(text)
    assert (second.state, second.failure["code"]) == ("failed", "same_file")
    assert depot.delivery(first).reference in second.failure["fr"]
    assert on_disk() == []


def test_a_load_cancelled_before_a_worker_takes_it_never_runs(depot: Depot, people: People) -> None:
    upload = depot.confirmed(people.text(people.many(3)))
    actions.cancel(actor=STAFF, upload=upload)
    loading.load(upload, depot.register.clock)
    assert (Delivery.objects.count(), upload.state, on_disk()) == (0, "cancelled", [])


@pytest.mark.parametrize("moment", ["reading", "indexing"])
def test_a_load_cancelled_while_it_runs_leaves_nothing(
    depot: Depot, people: People, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    begin, build = Crew.begin, building.build
    upload = depot.confirmed(people.text([*people.many(50), people.row(AGE="3")]))

    def cancel() -> None:
        actions.cancel(actor=STAFF, upload=Upload.objects.get(pk=upload.pk))

    def begun(crew: Crew, job: object) -> None:
        cancel()
        begin(crew, job)  # type: ignore[arg-type]

    def built(*arguments: str) -> None:
        cancel()
        build(*arguments)

    monkeypatch.setattr(Crew, "begin", begun if moment == "reading" else begin)
    monkeypatch.setattr(building, "build", built if moment == "indexing" else build)
    loading.load(upload, depot.register.clock)
    assert (contacts(depot.register), tables(), Refusal.objects.count(), on_disk()) == (0, [], 0, [])
    assert (Upload.objects.get().state, Delivery.objects.get().state) == ("cancelled", "cancelled")


def test_a_load_waits_for_another_one_of_its_mandate(
    depot: Depot, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = depot.confirmed(people.text(people.many(3)))
    build = building.build

    def meanwhile(*arguments: str) -> None:
        loading.load(upload, depot.register.clock)
        build(*arguments)

    with monkeypatch.context() as other:
        other.setattr(building, "build", meanwhile)
        assert depot.register.load(people.text(people.many(2, first=50))).accepted == 2
    assert (upload.state, upload.attempts) == ("queued", 0)
    loading.load(upload, depot.register.clock)
    assert (upload.state, depot.delivery(upload).accepted) == ("done", 3)


def test_a_load_that_died_is_swept_tried_again_and_given_up_the_third_time(
    depot: Depot, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = depot.confirmed(people.text([*people.many(3), people.row(AGE="3")]))
    for attempt in (1, 2, 3):
        with monkeypatch.context() as dead:
            # As after kill -9: nobody takes anything back, and nothing is written.
            dead.setattr("selfcontact.intake.loading.load.give_up", lambda *_: None)
            dead.setattr(building, "build", lambda *_: (_ for _ in ()).throw(SystemExit))
            with pytest.raises(SystemExit):
                loading.load(upload, depot.register.clock)
        upload.refresh_from_db()
        assert (upload.state, upload.attempts, len(tables())) == ("loading", attempt, 1)
        assert sweeping.sweep(NOON) == 1
        upload.refresh_from_db()
        assert (tables(), Refusal.objects.count()) == ([], 0)
        assert upload.state == ("queued" if attempt < 3 else "failed")
    assert (upload.failure["code"], on_disk()) == ("load_died", [])


def test_the_second_attempt_of_a_load_that_died_succeeds(
    depot: Depot, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = depot.confirmed(people.text(people.many(3)))
    with monkeypatch.context() as dead:
        dead.setattr("selfcontact.intake.loading.load.give_up", lambda *_: None)
        dead.setattr(building, "build", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            loading.load(upload, depot.register.clock)
    sweeping.sweep(NOON)
    upload.refresh_from_db()
    loading.load(upload, depot.register.clock)
    assert (upload.state, depot.delivery(upload).accepted) == ("done", 3)
    assert depot.delivery(upload).reference == f"{upload.reference}-2"


def test_a_load_that_lives_is_left_alone(depot: Depot, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = depot.confirmed(people.text(people.many(3)))
    build = building.build

    def meanwhile(*arguments: str) -> None:
        assert sweeping.sweep(NOON) == 0
        build(*arguments)

    monkeypatch.setattr(building, "build", meanwhile)
    loading.load(upload, depot.register.clock)
    assert upload.state == "done"


def test_an_upload_that_nobody_comes_back_for_is_destroyed(depot: Depot, people: People) -> None:
    upload = depot.received(people.text(people.many(3)))
    half = depot.open(100)
    depot.send(half, [b"x" * 50])
    assert sweeping.sweep(NOON.replace(hour=23)) == 0
    assert sweeping.sweep(NOON.replace(day=26)) == 2
    upload.refresh_from_db()
    assert (upload.state, bytes(upload.sealed_key), on_disk()) == ("expired", b"", [])


def test_withdrawing_needs_no_right_to_delete_contacts(depot: Depot, people: People) -> None:
    upload = depot.loaded(people.text(people.many(3)))
    delivery = depot.delivery(upload)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE selfcontact_console")
    intake.withdraw(actor=STAFF, delivery=delivery, reason="sans preuve")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert contacts(depot.register) == 0
