"""A file of a provider over the programming interface, from its announcement to its delivery."""

from hashlib import sha256

import pytest
from tests.api.calling import Answered, Caller, caller
from tests.intake.world import People
from tests.uploads.world import Depot, on_disk

from selfcontact.accounts.models import Role
from selfcontact.intake.columns import recognised
from selfcontact.intake.models import Delivery, Mapping
from selfcontact.integrations.scopes import Scope
from selfcontact.uploads import loading
from selfcontact.uploads.models import Upload
from selfcontact.web.clock import clock

PEOPLE = People()


@pytest.fixture
def operator(depot: Depot) -> Caller:
    return caller(Role.OPERATOR, scopes=[Scope.DELIVERIES_READ, Scope.DELIVERIES_WRITE])


def announced(operator: Caller, length: int, **changes: object) -> Answered:
    asked = {"mandate": "M", "agreement": "A", "length": length, "synthetic": True}
    return operator.post("uploads", asked | changes)


def received(operator: Caller, content: str) -> str:
    """Send a whole file and return its address."""
    data = content.encode()
    path = f"uploads/{announced(operator, len(data)).body['reference']}"
    assert operator.send(f"{path}/content?offset=0", data).body["state"] == "received"
    return path


def test_a_file_is_sent_by_pieces_looked_at_confirmed_and_loaded(operator: Caller) -> None:
    data = PEOPLE.text([*PEOPLE.many(8), PEOPLE.row(AGE="12")]).encode()
    made = announced(operator, len(data))
    path = f"uploads/{made.body['reference']}"
    assert (made.status, made.headers["Location"]) == (201, f"/api/v1/{path}")
    assert operator.send(f"{path}/content?offset=0", data[:100]).body["offset"] == 100
    wrong = operator.send(f"{path}/content?offset=90", data[90:])
    assert (wrong.status, wrong.body["code"]) == (409, "upload_offset")
    assert operator.get(path).body["offset"] == 100
    assert operator.send(f"{path}/content?offset=100", data[100:]).body["state"] == "received"
    seen = operator.post(f"{path}/preview", {}).body
    assert (seen["sampled"], seen["verdicts"], seen["missing"]) == (9, {"accepted": 8, "minor": 1}, [])
    assert operator.post(f"{path}/confirm", {"remember": True}, idempotency_key="c1").body["state"] == "queued"
    assert operator.post(f"{path}/confirm", {"remember": True}, idempotency_key="c1").body["state"] == "queued"
    assert operator.post(f"{path}/confirm", {}).body["code"] == "upload_state"
    loading.load(Upload.objects.get(), clock())
    done = operator.get(path).body
    assert (done["state"], done["delivery"], done["percent"]) == ("done", made.body["reference"], 100)
    assert operator.get(f"deliveries/{done['delivery']}").body["accepted"] == 8
    assert on_disk() == []


def test_a_piece_that_is_not_what_was_sent_is_not_kept(operator: Caller) -> None:
    path = f"uploads/{announced(operator, 6).body['reference']}/content?offset=0"
    bad = operator.send(f"{path}&sha256={'0' * 64}", b"abcdef")
    assert (bad.status, bad.body["code"]) == (422, "upload_checksum")
    good = operator.send(f"{path}&sha256={sha256(b'abcdef').hexdigest()}", b"abcdef")
    assert good.body["offset"] == 6


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/csv"])
def test_a_body_of_another_kind_is_refused_before_it_is_read(operator: Caller, kind: str) -> None:
    path = f"uploads/{announced(operator, 6).body['reference']}"
    assert operator.send(f"{path}/content?offset=0", b"abcdef", kind).body["code"] == "not_octets"
    assert operator.get(path).body["offset"] == 0


def test_a_look_at_a_file_whose_first_line_is_a_person_names_nobody(operator: Caller) -> None:
    rows = PEOPLE.many(4)
    path = received(operator, PEOPLE.text(rows[1:], header=rows[0]))
    answers = [operator.post(f"{path}/preview", asked) for asked in ({}, {"header": True}, {"header": False})]
    assert [answer.body.get("code") for answer in answers] == [None, "header_is_data", None]
    words = {word for row in rows for word in row.split(";") if len(word) > 3}
    assert words
    for answer in answers:
        assert not [word for word in words if word in str(answer.body)], answer.body


def test_columns_are_corrected_by_name_and_kept_for_the_provider(operator: Caller) -> None:
    header = PEOPLE.header().replace("MOBILE", "Contact principal")
    path = received(operator, PEOPLE.text(PEOPLE.many(2), header=header))
    assert operator.post(f"{path}/preview", {}).body["verdicts"] == {"phone_invalid": 2}
    columns = recognised(header.split(";")) | {"Contact principal": "mobile"}
    seen = operator.post(f"{path}/preview", {"columns": columns}).body
    assert seen["verdicts"] == {"accepted": 2}
    operator.post(f"{path}/confirm", {"columns": columns, "remember": True})
    again = received(operator, PEOPLE.text(PEOPLE.many(2, first=10), header=header))
    assert operator.post(f"{again}/preview", {}).body["verdicts"] == {"accepted": 2}
    unfit = operator.post(f"{again}/preview", {"columns": {"Autre": "mobile"}})
    assert (unfit.status, unfit.body["code"]) == (422, "mapping_unfit")


def test_a_cancelled_upload_leaves_nothing(operator: Caller) -> None:
    path = received(operator, PEOPLE.text(PEOPLE.many(2)))
    assert operator.post(f"{path}/cancel").body["state"] == "cancelled"
    assert on_disk() == []
    assert not Delivery.objects.exists()
    assert not Mapping.objects.exists()
    assert operator.post(f"{path}/preview", {}).body["code"] == "upload_state"


def test_what_the_house_admits_no_file_for_is_refused(operator: Caller) -> None:
    assert announced(operator, 6, mandate="none").body["code"] == "unknown_mandate"
    assert announced(operator, 2**52).body["code"] == "upload_too_large"
    assert announced(operator, 0).body["code"] == "invalid"
    assert not Upload.objects.exists()


def test_who_may_only_read_sends_nothing(operator: Caller) -> None:
    path = f"uploads/{announced(operator, 6).body['reference']}"
    reader = caller(Role.AUDITOR, scopes=[Scope.DELIVERIES_READ])
    assert reader.get(path).status == 200
    for answer in (reader.send(f"{path}/content?offset=0", b"abc"), reader.post(f"{path}/confirm", {})):
        assert (answer.status, answer.body["code"]) == (403, "scope_missing")
