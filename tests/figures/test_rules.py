"""The rules of small cells, one by one."""

from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.sending_world import House, People

from selfcontact.figures.actions import offset
from selfcontact.figures.rules import merged, moved_enough, passes, rounded

counts = st.integers(min_value=0, max_value=10_000)
LABELS = [f"label {at}" for at in range(200)]


def test_a_cell_and_its_complement_are_both_a_crowd() -> None:
    assert passes(11, 22, 11)
    assert not passes(10, 100, 11)
    assert not passes(90, 100, 11)
    # Everyone did, or nobody: that is known of each of them.
    assert not passes(100, 100, 11)
    assert not passes(0, 100, 11)


@given(counts, counts, st.integers(0, 4))
def test_a_figure_is_rounded_to_five_by_less_than_five_and_never_turns_back(count: int, more: int, by: int) -> None:
    def shown(value: int) -> int:
        return rounded(value, "cell", lambda _label: by, 5)

    assert shown(count) % 5 == 0
    assert abs(shown(count) - count) < 5
    assert shown(count + more) >= shown(count)


def test_roundings_are_told_by_the_mandate_s_keys_alone_and_never_change(database: str) -> None:
    house = House(database=database, port=1)
    one, other = (house.mandate(People(count=1, first=33_730_000_000 + at)) for at in range(2))
    mine, again = (offset(one.pk, one.generation) for _ in range(2))
    theirs = offset(other.pk, other.generation)
    assert [mine(label) for label in LABELS] == [again(label) for label in LABELS]
    assert {mine(label) % 5 for label in LABELS} == {0, 1, 2, 3, 4}
    assert [mine(label) % 5 for label in LABELS] != [theirs(label) % 5 for label in LABELS]


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 40), max_size=6))
def test_small_groups_are_put_together_and_nobody_is_left_out(found: dict[str, int]) -> None:
    groups = merged(found, 11)
    assert all(count >= 11 for _, count in groups)
    if groups:
        assert sorted(name for names, _ in groups for name in names) == sorted(found)
        assert sum(count for _, count in groups) == sum(found.values())
    else:
        assert all(count < 11 for count in found.values())


def test_a_behaviour_is_shown_again_after_a_crowd_only() -> None:
    assert moved_enough(40, 20, 20)
    assert not moved_enough(39, 20, 20)
    # Otherwise a day without a figure would tell that somebody answered.
    assert not moved_enough(20, 20, 20)
