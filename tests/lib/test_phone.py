"""What a telephone field becomes, one way of writing after the other."""

import phonenumbers
import polars as pl
import pytest
from phonenumbers import PhoneNumberType

from selfcontact.lib import phone
from selfcontact.lib.phone import Number, Refusal

MOBILE = 33_730_000_001
OTHER_MOBILE = 33_790_000_001
INVALID = Refusal(code="phone_invalid")
NOT_MOBILE = Refusal(code="phone_not_mobile")
FOREIGN = Refusal(code="phone_foreign")

AS_IS = [
    "0730000001",
    "07 30 00 00 01",
    "07.30.00.00.01",
    "07-30-00-00-01",
    "07/30/00/00/01",
    "(07) 30 00 00 01",
    " 0730000001 ",
    "07\u00a030\u00a000\u00a000\u00a001",
    "07\u202f30\u202f00\u202f00\u202f01",
    "\u200b0730000001",
    "\ufeff0730000001",
    "\u200e0730000001",
    "07\u201130\u201100\u201100\u201101",
    "+33730000001",
    "+33 7 30 00 00 01",
    "+33 (0)7 30 00 00 01",
    "(+33) 7 30 00 00 01",
    "+330730000001",
    "0033730000001",
    "0033 (0) 7 30 00 00 01",
    "33730000001",
    "33 7 30 00 00 01",
]

PUT_RIGHT = [
    "730000001",
    "7 30 00 00 01",
    "730000001.0",
    "730000001,00",
    "0730000001.0",
    "33730000001.0",
    "'0730000001",
    "’0730000001",
    '="0730000001"',
]

SEVERAL = [
    "0730000001/0790000001",
    "07 30 00 00 01 / 07 90 00 00 01",
    "0730000001 ou 0790000001",
    "0730000001\u00a0OU\u00a00790000001",
    "0730000001;0790000001",
    "0730000001, 0790000001",
    "0730000001\n0790000001",
    "0730000001 /",
    "0199000001 / 0730000001",
    "073O000009 / 0730000001",
    "+44 7700 900123 ; 0730000001",
]

UNREADABLE = [
    "",
    " ",
    "néant",
    "3,36E+10",
    "3.36E+10",
    "3,3673E+10",
    "3.373000000E10",
    "073O000001",
    "O730000001",
    "073000000l",
    "07З0000001",
    "０７３００００００１",
    "07300000",
    "073000000123",
    "1,730000001",
    "+0730000001",
    "+33",
    "+337300000",
    "+999730000001",
    "0730000001+",
    "++33730000001",
    "+590730000001",
    "=HYPERLINK(0730000001)",
    "9" * 40,
]


@pytest.mark.parametrize("text", AS_IS)
def test_a_usual_way_of_writing_is_read_without_repair(text: str) -> None:
    assert phone.parse(text) == Number(e164=MOBILE, mobile=True, territory="metropole", repaired=False)


@pytest.mark.parametrize("text", PUT_RIGHT)
def test_what_a_spreadsheet_did_is_undone_and_said(text: str) -> None:
    assert phone.parse(text) == Number(e164=MOBILE, mobile=True, territory="metropole", repaired=True)


@pytest.mark.parametrize("text", SEVERAL)
def test_of_several_numbers_the_first_mobile_counts(text: str) -> None:
    found = phone.parse(text)
    assert isinstance(found, Number)
    assert found.e164 == MOBILE


def test_a_field_with_two_mobiles_is_said_to_be_repaired() -> None:
    assert phone.parse("0790000001/0730000001") == Number(
        e164=OTHER_MOBILE, mobile=True, territory="metropole", repaired=True
    )


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cannot_be_read_is_refused_and_never_guessed(text: str) -> None:
    assert phone.parse(text) == INVALID


def test_a_number_that_ends_in_two_zeros_after_a_dot_is_not_a_decimal() -> None:
    found = phone.parse("07.30.00.01.00")
    assert found == Number(e164=33_730_000_100, mobile=True, territory="metropole", repaired=False)


def test_two_landlines_in_a_field_are_not_mobile_rather_than_invalid() -> None:
    assert phone.parse("0199000001 / 0261910001 / abc", fiction=True) == NOT_MOBILE


@pytest.mark.parametrize("text", ["+44 7700 900123", "00447700900123", "+1 202 555 0123", "+377 6 12 34 56 78"])
def test_another_country_is_foreign(text: str) -> None:
    assert phone.parse(text) == FOREIGN


@pytest.mark.parametrize("text", ["447700900123", "12025550123"])
def test_another_country_without_its_mark_is_invalid(text: str) -> None:
    assert phone.parse(text) == INVALID


@pytest.mark.parametrize("prefix", ["0800", "0805", "0806", "0820", "0890", "0937", "0976", "0162", "0948", "0590"])
def test_landlines_and_special_numbers_are_not_mobile(prefix: str) -> None:
    assert phone.parse(prefix.ljust(10, "2")) == NOT_MOBILE


@pytest.mark.parametrize("text", ["15", "112", "3949", "36180", "36179", "38000", "33700", "118 218"])
def test_short_numbers_are_not_mobile(text: str) -> None:
    assert phone.parse(text) == NOT_MOBILE


@pytest.mark.parametrize(
    "text",
    ["07000000000000", "0700500000000", "0700000000", "+337000000000000", "+590700500000000", "00337000000000000"],
)
def test_numbers_of_things_are_not_mobile(text: str) -> None:
    assert phone.parse(text) == NOT_MOBILE


@pytest.mark.parametrize(
    ("text", "e164", "territory"),
    [
        ("0690 10 00 01", 590_690_100_001, "971"),
        ("0694 10 00 01", 594_694_100_001, "973"),
        ("0696 12 00 01", 596_696_120_001, "972"),
        ("0693 14 00 01", 262_693_140_001, "974"),
        ("0639 81 00 01", 262_639_810_001, "976"),
        ("0708 40 00 01", 508_708_400_001, "975"),
    ],
)
def test_an_overseas_number_takes_the_code_of_its_territory(text: str, e164: int, territory: str) -> None:
    found = phone.parse(text, fiction=True)
    assert found == Number(e164=e164, mobile=True, territory=territory, repaired=False)


@pytest.mark.parametrize("text", ["+33639810001", "0033 6 39 81 00 01", "33639810001", "+33 (0)639810001"])
def test_a_number_of_mayotte_is_never_plus_33(text: str) -> None:
    found = phone.parse(text, fiction=True)
    assert found == Number(e164=262_639_810_001, mobile=True, territory="976", repaired=True)


@pytest.mark.parametrize("text", ["+590 690 10 00 01", "00590690100001", "590690100001", "+590 0690 10 00 01"])
def test_an_overseas_number_may_be_written_with_its_own_code(text: str) -> None:
    found = phone.parse(text, fiction=True)
    assert found == Number(e164=590_690_100_001, mobile=True, territory="971", repaired=False)


@pytest.mark.parametrize(("region", "territory"), [("NC", "988"), ("PF", "987"), ("WF", "986")])
def test_the_pacific_is_read_only_with_its_country_code(region: str, territory: str) -> None:
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    assert example is not None
    e164 = int(f"{example.country_code}{example.national_number}")
    assert phone.parse(f"+{e164}") == Number(e164=e164, mobile=True, territory=territory, repaired=False)
    assert phone.parse(f"00{e164}") == Number(e164=e164, mobile=True, territory=territory, repaired=False)
    assert isinstance(phone.parse(str(example.national_number)), Refusal)


def test_wallis_and_futuna_gives_72_to_mobiles() -> None:
    assert phone.parse("+681 72 00 01") == Number(e164=681_720_001, mobile=True, territory="986", repaired=False)


def test_a_column_keeps_its_order_and_its_types() -> None:
    column = pl.Series(["0730000001", None, "+44 7700 900123", "'0730000002", "0690 10 00 01", "0800222222"])
    found = phone.normalise(column)
    assert found.schema == {"e164": pl.UInt64, "dial": pl.UInt16, "code": pl.String, "repaired": pl.Boolean}
    assert found["e164"].to_list() == [33_730_000_001, None, None, 33_730_000_002, 590_690_100_001, None]
    assert found["dial"].to_list() == [0, 0, 0, 0, 590, 0]
    assert found["code"].to_list() == [None, "phone_invalid", "phone_foreign", None, None, "phone_not_mobile"]
    assert found["repaired"].to_list() == [False, False, False, True, False, False]


def test_a_column_that_polars_read_as_integers_is_accepted() -> None:
    assert phone.normalise(pl.Series([730_000_001]))["e164"].to_list() == [MOBILE]


def test_a_column_that_came_as_floats_is_read_in_full() -> None:
    column = pl.Series([730_000_001.0, 33_730_000_001.0, None, float("nan"), 730_000_001.5])
    assert phone.normalise(column)["e164"].to_list() == [MOBILE, MOBILE, None, None, None]


def test_an_empty_column_gives_an_empty_table() -> None:
    assert phone.normalise(pl.Series([], dtype=pl.String)).height == 0
    assert phone.normalise(pl.Series([None, None], dtype=pl.String))["code"].to_list() == ["phone_invalid"] * 2
