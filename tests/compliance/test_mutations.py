"""No number, date or word of the rules' data files may change by one step unnoticed."""

from importlib.resources import files

import pytest
from tests.compliance import mutations
from tests.compliance.mutations import Mutation
from tests.compliance.test_cases import CASES

from selfcontact.compliance import catalogue

FILES = (
    "donations.csv", "elections.csv", "eu_members.csv", "holidays.csv", "labels.csv", "mobile_prefixes.csv",
    "polls.csv", "price_classes.csv", "sender_words.csv", "tariff.csv", "terms.csv", "thresholds.csv",
)  # fmt: skip
#: The cases that read each file, so that the whole takes seconds.
READERS = {
    "donations.csv": {"FI"},
    "elections.csv": {"EL", "CA"},
    "eu_members.csv": {"GD"},
    "holidays.csv": {"CA"},
    "labels.csv": {"RP"},
    "mobile_prefixes.csv": {"SM"},
    "polls.csv": {"EL"},
    "price_classes.csv": {"SM"},
    "sender_words.csv": {"SM"},
    "tariff.csv": {"FI"},
    "terms.csv": {"CA"},
    "thresholds.csv": {"EL", "SM", "CA", "PR", "RP", "GD", "FI"},
}


def _unnoticed(mutation: Mutation) -> bool:
    """Tell whether every case is right under the mutation, and the files have no fault."""
    with mutations.replaced(mutation.file, mutation.rows):
        if any(catalogue.file_faults()):
            return False
        return all(case.right for case in CASES if case.rule[:2] in READERS[mutation.file])


@pytest.mark.parametrize("name", FILES)
def test_a_file_changed_by_one_step_fails_a_case(name: str) -> None:
    made = list(mutations.of(name))
    assert len(made) >= 4
    assert [one.what for one in made if _unnoticed(one)] == []


def test_every_file_of_values_is_mutated() -> None:
    shipped = {one.name for one in files("selfcontact.compliance").joinpath("data").iterdir()}
    assert {name for name in shipped if name.endswith(".csv")} == set(FILES)


def test_after_a_mutation_the_rules_read_the_file_again() -> None:
    first = next(mutations.of("thresholds.csv"))
    with mutations.replaced(first.file, first.rows):
        assert not all(case.right for case in CASES)
    assert all(case.right for case in CASES)
