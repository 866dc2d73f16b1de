"""A consent counts from the day of the last policy in force that asked for it anew; no change goes unnoticed."""

from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.compliance import cases_renewal

from selfcontact.compliance import renewal

DAYS = st.integers(0, 60).map(lambda days: date(2027, 1, 1) + timedelta(days=days))
#: What is altered in the rule, and into what.
MUTATIONS = (
    ("day <= today", "day < today"),
    ("day <= today", "True"),
    ("max(", "min("),
    ("consented_on < counts_from", "consented_on <= counts_from"),
    ("consented_on < counts_from", "False"),
    ("consented_on is None or", "consented_on is not None and"),
    ("if counts_from is None:", "if consented_on is None:"),
)


def _mutant(before: str, after: str) -> ModuleType:
    spec = find_spec("selfcontact.compliance.renewal")
    assert spec
    assert spec.origin
    source = Path(spec.origin).read_text("utf-8")
    assert source.count(before) == 1
    made = ModuleType("mutant")
    exec(compile(source.replace(before, after), "mutant", "exec"), vars(made))  # noqa: S102 - our own source
    return made


def _noticed() -> bool:
    try:
        return not all(case.right for case in cases_renewal.everything())
    except TypeError:
        return True


@pytest.mark.parametrize(("before", "after"), MUTATIONS)
def test_a_rule_changed_by_one_word_fails_a_case(monkeypatch: pytest.MonkeyPatch, before: str, after: str) -> None:
    assert not _noticed()
    mutant = _mutant(before, after)
    monkeypatch.setattr(renewal, "since", mutant.since)
    monkeypatch.setattr(renewal, "check", mutant.check)
    assert _noticed()


@given(st.lists(DAYS), st.none() | DAYS, DAYS)
def test_who_is_written_to_has_agreed_to_every_policy_in_force(
    asked: list[date], agreed: date | None, today: date
) -> None:
    refused = renewal.check(agreed, renewal.since(asked, today)) is not None
    in_force = [day for day in asked if day <= today]
    assert refused == any(agreed is None or agreed < day for day in in_force)


@given(st.lists(DAYS), DAYS, DAYS, DAYS)
def test_as_time_goes_by_and_versions_come_what_was_refused_stays_refused(
    asked: list[date], agreed: date, today: date, another: date
) -> None:
    if renewal.check(agreed, renewal.since(asked, today)):
        assert renewal.check(agreed, renewal.since([*asked, another], today + timedelta(days=1)))
