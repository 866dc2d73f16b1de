"""EL-01, EL-06, EL-07: silence in every territory, to the minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.compliance.elections import election
from selfcontact.compliance.places import TERRITORIES
from selfcontact.compliance.silence import check, next_silence, silence_windows
from selfcontact.compliance.verdict import ALLOWED, Refused
from selfcontact.compliance.window import Window

PARIS = ZoneInfo("Europe/Paris")
PRESIDENTIAL = election("presidentielle-2027")
MUNICIPAL = election("municipales-2026")


def _paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


# Paris time, first round of 17 and 18 April 2027.
@pytest.mark.parametrize(
    ("territory", "start", "end"),
    [
        ("metropole", "2027-04-17T00:00", "2027-04-19T00:00"),
        ("971", "2027-04-16T06:00", "2027-04-18T06:00"),
        ("972", "2027-04-16T06:00", "2027-04-18T06:00"),
        ("977", "2027-04-16T06:00", "2027-04-18T06:00"),
        ("978", "2027-04-16T06:00", "2027-04-18T06:00"),
        ("973", "2027-04-16T05:00", "2027-04-18T05:00"),
        ("975", "2027-04-16T04:00", "2027-04-18T04:00"),
        ("987", "2027-04-16T11:00", "2027-04-18T12:00"),
        ("974", "2027-04-16T22:00", "2027-04-18T22:00"),
        ("976", "2027-04-16T23:00", "2027-04-18T23:00"),
        ("988", "2027-04-16T15:00", "2027-04-18T15:00"),
        ("986", "2027-04-16T14:00", "2027-04-18T14:00"),
    ],
)
def test_the_first_round_is_silent_on_the_clock_of_each_territory(territory: str, start: str, end: str) -> None:
    first = silence_windows(PRESIDENTIAL, frozenset({territory}))[0]
    assert (first.start, first.end) == (_paris(start), _paris(end))


def test_municipal_ballots_are_silent_from_saturday_midnight_even_overseas() -> None:
    windows = silence_windows(MUNICIPAL, frozenset({"metropole"}))
    assert windows == (
        Window(start=_paris("2026-03-14T00:00"), end=_paris("2026-03-16T00:00")),
        Window(start=_paris("2026-03-21T00:00"), end=_paris("2026-03-23T00:00")),
    )
    cayenne = datetime(2026, 3, 14, tzinfo=ZoneInfo("America/Cayenne"))
    assert silence_windows(MUNICIPAL, frozenset({"973"}))[0].start == cayenne


@pytest.mark.parametrize("territories", [frozenset[str](), frozenset({"unknown"}), frozenset({"metropole", "unknown"})])
def test_an_unknown_territory_is_silent_as_long_as_any(territories: frozenset[str]) -> None:
    first = silence_windows(PRESIDENTIAL, territories)[0]
    assert (first.start, first.end) == (_paris("2027-04-16T04:00"), _paris("2027-04-19T00:00"))


def test_a_territory_that_does_not_vote_in_a_round_takes_the_longest_silence() -> None:
    windows = silence_windows(election("municipales-2020"), frozenset({"973"}))
    assert windows[1].start < _paris("2020-06-27T00:00")
    assert windows[1].end >= _paris("2020-06-29T00:00")


def test_address_and_number_that_disagree_are_both_silent() -> None:
    first = silence_windows(PRESIDENTIAL, frozenset({"971", "metropole"}))[0]
    assert (first.start, first.end) == (_paris("2027-04-16T06:00"), _paris("2027-04-19T00:00"))


def test_the_last_instant_before_silence_is_allowed_and_midnight_is_not() -> None:
    windows = silence_windows(MUNICIPAL, frozenset({"metropole"}))
    start = windows[0].start
    before = start - timedelta(microseconds=1)
    assert check(before - timedelta(hours=1), before, windows) is ALLOWED
    refusal = check(before, start, windows)
    assert isinstance(refusal, Refused)
    assert refusal.rule == "EL-01"


def test_a_validity_that_spans_a_whole_silence_is_refused() -> None:
    windows = silence_windows(MUNICIPAL, frozenset({"metropole"}))
    assert isinstance(check(windows[0].start - timedelta(days=1), windows[0].end + timedelta(days=1), windows), Refused)


def test_monday_midnight_reopens() -> None:
    windows = silence_windows(MUNICIPAL, frozenset({"metropole"}))
    assert check(windows[0].end, windows[0].end + timedelta(hours=1), windows) is ALLOWED


def test_the_next_silence_is_the_present_one_then_the_second_round_then_none() -> None:
    windows = silence_windows(MUNICIPAL, frozenset({"metropole"}))
    assert next_silence(windows[0].start, windows) == windows[0]
    assert next_silence(windows[0].end, windows) == windows[1]
    assert next_silence(windows[1].end, windows) is None


@given(st.frozensets(st.sampled_from(sorted(TERRITORIES)), min_size=1))
def test_more_territories_never_make_less_silence(territories: frozenset[str]) -> None:
    together = silence_windows(PRESIDENTIAL, territories)
    for territory in territories:
        for window in silence_windows(PRESIDENTIAL, frozenset({territory})):
            assert any(other.start <= window.start and window.end <= other.end for other in together)
