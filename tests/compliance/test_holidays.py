"""Public holidays, mainland, Alsace-Moselle and overseas."""

from datetime import date

import pytest

from selfcontact.compliance.holidays import easter, holidays, is_holiday
from selfcontact.compliance.places import Place


# Published dates, among them the earliest and latest possible and the two exceptions of the Gregorian computus.
@pytest.mark.parametrize(
    "sunday",
    ["1818-03-22", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24",
     "2016-03-27", "2019-04-21", "2022-04-17", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16",
     "2029-04-01", "2030-04-21", "2032-03-28", "2035-03-25", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22"],
)  # fmt: skip
def test_easter_is_on_its_published_day(sunday: str) -> None:
    assert easter(int(sunday[:4])) == date.fromisoformat(sunday)


def test_the_eleven_national_holidays_of_2027() -> None:
    days = holidays("FR", 2027)
    assert len(days) == 11
    assert {date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17)} <= days


@pytest.mark.parametrize(
    ("territory", "department", "day"),
    [
        ("metropole", "67", date(2027, 3, 26)),
        ("metropole", "57", date(2026, 12, 26)),
        ("976", "", date(2026, 4, 27)),
        ("972", "", date(2026, 5, 22)),
        ("971", "", date(2026, 5, 27)),
        ("978", "", date(2026, 5, 27)),
        ("978", "", date(2026, 5, 28)),
        ("973", "", date(2026, 6, 10)),
        ("977", "", date(2026, 10, 9)),
        ("974", "", date(2026, 12, 20)),
    ],
)
def test_local_holidays_are_kept_there_and_not_in_rennes(territory: str, department: str, day: date) -> None:
    assert is_holiday(Place(territory=territory, department=department), day)
    assert not is_holiday(Place(territory="metropole", department="35"), day)


def test_a_mainland_place_without_departement_may_be_in_alsace() -> None:
    assert is_holiday(Place(territory="metropole"), date(2027, 3, 26))
