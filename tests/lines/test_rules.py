"""Which numbers a line may have, and when a text may name one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.compliance.elections import election
from selfcontact.compliance.line import Named, check_named, check_number
from selfcontact.compliance.text import free_number_ban
from selfcontact.compliance.verdict import Allowed, Refused, Verdict
from selfcontact.lib import landline

VOTE = election("presidentielle-2027")
BAN = free_number_ban(VOTE)
NOON = datetime(2027, 3, 16, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LINE = Named(digits="0199001234", opens_at=NOON - HOUR, closes_at=NOON + HOUR, standing=True)
TEXT = "Alix Durand vous parle au 01 99 00 12 34 (appel non surtaxé). STOP 36180"


def rule(verdict: Verdict) -> str:
    return "" if isinstance(verdict, Allowed) else verdict.rule


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        *((one, "") for one in ("01", "02", "03", "04", "05", "09", "0806", "0807", "0808", "0809")),
        *((one, "EL-12") for one in ("0800", "0801", "0802", "0803", "0804", "0805")),
        *((one, "SM-21") for one in ("06", "07", "081", "082", "089", "083", "00")),
    ],
)
def test_the_first_digits_decide_within_the_six_months(prefix: str, expected: str) -> None:
    digits = prefix.ljust(10, "1")
    assert rule(check_number(digits, VOTE, date(2027, 3, 1), date(2027, 4, 1))) == expected


@pytest.mark.parametrize("digits", ["3900", "118008", "112", "011", ""])
def test_a_short_number_is_no_line(digits: str) -> None:
    assert rule(check_number(digits, VOTE, date(2027, 3, 1), date(2027, 4, 1))) == "SM-21"


def test_a_free_line_may_open_before_the_ban_if_it_closes_before_it() -> None:
    before = BAN[0] - DAY
    assert rule(check_number("0800111111", VOTE, before - DAY, before)) == ""
    assert rule(check_number("0800111111", VOTE, before, BAN[0])) == "EL-12"
    assert rule(check_number("0800111111", VOTE, BAN[1], BAN[1])) == "EL-12"
    assert rule(check_number("0800111111", VOTE, BAN[1] + DAY, BAN[1] + 2 * DAY)) == ""


def test_a_text_may_name_a_line_that_is_approved_published_and_open_and_says_the_price() -> None:
    assert rule(check_named(TEXT, [LINE], NOON, NOON)) == ""


def test_a_text_does_not_name_a_line_that_is_not_approved_or_not_published() -> None:
    waiting = Named(digits=LINE.digits, opens_at=LINE.opens_at, closes_at=LINE.closes_at, standing=False)
    assert rule(check_named(TEXT, [waiting], NOON, NOON)) == "VL-02"


def test_a_text_does_not_name_a_line_that_is_closed_for_a_part_of_the_sending() -> None:
    assert rule(check_named(TEXT, [LINE], NOON - 2 * HOUR, NOON)) == "VL-02"
    assert rule(check_named(TEXT, [LINE], NOON, NOON + 2 * HOUR)) == "VL-02"
    assert rule(check_named(TEXT, [LINE], NOON + 2 * HOUR, NOON + 2 * HOUR)) == "VL-02"


def test_a_number_that_changed_hands_is_judged_by_the_line_that_has_it_all_through() -> None:
    over = Named(digits=LINE.digits, opens_at=NOON - DAY, closes_at=NOON - HOUR, standing=False)
    for lines in ([over, LINE], [LINE, over]):
        assert rule(check_named(TEXT, lines, NOON, NOON)) == ""
    assert rule(check_named(TEXT, [over], NOON, NOON)) == "VL-02"
    halves = [replace(LINE, closes_at=NOON), replace(LINE, opens_at=NOON)]
    assert rule(check_named(TEXT, halves, NOON - HOUR, NOON + HOUR)) == "VL-02"


@pytest.mark.parametrize("written", ["01 99 00 12 34", "01.99.00.12.34", "+33 1 99 00 12 34", "0199001234"])
def test_a_line_is_known_however_it_is_written(written: str) -> None:
    bare = f"Alix Durand vous parle au {written}. STOP 36180"
    assert rule(check_named(bare, [LINE], NOON, NOON)) == "SM-23"


def test_a_number_that_is_no_line_is_none_of_this_rule() -> None:
    assert rule(check_named("Appelez le 01 99 00 99 99", [LINE], NOON, NOON)) == ""
    assert rule(check_named(TEXT, [], NOON, NOON)) == ""


@given(st.integers(100_000_000, 999_999_999))
def test_a_number_is_read_back_however_it_was_printed(subscriber: int) -> None:
    read = landline.read(f"0{subscriber}")
    assert read is not None
    assert landline.read(landline.written(read)) == read
    assert landline.read(f"+{read}") == read
    assert landline.national(read) == f"0{subscriber}"


@pytest.mark.parametrize("text", ["", "01 99 00 12", "01 99 00 12 345", "+44 20 7946 0000", "00 99 00 12 34", "non"])
def test_what_is_no_french_number_is_not_read(text: str) -> None:
    assert landline.read(text) is None


@pytest.mark.parametrize(("text", "e164"), [("0590 27 12 34", 590_590_271_234), ("+262 262 12 34 56", 262_262_123_456)])
def test_a_number_overseas_has_the_country_code_of_its_territory(text: str, e164: int) -> None:
    assert landline.read(text) == e164


def test_every_refusal_speaks_both_languages_and_names_its_source() -> None:
    refusals = [
        check_number(digits.ljust(10, "1"), VOTE, date(2027, 3, 1), date(2027, 4, 1))
        for digits in ("06", "0800", "089", "083")
    ]
    for one in refusals:
        assert isinstance(one, Refused)
        assert one.fr != one.en
        assert one.source
