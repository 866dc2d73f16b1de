"""Attack 13: a provider delivers somebody who was erased or who opposed, written in another way."""

from pathlib import Path

import pytest
from tests.intake.world import People, Register, make_register
from tests.requests.world import DPO, NUMBER, RECEIVED, verified

from selfcontact.contacts import finding
from selfcontact.intake.models import Refusal
from selfcontact.lib.clock import ShiftedClock
from selfcontact.requests import actions, execution
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Kind

CLOCK = ShiftedClock(RECEIVED)
OPPOSED = NUMBER + 1
SPELLINGS = (
    "0033{rest}", "+33 (0){spaced}", "+33{rest}", "0{rest}", "{rest}", "0 {spaced}", "+33.{spaced}", "0033 {spaced}",
    "(+33) {spaced}", "33{rest}",
)  # fmt: skip


@pytest.fixture
def register(database: str, tmp_path: Path) -> Register:
    place = tmp_path / "files"
    place.mkdir()
    return make_register(place)


def spelled(number: int) -> list[str]:
    """Return the number as files write it."""
    rest = str(number)[2:]
    spaced = " ".join((rest[0], rest[1:3], rest[3:5], rest[5:7], rest[7:]))
    return [one.format(rest=rest, spaced=spaced) for one in SPELLINGS]


def carried_out(kind: Kind, number: int) -> None:
    made = verified(kind, person=Person(number=number))
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED)
    execution.execute(actor=DPO, request=made, clock=CLOCK)


def test_attack_13_no_spelling_of_a_number_brings_an_erased_or_opposed_person_back(register: Register) -> None:
    people = People()
    register.load(people.text(people.many(4)))
    carried_out(Kind.ERASURE, NUMBER)
    carried_out(Kind.OBJECTION, OPPOSED)
    rows = [people.row(MOBILE=text) for number in (NUMBER, OPPOSED) for text in spelled(number)]
    again = register.load(people.text([*rows, people.row(MOBILE="06 39 98 00 99")]))
    assert again.accepted == 1
    assert finding.everywhere(NUMBER) == []
    assert len(finding.everywhere(OPPOSED)) == 1
    codes = Refusal.objects.filter(delivery_id=register.delivery(again).pk).values_list("code", flat=True)
    assert sorted(codes) == ["erased"] * len(SPELLINGS) + ["opposed"] * len(SPELLINGS)
