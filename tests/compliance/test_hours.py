"""SM-04, SM-07: sending hours on the recipient's wall clock, days of changing clocks included."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.compliance.hours import CLOSED, check, next_opening, open_window
from selfcontact.compliance.places import EVERYWHERE, TERRITORIES, Place, places, zones
from selfcontact.compliance.verdict import ALLOWED

RENNES = places("metropole", "35", 0)
INSTANTS = st.datetimes(
    min_value=datetime(2026, 3, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
SINGLE = st.sampled_from(sorted(TERRITORIES))


def _at(text: str, zone: str = "Europe/Paris") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("instant", "opened"),
    [
        ("2026-03-10T07:59:59", False),
        ("2026-03-10T08:00:00", True),
        ("2026-03-10T21:29:59", True),
        ("2026-03-10T21:30:00", False),
        ("2026-03-15T12:00:00", False),  # a Sunday
        ("2026-05-01T12:00:00", False),  # a public holiday
        ("2026-05-02T12:00:00", True),  # a Saturday
        ("2026-04-03T12:00:00", True),  # Good Friday in Rennes
    ],
)
def test_rennes_is_open_from_eight_to_half_past_nine_on_working_days(instant: str, *, opened: bool) -> None:
    assert (open_window(_at(instant), RENNES) is not None) is opened


def test_good_friday_is_closed_in_strasbourg() -> None:
    assert open_window(_at("2026-04-03T12:00:00"), places("metropole", "67", 0)) is None


@pytest.mark.parametrize(
    ("monday", "offset"),
    [(date(2026, 3, 30), 2), (date(2026, 10, 26), 1)],
    ids=["after 29 March", "after 25 October"],
)
def test_the_monday_after_the_clocks_change_opens_at_eight_on_the_new_clock(monday: date, offset: int) -> None:
    saturday_night = _at(f"{monday - timedelta(days=2)}T22:00:00")
    assert next_opening(saturday_night, RENNES) == datetime(
        monday.year, monday.month, monday.day, 8 - offset, tzinfo=UTC
    )


def test_a_weekday_of_changing_clocks_is_thirteen_and_a_half_hours_long() -> None:
    # Miquelon changes its clocks on the American Sundays; the Monday after is a whole day of sending.
    window = open_window(_at("2026-03-09T12:00:00", "America/Miquelon"), places("975", None, 508))
    assert window is not None
    assert window.end - window.start == timedelta(hours=13, minutes=30)
    assert window.start == datetime(2026, 3, 9, 10, tzinfo=UTC)


def test_a_mainland_number_in_guadeloupe_is_open_when_both_are() -> None:
    both = places("971", None, 0)
    window = open_window(_at("2026-03-10T16:00:00"), both)
    assert window is not None
    assert (window.start, window.end) == (_at("2026-03-10T13:00:00"), _at("2026-03-10T21:30:00"))
    assert open_window(_at("2026-03-10T10:00:00"), both) is None


def test_the_three_clocks_of_polynesia_all_agree() -> None:
    window = open_window(_at("2026-03-10T12:00:00", "Pacific/Tahiti"), places("987", None, 689))
    assert window is not None
    assert window.start == _at("2026-03-10T08:00:00", "Pacific/Tahiti")
    assert window.end == _at("2026-03-10T21:30:00", "Pacific/Gambier")


def test_an_unknown_place_never_opens() -> None:
    assert places(None, None, None) == EVERYWHERE == places("metropole", "35", 1)
    assert next_opening(_at("2026-03-10T12:00:00"), EVERYWHERE) is None


def test_a_dialling_code_stands_for_all_the_territories_that_share_it() -> None:
    assert {place.territory for place in places("974", None, 262)} == {"974", "976"}


def test_retries_that_end_after_the_hours_are_refused() -> None:
    assert check(_at("2026-03-10T21:00:00"), _at("2026-03-10T21:29:00"), RENNES) is ALLOWED
    assert check(_at("2026-03-10T21:00:00"), _at("2026-03-10T21:30:00"), RENNES) is CLOSED
    assert check(_at("2026-03-10T21:00:00"), _at("2026-03-11T09:00:00"), RENNES) is CLOSED


@given(INSTANTS, SINGLE)
def test_open_means_that_every_clock_shows_an_hour_of_sending(at: datetime, territory: str) -> None:
    where = frozenset({Place(territory=territory)})
    opened = open_window(at, where) is not None
    clocks = [at.astimezone(zone) for zone in zones(territory)]
    in_hours = all((8, 0) <= (clock.hour, clock.minute) < (21, 30) and clock.weekday() != 6 for clock in clocks)
    assert in_hours or not opened


@given(INSTANTS, SINGLE)
def test_the_next_opening_is_open_and_nothing_opens_before(at: datetime, territory: str) -> None:
    where = frozenset({Place(territory=territory)})
    opening = next_opening(at, where)
    assert opening is not None
    assert open_window(opening, where) is not None
    if opening > at:
        assert open_window(at, where) is None
        assert open_window(opening - timedelta(microseconds=1), where) is None
