"""No two figures may differ by a handful of people."""

import pytest

from selfcontact.figures.overlap import Population, Table, safe, table_from_json

ALL = ("35238", "35288", "35144")
#: One person lives in 35144, and four of the others are 80.
PEOPLE = Population([("35238", 30, 50), ("35238", 80, 4), ("35288", 40, 30), ("35144", 52, 1)])
WHOLE = Table(parts=(ALL,), bands=((18, 120),))


def table(*parts: tuple[str, ...], ages: tuple[tuple[int, int], ...] = ((18, 120),)) -> Table:
    return Table(parts=parts, bands=ages)


@pytest.mark.parametrize(
    ("new", "allowed"),
    [
        (WHOLE, True),
        (table(("35238", "35288")), False),
        (table(ALL, ages=((18, 79),)), False),
        (table(("35238",)), True),
        (table(("35288",), ("35144", "35238")), True),
        (table(ALL, ages=((18, 34), (35, 120))), True),
    ],
)
def test_a_table_is_refused_when_its_difference_with_a_known_one_is_a_handful(new: Table, *, allowed: bool) -> None:
    assert safe(new, [WHOLE], PEOPLE, 11) is allowed


def test_two_parts_that_leave_one_person_of_the_whole_are_refused() -> None:
    known = [WHOLE, table(("35238",))]
    assert safe(table(("35144", "35288")), known, PEOPLE, 11)
    assert not safe(table(("35288",)), known, PEOPLE, 11)


def test_a_table_is_kept_as_it_was() -> None:
    kept = table(("35238",), ("35144", "35288"), ages=((18, 34), (35, 120)))
    assert table_from_json(kept.as_json()) == kept  # type: ignore[arg-type]
