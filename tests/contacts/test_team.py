"""The numbers that a team declares for its tests: sealed, few, and forgotten on request."""

import psycopg
import pytest
from tests.intake.world import Register

from selfcontact.contacts import actions
from selfcontact.contacts.models import TeamNumber
from selfcontact.intake.models import Delivery
from selfcontact.ledger.history import Question, read
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import SystemClock
from selfcontact.lib.errors import UserError

NOW = SystemClock().now()


def _declare(register: Register, *numbers: str) -> int:
    return actions.declare_team_numbers(actor=SYSTEM, mandate=register.mandate, numbers=numbers, fiction=True, at=NOW)


def test_a_number_is_declared_once_however_it_is_written(register: Register) -> None:
    assert _declare(register, "06 39 98 00 01", "+33 6 39 98 00 01") == 1
    assert _declare(register, "0639980001", "06.39.98.00.02") == 1
    assert sorted(actions.team_numbers(register.mandate)) == [33639980001, 33639980002]


def test_the_table_holds_no_number_in_clear(register: Register, owner: psycopg.Connection[tuple[object, ...]]) -> None:
    _declare(register, "0639980001")
    (row,) = owner.execute("SELECT contacts_teamnumber::text, sealed, phone_index FROM contacts_teamnumber").fetchall()
    assert "639980001" not in str(row)
    assert b"639980001" not in bytes(row[1]) + bytes(row[2])  # type: ignore[call-overload]


def test_a_team_has_ten_numbers_at_most(register: Register) -> None:
    assert _declare(register, *(f"063998{number:04}" for number in range(10))) == 10
    with pytest.raises(UserError) as refusal:
        _declare(register, "0639980099")
    assert refusal.value.code == "team_limit"
    assert TeamNumber.objects.filter(mandate_id=register.mandate.pk).count() == 10


@pytest.mark.parametrize("typed", ["0139980001", "bonjour", "3960", ""])
def test_what_is_no_mobile_is_refused_and_nothing_is_kept(register: Register, typed: str) -> None:
    with pytest.raises(UserError) as refusal:
        _declare(register, "0639980001", typed)
    assert refusal.value.code == "test_number"
    assert typed == "" or typed not in refusal.value.text("fr") + refusal.value.text("en")
    assert not TeamNumber.objects.exists()


def test_a_withdrawn_number_is_gone_and_both_acts_are_in_the_ledger(register: Register) -> None:
    _declare(register, "0639980001")
    uid = TeamNumber.objects.get().uid
    actions.withdraw_team_number(actor=SYSTEM, mandate=register.mandate, uid=uid)
    assert not TeamNumber.objects.exists()
    lines = read(Question(objects=(uid,))).lines
    assert [line.leaf.action for line in lines if line.leaf] == ["team-number:withdrawn", "team-number:declared"]
    assert all(line.details == {} for line in lines)


def test_a_number_of_another_mandate_is_not_withdrawn(register: Register) -> None:
    _declare(register, "0639980001")
    other = register.open_mandate("other")
    with pytest.raises(UserError) as refusal:
        actions.withdraw_team_number(actor=SYSTEM, mandate=other, uid=TeamNumber.objects.get().uid)
    assert refusal.value.code == "team_number_unknown"
    assert actions.team_numbers(other) == []
    assert not Delivery.objects.exists()
