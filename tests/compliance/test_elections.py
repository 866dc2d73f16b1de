"""The calendar of elections as the product ships it."""

from datetime import date

import pytest

from selfcontact.compliance.elections import election, load
from selfcontact.compliance.places import ABROAD, TERRITORIES
from selfcontact.lib.errors import UserError


def test_every_line_of_the_calendar_is_read() -> None:
    known = TERRITORIES | set(ABROAD)
    for one in load().values():
        for number, each in enumerate(one.rounds, start=1):
            assert each.number == number
            assert all(ballot.territories and ballot.territories <= known for ballot in each.ballots)


def test_an_announced_election_is_provisional_and_a_held_one_is_not() -> None:
    assert election("presidentielle-2027").provisional
    assert election("provinciales-988-2026").provisional
    assert not election("municipales-2026").provisional


def test_a_by_election_is_in_its_mainland_departement() -> None:
    assert election("legislative-partielle-71-05-2025").rounds[0].ballots[0].territories == {"metropole"}


def test_a_postponed_territory_is_left_out_of_its_round() -> None:
    assert "973" not in election("municipales-2020").rounds[1].ballots[0].territories


def test_the_days_of_an_election_span_all_territories() -> None:
    one = election("presidentielle-2027")
    assert (one.first_day, one.last_day) == (date(2027, 4, 17), date(2027, 5, 2))


def test_an_unknown_election_is_an_error_for_the_user() -> None:
    with pytest.raises(UserError):
        election("presidentielle-1848")
