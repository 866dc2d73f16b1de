"""The tables say of every number what libphonenumber says of it."""

from unittest.mock import Mock

import numpy as np
import phonenumbers
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberType

from selfcontact.lib import phone
from selfcontact.lib.phone_fiction import FICTION, FICTION_LANDLINES, fiction_numbers
from selfcontact.lib.phone_plan import COUNTRIES, FAMILY, THINGS, Kind, Plan, ask, plan

nationals = st.lists(st.integers(100_000_000, 999_999_999), min_size=1, max_size=60)
mobiles = st.lists(st.integers(600_000_000, 799_999_999), min_size=1, max_size=60)
synthetic = st.sampled_from(fiction_numbers()).flatmap(lambda b: st.integers(b.start, b.start + b.size - 1))
OURS = {*THINGS, *FICTION_LANDLINES, FICTION.start % 10**9 // 10**4}


def library(country: int, number: int) -> str | None:
    """Return the code that the library alone would give: the slow way, one number at a time."""
    parsed = PhoneNumber(country_code=country, national_number=number)
    if not phonenumbers.is_valid_number(parsed):
        return "phone_invalid"
    kind = phonenumbers.number_type(parsed)
    both = kind == PhoneNumberType.FIXED_LINE_OR_MOBILE and country == 681
    return None if both or kind == PhoneNumberType.MOBILE else "phone_not_mobile"


def national(number: int) -> tuple[str | None, int | None]:
    answers = {country: library(country, number) for country in FAMILY}
    for country, code in answers.items():
        if code is None:
            return None, country * 10**9 + number
    return ("phone_not_mobile" if "phone_not_mobile" in answers.values() else "phone_invalid"), None


@settings(deadline=None, max_examples=60)
@given(st.one_of(nationals, mobiles))
def test_a_national_number_is_what_the_library_says_in_one_of_the_territories(numbers: list[int]) -> None:
    numbers = [number for number in numbers if number // 10**4 not in OURS]
    found = phone.normalise(pl.Series([f"0{number}" for number in numbers], dtype=pl.String))
    assert found.select("code", "e164").rows() == [national(number) for number in numbers]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(FAMILY[1:]), st.one_of(nationals, mobiles))
def test_an_overseas_number_is_what_the_library_says(country: int, numbers: list[int]) -> None:
    found = phone.normalise(pl.Series([f"+{country}{number}" for number in numbers]))
    expected = [library(country, number) for number in numbers]
    assert found["code"].to_list() == expected


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([(687, 6), (681, 6), (508, 6), (689, 8)]), st.data())
def test_a_number_of_the_short_plans_is_what_the_library_says(plan_of: tuple[int, int], data: st.DataObject) -> None:
    country, width = plan_of
    number = st.integers(10 ** (width - 1), 10**width - 1)
    numbers = data.draw(st.lists(number, min_size=1, max_size=60))
    found = phone.normalise(pl.Series([f"+{country}{n}" for n in numbers]))
    assert found["code"].to_list() == [library(country, n) for n in numbers]


@settings(deadline=None, max_examples=100)
@given(
    synthetic, st.sampled_from(["+{cc}{n}", "00{cc}{n}", "{cc}{n}", "0{n}", "{n}", "+{cc} (0){n}", "'0{n}", "{n}.0"])
)
def test_every_way_of_writing_a_number_gives_the_same_number(e164: int, way: str) -> None:
    text = way.format(cc=e164 // 10**9, n=e164 % 10**9)
    found = phone.parse(text, fiction=True)
    assert isinstance(found, phone.Number)
    assert found.e164 == e164


@settings(deadline=None, max_examples=100)
@given(synthetic, st.integers(0, 9), st.sampled_from("OolIЗＯ０Bé?"))
def test_a_letter_in_place_of_a_digit_is_never_read(e164: int, place: int, letter: str) -> None:
    text = f"0{e164 % 10**9}"
    assert phone.parse(text[:place] + letter + text[place + 1 :], fiction=True) == phone.Refusal(code="phone_invalid")


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.one_of(st.none(), st.text(), st.text("0123456789+ .,/;()'-E"), st.from_regex(r"0[67][0-9 .]{8,14}")))
)
def test_any_field_gives_a_number_or_a_code_and_the_same_alone_as_in_a_column(texts: list[str | None]) -> None:
    column = pl.Series(texts, dtype=pl.String)
    found = phone.normalise(column)
    assert found.height == len(texts)
    assert (found["e164"].is_null() == found["code"].is_not_null()).all()
    alone = [phone.normalise(pl.Series([text], dtype=pl.String)).row(0) for text in texts]
    assert found.rows() == alone


def test_a_block_that_is_not_of_one_kind_is_left_to_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pl.Series(["0730000001", "0690100001", "+590690100001", "0800222222", "0709990001"])
    expected = phone.normalise(texts)
    known = plan(fiction=False)
    mixed = np.full_like(known.kinds, Kind.MIXED)
    unknown = Plan(kinds=mixed, national=mixed[0], owner=np.full_like(known.owner, 33))
    monkeypatch.setattr(phone, "plan", Mock(return_value=unknown))
    assert phone.normalise(texts).equals(expected)


def test_no_block_is_of_several_kinds_with_the_plan_of_today() -> None:
    assert not (plan(fiction=False).kinds == Kind.MIXED).any()
    assert plan(fiction=False).kinds.shape[0] == len(COUNTRIES)


@pytest.mark.parametrize(
    ("number", "kind"), [(730_000_001, Kind.MOBILE), (800_222_222, Kind.NOT_MOBILE), (1, Kind.INVALID)]
)
def test_the_library_itself_can_be_asked(number: int, kind: Kind) -> None:
    assert ask(33, number) == kind
