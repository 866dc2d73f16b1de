"""A synthetic provider's file holds exactly what it announces."""

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcontact.demo import people
from selfcontact.demo.columns import HEADER
from selfcontact.demo.numbers import spare_numbers
from selfcontact.demo.recipe import NAMED, RATES, Expected, Recipe
from selfcontact.demo.tables import tables
from selfcontact.geo import communes
from selfcontact.lib.phone import normalise
from selfcontact.lib.phone_fiction import is_synthetic

DELIVERED = date(2026, 11, 20)
RENNES, NICE, MAMOUDZOU = "35238", "06088", "97611"
RECIPE = Recipe(
    rows=4_000,
    seed=35,
    kind="demo",
    delivered_on=DELIVERED,
    inside=frozenset({RENNES, NICE, MAMOUDZOU}),
    already=spare_numbers(7, skip=20),
    opposed=spare_numbers(11),
    erased=spare_numbers(5, skip=11),
)


def written(path: Path, recipe: Recipe) -> Expected:
    return people.write_file(path, **{name: getattr(recipe, name) for name in recipe.__dataclass_fields__})


def records(path: Path, encoding: str = "cp1252") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=";"))


@pytest.fixture(name="rows")
def _rows(tmp_path: Path) -> list[list[str]]:
    path = tmp_path / "people.csv"
    written(path, RECIPE)
    return records(path)


def column(rows: list[list[str]], name: str, fate: str) -> list[str]:
    fates = people.truth(RECIPE)["fate"]
    return [row[HEADER.index(name)] for row, its in zip(rows[1:], fates, strict=True) if its == fate]


def test_the_same_recipe_makes_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("first", "second", "other")]
    for path, seed in zip(paths, (35, 35, 36), strict=True):
        written(path, replace(RECIPE, seed=seed))
    first, second, other = (path.read_bytes() for path in paths)
    assert first == second
    assert first != other


def test_every_defect_is_there_and_the_counts_close() -> None:
    expected = people.expected(RECIPE)
    assert set(expected.refused) == {*RATES, *NAMED}
    assert expected.accepted + sum(expected.refused.values()) == expected.lines == RECIPE.rows
    assert 0.16 < sum(expected.refused.values()) / expected.lines < 0.20
    assert Counter(people.truth(RECIPE)["fate"]) == {"accepted": expected.accepted} | dict(expected.refused)


def test_a_record_is_written_for_each_row_and_only_the_malformed_have_another_width(rows: list[list[str]]) -> None:
    fates = people.truth(RECIPE)["fate"]
    assert len(rows) == RECIPE.rows + 1
    assert {its for row, its in zip(rows[1:], fates, strict=True) if len(row) != len(HEADER)} == {"malformed_row"}


def test_accepted_numbers_are_distinct_synthetic_and_read_back_from_the_file(rows: list[list[str]]) -> None:
    planned = list(people.numbers(RECIPE))
    read = normalise(pl.Series(column(rows, "MOBILE", "accepted")), fiction=True)
    assert read["e164"].to_list() == planned
    assert len(set(planned)) == len(planned) == people.expected(RECIPE).accepted
    assert all(is_synthetic(number) for number in planned)


def test_the_repairs_announced_are_those_of_the_phone_reader(rows: list[list[str]]) -> None:
    read = normalise(pl.Series(column(rows, "MOBILE", "accepted")), fiction=True)
    repairs = people.expected(RECIPE).repairs
    assert read["repaired"].sum() == sum(count for code, count in repairs.items() if code.startswith("phone_"))


@pytest.mark.parametrize("code", ["phone_invalid", "phone_foreign", "phone_not_mobile"])
def test_a_number_made_to_be_refused_is_refused_with_its_code(rows: list[list[str]], code: str) -> None:
    assert set(normalise(pl.Series(column(rows, "MOBILE", code)), fiction=True)["code"]) == {code}


def test_a_duplicate_repeats_an_accepted_number_that_stands_before_it() -> None:
    accepted: set[int] = set()
    for fate, number in people.truth(RECIPE).select("fate", "e164").iter_rows():
        assert fate != "duplicate_in_file" or number in accepted
        if fate == "accepted":
            accepted.add(number)


@pytest.mark.parametrize(
    "code, numbers",
    [("already", RECIPE.already), ("opposed", RECIPE.opposed), ("erased", RECIPE.erased)],
)
def test_each_number_that_the_caller_names_has_its_row(code: str, numbers: tuple[int, ...]) -> None:
    fate = "duplicate_in_mandate" if code == "already" else code
    found = people.truth(RECIPE).filter(pl.col("fate") == fate)["e164"]
    assert sorted(found) == sorted(numbers)


def test_everyone_lives_in_the_area_except_the_planned_outsiders() -> None:
    truth = people.truth(RECIPE)
    outside = ~truth["commune"].is_in(list(RECIPE.inside or ()))
    assert set(truth.filter(outside)["fate"]) == {"outside_area"}
    assert outside.sum() == people.expected(RECIPE).refused["outside_area"]


def test_people_of_mayotte_have_numbers_of_mayotte() -> None:
    mahorais = people.truth(RECIPE).filter((pl.col("commune") == MAMOUDZOU) & (pl.col("fate") == "accepted"))
    assert len(mahorais) > 0
    assert mahorais["e164"].is_between(262_639_000_000, 262_639_999_999).all()


def test_ages_and_births_agree_and_only_the_planned_minors_are_minors(rows: list[list[str]]) -> None:
    truth = people.truth(RECIPE)
    assert truth.filter(pl.col("age") < 18)["fate"].unique().to_list() == ["minor"]
    ages = column(rows, "AGE", "accepted")
    births = column(rows, "DATE_NAISSANCE", "accepted")
    assert all(age or birth for age, birth in zip(ages, births, strict=True))
    planned = truth.filter(pl.col("fate") == "accepted")["age"]
    for age, birth, years in zip(ages, births, planned, strict=True):
        assert age in {"", str(years)}
        assert not birth or age_on(DELIVERED, datetime.strptime(birth, "%d/%m/%Y").date()) == years  # noqa: DTZ007


def age_on(day: date, birth: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def test_consent_is_given_before_the_delivery_except_where_planned(rows: list[list[str]]) -> None:
    def days_before(code: str) -> list[int]:
        dates = column(rows, "DATE_OPTIN", code)
        return [(DELIVERED - datetime.strptime(text, "%d/%m/%Y").date()).days for text in dates]  # noqa: DTZ007

    assert all(0 < days <= 300 for days in days_before("accepted"))
    assert all(days < 0 for days in days_before("consent_after_delivery"))
    assert all(days > 365 * 5 for days in days_before("consent_expired"))


def test_a_clean_file_has_neither_defect_nor_repair(tmp_path: Path) -> None:
    recipe = Recipe(rows=300, seed=1, kind="bench", delivered_on=DELIVERED, clean=True)
    expected = written(tmp_path / "clean.csv", recipe)
    assert (expected.accepted, expected.refused, expected.repaired) == (300, {}, 0)
    assert {len(row) for row in records(tmp_path / "clean.csv", "utf-8")} == {len(HEADER)}


def test_a_bench_file_has_one_line_for_each_row(tmp_path: Path) -> None:
    recipe = replace(RECIPE, kind="bench")
    written(tmp_path / "bench.csv", recipe)
    lines = io.StringIO((tmp_path / "bench.csv").read_text(encoding="utf-8")).readlines()
    assert {line.count(";") for line in lines} == {len(HEADER) - 1}
    assert len(lines) == RECIPE.rows + 1


def test_more_people_than_an_overseas_block_holds_get_numbers_of_the_mainland() -> None:
    recipe = Recipe(
        rows=25_000, seed=2, kind="bench", delivered_on=DELIVERED, clean=True, inside=frozenset({"97105", "97120"})
    )
    planned = list(people.numbers(recipe))
    assert len(set(planned)) == recipe.rows
    assert {number // 10**9 for number in planned} == {33, 590}


def test_people_live_where_the_address_says_and_unknown_places_are_unknown(rows: list[list[str]]) -> None:
    for fate in ("accepted", "address_unknown"):
        read = communes.resolve(pl.Series(column(rows, "CP", fate)), pl.Series(column(rows, "VILLE", fate)))
        planned = people.truth(RECIPE).filter(pl.col("fate") == fate)["commune"]
        assert read["commune"].to_list() == (planned.to_list() if fate == "accepted" else [None] * len(planned))
        repaired = people.expected(RECIPE).repairs.get("place_lost_zero", 0) if fate == "accepted" else 0
        assert read["repaired"].sum() == repaired


def test_every_place_of_the_tables_is_found_by_its_postcode_and_name() -> None:
    places = tables()
    assert communes.resolve(places.postcode, places.city)["commune"].to_list() == places.commune.to_list()


def test_an_area_of_the_whole_country_has_no_outsider() -> None:
    everywhere = replace(RECIPE, inside=frozenset(tables().commune))
    assert "outside_area" not in people.expected(everywhere).refused


def test_an_area_without_any_of_our_communes_is_refused() -> None:
    recipe = replace(RECIPE, inside=frozenset({"00000"}))
    with pytest.raises(ValueError, match="no commune"):
        people.expected(recipe)


def test_more_named_numbers_than_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        people.expected(replace(RECIPE, rows=20))


@settings(max_examples=25, deadline=None)
@given(rows=st.integers(1, 3_000), seed=st.integers(0, 2**32), named=st.integers(0, 5))
def test_counts_close_whatever_the_length_and_the_seed(rows: int, seed: int, named: int) -> None:
    recipe = Recipe(rows=rows + 50, seed=seed, kind="demo", delivered_on=DELIVERED, opposed=spare_numbers(named))
    expected = people.expected(recipe)
    planned = list(people.numbers(recipe))
    assert expected.accepted == len(set(planned)) == recipe.rows - sum(expected.refused.values())
    assert not set(planned) & set(recipe.opposed)
