"""From a verified request to what the person reads: the database, the ledger and the answer say the same."""

import json

import jsonschema_rs
import pytest
from tests.answers.world import NOW, current, granted, second_candidate
from tests.intake.world import People, Register
from tests.requests.world import DPO, NUMBER, deeds

from selfcontact.answers import actions, document, parcels
from selfcontact.mandates.models import Mandate
from selfcontact.requests.models import Kind, Request
from selfcontact.requests.models import State as Stand


@pytest.fixture
def second(register: Register, people: People) -> Mandate:
    return second_candidate(register, people)


def opened(made: Request, number: int = NUMBER) -> dict[str, object]:
    parcel = parcels.for_ticket(request=made, number=number, at=NOW)
    assert parcel
    return dict(parcel.json())


def test_an_access_goes_from_the_files_of_two_candidates_to_what_the_person_reads(second: Mandate) -> None:
    made = granted(Kind.ACCESS)
    actions.publish(actor=DPO, request=made, at=NOW)
    laid = opened(made)
    said = laid["content"]
    assert isinstance(said, dict)
    jsonschema_rs.validator_for(json.loads(document.schema())).validate(said)
    assert said["searched"] == {"number": f"+{NUMBER}", "on": "2027-03-17", "mandates": 2, "held": True}
    first, other = said["contacts"]
    assert (first["controller"], other["controller"]) == ("Camille Fiction", "Dominique Invention")
    assert first["data"]["surname"] == "Durand"
    assert other["data"]["address"].startswith("2 quai du Port")
    assert first["source"]["provider"] == {"name": "Fichiers Fiction", "country": "FR"}
    assert first["source"]["consented_on"] == "2026-05-04"
    assert first["source"]["form"]["wording"] == "J’accepte"
    assert first["until"] == "2027-12-01"
    assert [one["name"] for one in said["controllers"]] == ["Camille Fiction", "Dominique Invention"]
    made.refresh_from_db()
    assert made.state == Stand.DELIVERED
    assert deeds(current(made).uid) == [
        "answer:prepared", "answer:disclosed", "answer:reviewed", "answer:published", "answer:opened",
    ]  # fmt: skip
    assert deeds(made.uid)[-1] == "request:delivered"
    assert laid["openings_left"] == 2
