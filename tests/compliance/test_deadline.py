"""Until when a person must have an answer: dated cases, each computed by hand on a calendar.

Regulation (EEC, Euratom) 1182/71: art. 3(1), the day of the event does not count; 3(2)(c), a period in months ends on
the same number, or on the last day of a month without it; 3(4), on the next working day when that is a holiday, a
Sunday or a Saturday. GDPR art. 12(3): one month, and two more if the person is told within the first.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.compliance import deadline
from selfcontact.compliance.deadline import PARIS, Pressure, day_of

START = datetime(2024, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=12 * 365)).map(lambda passed: START + passed)
PLACES = st.sampled_from(sorted(deadline.PLACES))


def at(text: str) -> datetime:
    """Return an instant; on the clock of Paris when it has no offset."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("received", "place", "due", "why"),
    [
        ("2027-03-15T10:00", "metropole", "2027-04-15", "3(2)(c): the same number, a Thursday"),
        ("2028-01-31T10:00", "metropole", "2028-02-29", "3(2)(c): no 31 February; the last day of a leap year's"),
        ("2027-01-31T10:00", "metropole", "2027-03-01", "3(2)(c) then 3(4): 28 February 2027 is a Sunday"),
        ("2027-01-29T10:00", "metropole", "2027-03-01", "the same end for 29, 30 and 31 January"),
        ("2028-02-29T10:00", "metropole", "2028-03-29", "3(2)(c): 29 February to 29 March, a Wednesday"),
        ("2027-03-31T10:00", "metropole", "2027-04-30", "3(2)(c): no 31 April; a Friday"),
        ("2027-04-01T10:00", "metropole", "2027-05-03", "3(4): 1 May is a holiday and a Saturday; then a Sunday"),
        ("2026-04-08T10:00", "metropole", "2026-05-11", "3(4): 8 May 2026 is a holiday and a Friday"),
        ("2027-04-30T10:00", "metropole", "2027-05-31", "3(4): 30 May 2027 is a Sunday"),
        ("2027-10-01T10:00", "metropole", "2027-11-02", "3(4): 1 November 2027 is a holiday and a Monday"),
        ("2027-02-28T10:00", "metropole", "2027-03-30", "3(4): Easter Sunday, then Easter Monday"),
        ("2027-04-06T10:00", "metropole", "2027-05-07", "3(4): Ascension, 6 May 2027"),
        ("2026-11-25T10:00", "metropole", "2026-12-28", "3(4): Christmas is a Friday"),
        ("2026-12-01T10:00", "metropole", "2027-01-04", "3(4): New Year's day is a Friday; over the year's end"),
        ("2027-02-26T10:00", "metropole", "2027-03-26", "Good Friday is a working day there"),
        ("2027-02-26T10:00", "alsace-moselle", "2027-03-30", "L.3134-13: Good Friday, a weekend, Easter Monday"),
        ("2028-11-26T10:00", "metropole", "2028-12-26", "a Tuesday"),
        ("2028-11-26T10:00", "alsace-moselle", "2028-12-27", "L.3134-13: 26 December"),
        ("2027-11-20T10:00", "974", "2027-12-21", "L.3422-2: 20 December in La Réunion, a Monday"),
        ("2027-11-20T10:00", "metropole", "2027-12-20", "not elsewhere"),
        ("2027-03-27T10:00", "976", "2027-04-28", "L.3422-2: 27 April in Mayotte, a Tuesday"),
        ("2027-03-15T23:59", "metropole", "2027-04-15", "3(1): still 15 March in Paris"),
        ("2027-03-16T00:00", "metropole", "2027-04-16", "3(1): a minute later it is the 16th"),
        ("2027-01-14T23:30+00:00", "metropole", "2027-02-15", "winter time: 00:30 on 15 January in Paris"),
        ("2027-06-14T22:30+00:00", "metropole", "2027-07-15", "summer time: 00:30 on 15 June in Paris"),
        ("2027-06-14T21:59+00:00", "metropole", "2027-07-15", "23:59 on 14 June; 14 July is a holiday: the 15th too"),
        ("2027-03-28T00:59+00:00", "metropole", "2027-04-28", "a minute before the clocks go forward"),
        ("2027-03-28T01:00+00:00", "metropole", "2027-04-28", "and at that instant: the same day"),
        ("2027-10-31T00:30+00:00", "metropole", "2027-11-30", "the first 02:30 of 31 October"),
        ("2027-10-31T01:30+00:00", "metropole", "2027-11-30", "the second one"),
    ],
)  # fmt: skip
def test_a_month_ends_on_the_day_that_the_calendar_says(received: str, place: str, due: str, why: str) -> None:
    assert deadline.first(at(received), place).due_on == date.fromisoformat(due), why


@pytest.mark.parametrize(
    ("received", "asked", "answered", "days", "due", "why"),
    [
        ("2027-01-20T10:00", "2027-01-25T09:00", "2027-02-05T18:00", 10, "2027-03-02",
         "over a month end: 26 January to 4 February; from Saturday 20 February itself, not from Monday 22"),
        ("2027-03-15T10:00", "2027-03-20T09:00", "2027-03-20T18:00", 0, "2027-04-15", "the same day: nothing"),
        ("2027-03-15T10:00", "2027-03-20T23:59", "2027-03-21T00:01", 0, "2027-04-15", "two minutes: nothing"),
        ("2027-03-15T10:00", "2027-03-20T00:01", "2027-03-21T23:59", 0, "2027-04-15", "neither day is whole"),
        ("2027-03-15T10:00", "2027-03-20T23:59", "2027-03-22T00:01", 1, "2027-04-16", "21 March alone"),
        ("2027-03-15T10:00", "2027-03-27T12:00", "2027-03-29T12:00", 1, "2027-04-16", "the day of 23 hours is a day"),
        ("2027-02-26T10:00", "2027-03-01T10:00", "2027-03-04T10:00", 2, "2027-03-30",
         "28 March is Easter Sunday, 29 a holiday"),
        ("2028-01-31T10:00", "2028-02-28T10:00", "2028-03-01T10:00", 1, "2028-03-01", "29 February is a whole day"),
        ("2027-03-15T10:00", "2027-04-15T20:00", "2027-05-15T10:00", 29, "2027-05-14", "asked on the last day"),
    ],
)  # fmt: skip
def test_a_question_stops_the_clock_for_whole_days_only(
    received: str, asked: str, answered: str, days: int, due: str, why: str
) -> None:
    before = deadline.first(at(received))
    after = deadline.after_pause(before, at(asked), at(answered))
    assert (after.paused_days, after.due_on) == (days, date.fromisoformat(due)), why
    assert after.unpaused_on == before.due_on


@pytest.mark.parametrize(
    ("received", "last", "due", "why"),
    [
        ("2027-01-31T10:00", "2027-03-01T23:59", "2027-04-30", "three months from 31 January: no 31 April"),
        ("2027-03-15T10:00", "2027-04-15T23:59", "2027-06-15", "a Tuesday"),
        ("2027-04-14T10:00", "2027-05-14T23:59", "2027-07-15", "14 July is a holiday"),
        ("2027-11-30T10:00", "2027-12-30T23:59", "2028-02-29", "no 30 February; a leap year"),
    ],
)  # fmt: skip
def test_two_months_are_added_until_the_last_minute_of_the_first(received: str, last: str, due: str, why: str) -> None:
    before = deadline.first(at(received))
    assert deadline.extendable(before, at(last))
    assert not deadline.extendable(before, at(last) + timedelta(minutes=1))
    after = deadline.extended(before)
    assert after.due_on == date.fromisoformat(due), why
    assert not deadline.extendable(after, at(received))


def test_an_extension_keeps_the_days_of_a_pause_and_a_pause_those_of_an_extension() -> None:
    before = deadline.first(at("2027-01-20T10:00"))
    asked, answered = at("2027-01-25T09:00"), at("2027-02-05T18:00")
    # 20 April and ten days.
    assert deadline.extended(deadline.after_pause(before, asked, answered)).due_on == date(2027, 4, 30)
    assert deadline.after_pause(deadline.extended(before), asked, answered).due_on == date(2027, 4, 30)


def test_a_computation_says_which_days_were_passed_over_and_why() -> None:
    said = deadline.first(at("2027-02-26T10:00"), "alsace-moselle").as_json()
    assert said["moved"] == [
        ["2027-03-26", "holiday"], ["2027-03-27", "saturday"], ["2027-03-28", "sunday"], ["2027-03-29", "holiday"],
    ]  # fmt: skip
    assert (said["rule"], said["received_on"], said["nominal"]) == ("1182/71, 3", "2027-02-26", "2027-03-26")


@given(INSTANTS, PLACES, st.integers(0, 90), st.booleans())
def test_a_computation_comes_back_as_it_was_stored(received: datetime, place: str, days: int, longer: bool) -> None:  # noqa: FBT001
    made = deadline.after_pause(deadline.first(received, place), received, received + timedelta(days=days))
    made = deadline.extended(made) if longer else made
    assert deadline.from_json(made.as_json()) == made


@given(INSTANTS, PLACES)
def test_an_end_is_a_working_day_and_no_place_has_an_earlier_one_than_the_mainland(
    received: datetime, place: str
) -> None:
    found = deadline.first(received, place)
    assert found.due_on.weekday() < 5
    assert 28 <= (found.nominal - day_of(received)).days <= 31
    assert found.due_on >= deadline.first(received).due_on


@pytest.mark.parametrize(
    ("today", "pressing"),
    [
        ("2027-03-15", Pressure.CALM),
        ("2027-03-30", Pressure.CALM),  # 15 days of 31
        ("2027-03-31", Pressure.HALF),
        ("2027-04-07", Pressure.HALF),  # 23 days: three quarters are 23.25
        ("2027-04-08", Pressure.THREE_QUARTERS),
        ("2027-04-09", Pressure.THREE_QUARTERS),  # six days left
        ("2027-04-10", Pressure.FIVE_DAYS),
        ("2027-04-15", Pressure.FIVE_DAYS),  # the last day is still in time
        ("2027-04-16", Pressure.LATE),
    ],
)
def test_the_end_presses_at_half_at_three_quarters_and_at_five_days(today: str, pressing: Pressure) -> None:
    assert deadline.pressure(date(2027, 3, 15), date(2027, 4, 15), date.fromisoformat(today)) == pressing


@pytest.mark.parametrize(
    ("today", "pressing"),
    [
        ("2027-03-28", Pressure.CALM),
        ("2027-03-29", Pressure.HALF),
        ("2027-04-04", Pressure.HALF),
        ("2027-04-05", Pressure.THREE_QUARTERS),
    ],
)
def test_a_half_and_three_quarters_of_four_weeks_are_whole_days(today: str, pressing: Pressure) -> None:
    assert deadline.pressure(date(2027, 3, 15), date(2027, 4, 12), date.fromisoformat(today)) == pressing
