"""How an answer leaves: three openings however they race, fourteen days, a passphrase by another way; and its end."""

import io
import json
import threading
from datetime import timedelta

import psycopg
import pytest
import pyzipper
from django.db import connections
from tests.answers.world import NOW, code, current, granted, refused, second_candidate
from tests.intake.world import Register
from tests.requests.world import DPO, NUMBER, verified

from selfcontact.answers import actions, parcels, sealing
from selfcontact.answers.formats.archive import SIGNS, new_passphrase
from selfcontact.answers.models import Answer, State
from selfcontact.identity.parcels import Parcel
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.mandates.models import Mandate
from selfcontact.requests import actions as requests
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Ground, Kind, Rung
from selfcontact.requests.models import State as Stand

Owner = psycopg.Connection[tuple[object, ...]]
END = NOW + timedelta(days=14)


@pytest.fixture
def second(register: Register) -> Mandate:
    return second_candidate(register)


def test_openings_that_race_are_three_in_all_and_the_third_destroys_it(second: Mandate) -> None:
    made = granted(Kind.ACCESS)
    uid = actions.publish(actor=DPO, request=made, at=NOW).uid
    got: list[object] = []
    together = threading.Barrier(8)

    def come() -> None:
        try:
            together.wait()
            got.append(parcels.for_ticket(request=made, number=NUMBER, at=NOW))
        finally:
            connections.close_all()

    comers = [threading.Thread(target=come) for _ in range(8)]
    for one in comers:
        one.start()
    for one in comers:
        one.join()
    found = [one.json() for one in got if isinstance(one, Parcel)]
    assert sorted(str(one["openings_left"]) for one in found) == ["0", "1", "2"]
    assert got.count(None) == 5
    answer = Answer.objects.get(uid=uid)
    assert (answer.state, answer.openings, answer.sealed) == (State.DESTROYED, 3, None)
    assert Entry.objects.filter(action=Action.ANSWER_OPENED).count() == 3
    assert Entry.objects.filter(action=Action.REQUEST_DELIVERED).count() == 1


def test_the_database_itself_counts_no_fourth_opening_and_keeps_nothing_of_what_is_destroyed(
    second: Mandate, owner: Owner
) -> None:
    made = granted(Kind.ACCESS)
    answer = actions.publish(actor=DPO, request=made, at=NOW)
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("UPDATE answers_answer SET openings = 4 WHERE id = %s", [answer.pk])
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("UPDATE answers_answer SET state = 'destroyed' WHERE id = %s", [answer.pk])


def test_another_number_another_request_or_a_late_day_opens_nothing(second: Mandate) -> None:
    made = granted(Kind.ACCESS)
    actions.publish(actor=DPO, request=made, at=NOW)
    assert parcels.for_ticket(request=made, number=NUMBER + 1, at=NOW) is None
    assert parcels.for_ticket(request=verified(Kind.ERASURE), number=NUMBER, at=NOW) is None
    assert parcels.for_ticket(request=made, number=NUMBER, at=END) is None
    assert current(made).openings == 0


def test_after_fourteen_days_nothing_of_it_can_be_read_and_the_request_is_closed(second: Mandate, owner: Owner) -> None:
    made = granted(Kind.ACCESS)
    answer = actions.publish(actor=DPO, request=made, at=NOW)
    actions.archive(actor=DPO, request=made, at=NOW)
    assert parcels.for_ticket(request=made, number=NUMBER, at=NOW)
    kept = owner.execute("SELECT sealed, archive FROM answers_answer").fetchone()
    assert kept
    assert (actions.destroy_due(actor=DPO, at=END - timedelta(seconds=1)), actions.close_due(actor=DPO, at=NOW)) == (
        0,
        0,
    )
    assert actions.destroy_due(actor=DPO, at=END) == 1
    assert actions.close_due(actor=DPO, at=END) == 1
    # What the row held, word for word, stands in no table any more.
    dumped = b"".join(
        bytes(str(row[0]), "utf-8")
        for (name,) in owner.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for row in owner.execute(f"SELECT to_jsonb(t)::text FROM {name} t").fetchall()
    )
    for value in kept:
        assert bytes(value).hex().encode() not in dumped  # type: ignore[call-overload]
    assert answer.sha256.encode() in dumped
    for word in ("Durand", "quai du Port", "639980000", "Lef\\u00e8vre", "Lefèvre"):
        assert word.encode() not in dumped
    answer.refresh_from_db()
    assert code(lambda: sealing.unseal(answer)) == code(lambda: sealing.unseal_archive(answer)) == "answer_gone"
    made.refresh_from_db()
    assert made.state == Stand.CLOSED


def test_an_answer_that_nobody_opened_ends_and_its_request_still_waits_for_another_way(second: Mandate) -> None:
    made = granted(Kind.ACCESS)
    actions.publish(actor=DPO, request=made, at=NOW)
    assert (actions.destroy_due(actor=DPO, at=END), actions.close_due(actor=DPO, at=END)) == (1, 0)
    made.refresh_from_db()
    assert made.state == Stand.GRANTED
    assert code(lambda: actions.publish(actor=DPO, request=made, at=END)) == "answer_none"


def test_what_was_prepared_for_a_request_taken_back_is_destroyed(second: Mandate) -> None:
    made = verified()
    actions.prepare(actor=DPO, request=made, at=NOW)
    requests.withdraw(actor=DPO, request=made, rung=Rung.CODE_AND_FACTS, at=NOW)
    assert actions.destroy_due(actor=DPO, at=NOW) == 1
    assert actions.current(made) is None


def test_an_answer_opens_no_more_once_its_request_is_taken_back(second: Mandate) -> None:
    made = granted()
    actions.publish(actor=DPO, request=made, at=NOW)
    made.refresh_from_db()
    requests.withdraw(actor=DPO, request=made, rung=Rung.CODE_AND_FACTS, at=NOW)
    assert parcels.for_ticket(request=made, number=NUMBER, at=NOW) is None
    assert Answer.objects.get(request=made).openings == 0


def test_an_archive_opens_with_its_passphrase_and_with_no_other(second: Mandate) -> None:
    made = granted(Kind.ACCESS)
    first = actions.archive(actor=DPO, request=made, at=NOW)
    assert b"Durand" not in first.content
    assert repr(first) == f"Archive(name='{made.reference}.zip')"
    with pyzipper.AESZipFile(io.BytesIO(first.content)) as archive:
        assert [one.wz_aes_strength for one in archive.infolist()] == [3] * 3
        archive.setpassword(new_passphrase().encode())
        with pytest.raises(RuntimeError):
            archive.read(f"reponse-{made.reference}.json")
        archive.setpassword(first.passphrase.encode())
        said = json.loads(archive.read(f"reponse-{made.reference}.json"))
        assert archive.read(f"reponse-{made.reference}.pdf").startswith(b"%PDF")
    assert said["contacts"][0]["data"]["surname"] == "Durand"
    assert sealing.unseal_archive(current(made)) == first.content
    # The page does not open what left by another way.
    assert parcels.for_ticket(request=made, number=NUMBER, at=NOW) is None
    second_one = actions.archive(actor=DPO, request=made, at=NOW)
    assert second_one.passphrase != first.passphrase


def test_a_passphrase_has_a_hundred_bits_and_no_sign_that_is_taken_for_another() -> None:
    assert (len(SIGNS), len(set(SIGNS)), set("01lo") & set(SIGNS)) == (32, 32, set())
    made = {new_passphrase() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one.replace("-", "")) == 20 for one in made)


def test_without_a_number_there_is_no_page_but_an_archive(database: str) -> None:
    made = verified(Kind.ACCESS, person=Person(name="Zoé Lefèvre", address="1 rue de la Paix"))
    requests.decide(actor=DPO, request=made, ground=None, at=NOW)
    assert actions.prepare(actor=DPO, request=made, at=NOW).sealed
    made = refused(Ground.NOT_HELD, Kind.ACCESS)
    made.phone_index = None
    made.save()
    assert code(lambda: actions.publish(actor=DPO, request=made, at=NOW)) == "answer_number"
    assert actions.archive(actor=DPO, request=made, at=NOW).content
