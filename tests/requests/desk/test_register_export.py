"""The register for an inspection: no person, deadlines as stored, no formula, and a proof for every line."""

import csv
import hashlib
import io
import json
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.intake.world import Register
from tests.requests.world import DAY, DPO, PERSON, RECEIVED, receive, verified

from selfcontact.ledger import actions as ledger
from selfcontact.ledger import merkle
from selfcontact.ledger.heads import newest
from selfcontact.ledger.models import Entry
from selfcontact.ledger.proving import prove
from selfcontact.lib.errors import UserError
from selfcontact.requests import actions, execution
from selfcontact.requests.desk import register as registers
from selfcontact.requests.desk.register import Export, Format
from selfcontact.requests.models import Kind, Request

WHY = "contrôle de l’autorité"


def exported(form: Format = "json") -> Export:
    return registers.export(actor=DPO, form=form, reason=WHY, at=RECEIVED + 3 * DAY)


def rows() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(exported().content)["requests"]
    return found


def cells() -> list[dict[str, str]]:
    text = exported("csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_no_person_is_in_either_file(database: str) -> None:
    verified(Kind.ACCESS)
    both = (exported("json").content + exported("csv").content).decode()
    words = (PERSON.name, "Lefèvre", "rue de la Paix", "39980001", "D’où vient")
    assert all(word not in both for word in words)


def test_the_deadlines_are_those_that_were_stored_even_where_a_rule_would_say_another_today(database: str) -> None:
    made = receive(Kind.ERASURE)
    actions.extend(actor=DPO, request=made, reason="complexe", at=RECEIVED + DAY)
    odd = [{**made.clock[0], "due_on": "2027-04-03"}, made.clock[1]]
    Request.objects.filter(pk=made.pk).update(clock=odd, due_on="2027-06-05")
    (row,) = rows()
    assert (row["due_on"], row["deadlines"]) == ("2027-06-05", odd)
    (cell,) = cells()
    assert json.loads(cell["deadlines"]) == odd


def test_every_step_bears_its_place_and_its_hash_and_can_be_proved(database: str) -> None:
    made = verified(Kind.ACCESS)
    ledger.sequence()
    (row,) = rows()
    steps = row["ledger"]
    assert isinstance(steps, list)
    assert [one["action"] for one in steps] == ["request:received", "request:verified"]
    whole = json.loads(exported().content)
    head = newest()
    assert head is not None
    assert (whole["ledger"]["size"], whole["ledger"]["checkpoint"]) == (head.size, head.note)
    for step in steps:
        proof = prove(UUID(step["entry"]))
        assert (proof.index, merkle.leaf_hash(proof.leaf).hex()) == (step["index"], step["leaf_hash"])
        assert str(made.uid).encode() in proof.leaf


def test_a_step_that_is_not_in_the_tree_yet_says_so(database: str) -> None:
    receive()
    (row,) = rows()
    assert [(one["index"], one["leaf_hash"]) for one in row["ledger"]] == [(None, None)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("start", ["=1+1", "+33", "-1", "@x", "\t=1", "＝1"])
def test_no_cell_is_a_formula_whatever_the_register_holds(database: str, start: str) -> None:
    made = receive()
    Request.objects.filter(pk=made.pk).update(reference=start)
    (cell,) = cells()
    assert cell["reference"].startswith("'")
    assert cell["reference"].replace("'", "") == start


def test_holds_and_links_are_in_it(register: Register) -> None:
    first, again = receive(), receive(at=RECEIVED + DAY)
    actions.link_duplicate(actor=DPO, request=again, original=first)
    execution.hold(actor=DPO, request=first, mandate=register.mandate, reason="litige", at=RECEIVED)
    one, other = rows()
    assert other["duplicate_of"] == first.reference
    assert one["holds"] == [
        {
            "mandate": register.mandate.reference,
            "placed_at": Request.objects.get(pk=first.pk).holds.get().placed_at.isoformat(),
            "lifted_at": None,
        }
    ]


def test_the_ledger_says_who_took_it_why_and_the_hash_of_the_file(database: str) -> None:
    receive()
    made = exported("csv")
    assert made.sha256 == hashlib.sha256(made.content).hexdigest()
    (entry,) = Entry.objects.filter(action="register:exported")
    assert entry.actor_id == DPO.uid
    with pytest.raises(UserError) as refused:
        registers.export(actor=DPO, form="csv", reason=" ", at=RECEIVED)
    assert refused.value.code == "request_reason"


def test_a_large_register_asks_the_database_little(database: str) -> None:
    for _ in range(30):
        receive()
    with CaptureQueriesContext(connection) as seen:
        exported()
    assert len(seen) < 15
