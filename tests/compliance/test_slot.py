"""When a first message could leave in a slot, on the clock of each place."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.compliance.elections import election
from selfcontact.compliance.places import Place, territories
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.slot import SHUT, check, departures, first_departure
from selfcontact.compliance.validity import Validity, validity
from selfcontact.compliance.verdict import ALLOWED

ELECTION = election("presidentielle-2027")
PARIS, REUNION = Place(territory="metropole"), Place(territory="974")
TUESDAY = datetime(2027, 3, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_slot_opened_at_night_starts_at_eight_on_each_clock() -> None:
    found = departures(ELECTION, [PARIS, REUNION], TUESDAY, TUESDAY + 20 * HOUR)
    assert found == {PARIS: TUESDAY + 7 * HOUR, REUNION: TUESDAY + 4 * HOUR}


@pytest.mark.parametrize(
    ("start", "hours"),
    [
        (datetime(2027, 3, 16, 21, tzinfo=UTC), 8),  # a night
        (datetime(2027, 3, 14, 7, tzinfo=UTC), 12),  # a Sunday
        (datetime(2027, 4, 16, 22, tzinfo=UTC), 40),  # the silence, from the eve on
        (datetime(2027, 3, 16, 9, tzinfo=UTC), 0),  # too short for a carrier
    ],
)
def test_a_slot_in_which_nothing_may_leave_is_refused(start: datetime, hours: int) -> None:
    found = departures(ELECTION, [PARIS], start, start + hours * HOUR + timedelta(minutes=5))
    assert found == {PARIS: None}
    assert check(found) is SHUT


def test_a_slot_that_is_open_somewhere_is_not_refused_and_says_where_it_is_shut() -> None:
    found = departures(ELECTION, [PARIS, REUNION], TUESDAY + 4 * HOUR, TUESDAY + 6 * HOUR)
    assert found == {PARIS: None, REUNION: TUESDAY + 4 * HOUR}
    assert check(found) is ALLOWED


def test_a_slot_over_the_silence_starts_before_it_or_after_it() -> None:
    friday, later = datetime(2027, 4, 16, 20, tzinfo=UTC), datetime(2027, 4, 30, tzinfo=UTC)
    after = departures(ELECTION, [PARIS], friday, later)[PARIS]
    assert after == datetime(2027, 4, 19, 6, tzinfo=UTC)


def test_an_audience_of_nobody_is_not_refused_for_its_slot() -> None:
    assert check({}) is ALLOWED


@given(st.integers(0, 70 * 24 * 60), st.integers(1, 400))
def test_the_first_departure_is_an_instant_at_which_the_sender_would_let_a_message_go(minutes: int, hours: int) -> None:
    start = datetime(2027, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    where, latest = frozenset({PARIS}), start + hours * HOUR
    silences = silence_windows(ELECTION, territories(where))
    found = first_departure(start, latest=latest, where=where, silences=silences)
    if found is not None:
        assert start <= found < latest
        assert isinstance(validity(found, latest=latest, where=where, silences=silences), Validity)
    at = start
    while at < (found or latest):
        assert not isinstance(validity(at, latest=latest, where=where, silences=silences), Validity)
        at += timedelta(minutes=7)
