"""Section 1.1 of the legal rule pack, to the minute: every territory, both rounds, days on which clocks change.

`territories.csv` was written by hand from the pack, in Paris time; nothing of it comes from the program.
"""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from selfcontact.compliance.elections import Ballot, Election, Round, election
from selfcontact.compliance.places import TERRITORIES, places
from selfcontact.compliance.places import territories as of
from selfcontact.compliance.silence import check, silence_windows
from selfcontact.compliance.verdict import ALLOWED, Refused
from selfcontact.compliance.window import Window
from selfcontact.geo.territories import DIALS

PARIS = ZoneInfo("Europe/Paris")
MINUTE = timedelta(minutes=1)
PRESIDENTIAL = election("presidentielle-2027")
FIXTURE = tuple(csv.DictReader(Path(__file__).with_name("territories.csv").read_text("utf-8").splitlines()))
ROWS = [pytest.param(row, id=f"{row['territory']}-{row['round']}") for row in FIXTURE]


def _paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def _silent(territories: frozenset[str], at: datetime, one: Election = PRESIDENTIAL) -> bool:
    """Tell whether a message that lives for this instant alone is refused."""
    verdict = check(at, at, silence_windows(one, territories))
    assert verdict is ALLOWED or (isinstance(verdict, Refused) and verdict.rule == "EL-01")
    return verdict is not ALLOWED


def test_the_fixture_has_every_territory_in_both_rounds() -> None:
    assert {(row["territory"], row["round"]) for row in FIXTURE} == {
        (territory, number) for territory in TERRITORIES for number in "12"
    }


@pytest.mark.parametrize("row", ROWS)
def test_a_minute_before_the_silence_is_free_and_its_first_minute_is_not(row: dict[str, str]) -> None:
    here, start = frozenset({row["territory"]}), _paris(row["silence_from"])
    assert [_silent(here, at) for at in (start - MINUTE, start, start + MINUTE)] == [False, True, True]


@pytest.mark.parametrize("row", ROWS)
def test_the_last_minute_of_the_silence_is_silent_and_the_first_after_it_is_free(row: dict[str, str]) -> None:
    here, end = frozenset({row["territory"]}), _paris(row["silence_until"])
    assert [_silent(here, at) for at in (end - MINUTE, end, end + MINUTE)] == [True, False, False]


@pytest.mark.parametrize("row", ROWS)
def test_a_message_that_may_still_be_delivered_in_the_first_minute_is_refused(row: dict[str, str]) -> None:
    windows = silence_windows(PRESIDENTIAL, frozenset({row["territory"]}))
    start, end = _paris(row["silence_from"]), _paris(row["silence_until"])
    lives = [(start - MINUTE, start - MINUTE), (start - MINUTE, start), (start - MINUTE, end), (end, end + MINUTE)]
    assert [check(first, last, windows) is ALLOWED for first, last in lives] == [True, False, False, True]


@pytest.mark.parametrize("row", ROWS)
def test_the_ballot_is_on_the_day_of_the_fixture(row: dict[str, str]) -> None:
    ballots = PRESIDENTIAL.rounds[int(row["round"]) - 1].ballots
    assert [str(one.vote_day) for one in ballots if row["territory"] in one.territories] == [row["vote_day"]]


def test_saturday_is_the_day_of_vote_from_the_antilles_to_polynesia_and_nowhere_else() -> None:
    early = {row["territory"] for row in FIXTURE if date.fromisoformat(row["vote_day"]).weekday() == 5}
    assert early == {"971", "972", "973", "975", "977", "978", "987"}


@pytest.mark.parametrize("dial", sorted(DIALS))
@pytest.mark.parametrize("territory", sorted(TERRITORIES))
def test_an_address_and_a_dialling_code_are_silent_whenever_one_of_their_places_is(territory: str, dial: int) -> None:
    concerned = of(places(territory, None, dial))
    for row in FIXTURE:
        if row["territory"] in concerned:
            for at in (_paris(row["silence_from"]), _paris(row["silence_until"]) - MINUTE):
                assert _silent(concerned, at)


def test_an_unknown_place_is_silent_from_the_first_midnight_of_france_to_the_last() -> None:
    for nowhere in (frozenset[str](), frozenset({"unknown"}), of(places("metropole", "35", 1))):
        first, last = _paris("2027-04-16T04:00"), _paris("2027-04-19T00:00")
        assert [_silent(nowhere, at) for at in (first - MINUTE, first, last - MINUTE, last)] == [0, 1, 1, 0]


def test_the_campaign_does_not_reopen_in_the_evening_of_the_first_round() -> None:
    assert _silent(frozenset({"metropole"}), _paris("2027-04-18T20:01"))
    assert _silent(frozenset({"metropole"}), _paris("2027-04-18T23:59"))


def _on(day: date, territory: str) -> Window:
    ballot = Ballot(vote_day=day, territories=frozenset({territory}), status="decreed", source="test")
    one = Election(code="test", rounds=(Round(number=1, ballots=(ballot,)),))
    (window,) = silence_windows(one, frozenset({territory}))
    return window


@pytest.mark.parametrize(
    ("territory", "zone", "vote_day", "hours"),
    [
        ("metropole", "Europe/Paris", date(2027, 3, 28), 47),
        ("metropole", "Europe/Paris", date(2027, 10, 31), 49),
        ("metropole", "Europe/Paris", date(2027, 3, 21), 48),
        ("975", "America/Miquelon", date(2027, 3, 14), 47),
        ("975", "America/Miquelon", date(2027, 11, 7), 49),
        ("975", "America/Miquelon", date(2027, 3, 13), 48),
        ("971", "America/Guadeloupe", date(2027, 3, 28), 48),
        ("974", "Indian/Reunion", date(2027, 10, 31), 48),
    ],
)
def test_on_a_day_of_changing_clocks_the_silence_still_runs_from_midnight_to_midnight(
    territory: str, zone: str, vote_day: date, hours: int
) -> None:
    window, here = _on(vote_day, territory), ZoneInfo(zone)
    midnights = [datetime.combine(vote_day + timedelta(days=shift), datetime.min.time(), here) for shift in (-1, 1)]
    assert [window.start, window.end] == midnights
    assert window.end - window.start == timedelta(hours=hours)
    assert window.start - MINUTE not in window
    assert window.end - MINUTE in window
