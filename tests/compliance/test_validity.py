"""The validity period keeps every retry of a carrier inside what is allowed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.compliance.elections import election
from selfcontact.compliance.hours import open_window
from selfcontact.compliance.places import TERRITORIES, places, territories
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.validity import Validity, validity
from selfcontact.compliance.verdict import Refused
from selfcontact.geo.territories import DIALS

PARIS = ZoneInfo("Europe/Paris")
RENNES = places("metropole", "35", 0)
SILENCES = silence_windows(election("municipales-2026"), territories(RENNES))
FAR = datetime(2028, 1, 1, tzinfo=UTC)
ELECTIONS = st.sampled_from(["municipales-2026", "presidentielle-2027"])


def _paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def _valid(at: str, latest: datetime = FAR) -> Validity | Refused:
    return validity(_paris(at), latest=latest, where=RENNES, silences=SILENCES)


def test_a_morning_message_is_valid_until_a_minute_before_closing() -> None:
    assert _valid("2026-03-10T09:00:00") == Validity(until=_paris("2026-03-10T21:29:00"))


def test_the_period_is_given_in_whole_seconds_rounded_down() -> None:
    at = _paris("2026-03-10T21:00:00.5")
    found = validity(at, latest=FAR, where=RENNES, silences=SILENCES)
    assert isinstance(found, Validity)
    assert found.seconds(at) == 29 * 60 - 1


@pytest.mark.parametrize(
    ("at", "latest", "rule"),
    [
        ("2026-03-10T21:20:00", FAR, "SM-04"),
        ("2026-03-10T07:00:00", FAR, "SM-04"),
        ("2026-03-14T10:00:00", FAR, "EL-01"),
        ("2026-03-10T10:00:00", _paris("2026-03-10T10:10:00"), "EL-16"),
        ("2026-03-10T10:00:00", _paris("2026-03-10T09:00:00"), "EL-16"),
    ],
)
def test_too_little_time_is_refused_with_the_rule_that_is_in_the_way(at: str, latest: datetime, rule: str) -> None:
    refusal = _valid(at, latest)
    assert isinstance(refusal, Refused)
    assert refusal.rule == rule


def test_in_guadeloupe_thursday_night_is_the_last_moment_before_a_saturday_vote() -> None:
    where = places("971", None, 590)
    silences = silence_windows(election("presidentielle-2027"), territories(where))
    at = datetime(2027, 4, 15, 21, tzinfo=ZoneInfo("America/Guadeloupe"))
    assert isinstance(validity(at, latest=FAR, where=where, silences=silences), Validity)
    refused = validity(at + timedelta(hours=12), latest=FAR, where=where, silences=silences)
    assert isinstance(refused, Refused)
    assert refused.rule == "EL-01"


@given(
    st.datetimes(
        min_value=datetime(2026, 3, 1),  # noqa: DTZ001 - hypothesis adds the zone
        max_value=datetime(2027, 6, 30),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    st.sampled_from(sorted(TERRITORIES)),
    st.sampled_from(sorted(DIALS)),
    ELECTIONS,
    st.timedeltas(min_value=timedelta(days=-1), max_value=timedelta(days=3)),
)
def test_allowed_means_allowed_at_every_instant_until_expiry(
    at: datetime, territory: str, dial: int, code: str, slot: timedelta
) -> None:
    where = places(territory, None, dial)
    silences = silence_windows(election(code), territories(where))
    found = validity(at, latest=at + slot, where=where, silences=silences)
    if isinstance(found, Refused):
        return
    assert found.until - at >= timedelta(minutes=15)
    assert found.until <= at + slot
    window = open_window(at, where)
    assert window is not None
    assert found.until in window
    assert not any(silence.touches(at, found.until) for silence in silences)
