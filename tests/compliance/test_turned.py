"""No condition of a rule's code may be turned unnoticed: every one of them decides a case."""

import pkgutil

import pytest
from tests.compliance import turned
from tests.compliance.test_cases import CASES

from selfcontact import compliance

#: Modules without a verdict on a message, or whose answer is longer than a verdict: what judges them.
OWN = {
    "alternatives": "tests/rulings",
    "breach": "tests/breaches",
    "calendar": "tests/compliance/test_elections.py",
    "catalogue": "tests/compliance/test_catalogue.py",
    "checklist": "tests/campaigns and tests/web",
    "dated": "tests/compliance/test_catalogue.py",
    "deadline": "tests/compliance/test_deadline.py",
    "elections": "tests/compliance/test_elections.py",
    "holidays": "tests/compliance/test_holidays.py",
    "hours": "tests/compliance/test_hours.py",
    "remedies": "tests/campaigns",
    "silence": "tests/compliance/test_silence.py, test_fixture.py",
    "slot": "tests/compliance/test_slot.py",
    "window": "tests/compliance/test_hours.py, test_validity.py",
}
JUDGED = sorted(one.name for one in pkgutil.iter_modules(compliance.__path__) if one.name not in OWN)
#: Turned, they say the same: why.
SAME = {
    "numbers.price_class: len(prefix) > len(best)": "no two prefixes of one length begin a number",
}


def _unnoticed(one: turned.Turned) -> bool:
    with one.in_force():
        try:
            return all(case.right for case in CASES)
        except Exception:  # noqa: BLE001 - a rule that fails has been noticed, whatever it raised
            return False


@pytest.mark.parametrize("name", JUDGED)
def test_a_condition_that_is_turned_fails_a_case(name: str) -> None:
    assert [one.what for one in turned.of(name) if one.what not in SAME and _unnoticed(one)] == []


def test_conditions_are_found_in_most_rules_and_afterwards_all_is_as_before() -> None:
    assert sum(1 for name in JUDGED for _ in turned.of(name)) > 150
    assert all(case.right for case in CASES)
