"""Property tests of the clock of a breach."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from selfcontact.compliance import breach
from selfcontact.compliance.breach import HOUR, Urgency

ZONES = st.sampled_from(["Europe/Paris", "Indian/Reunion", "Pacific/Tahiti", "America/Miquelon", "UTC"])
FIRST, LAST = datetime(2019, 1, 1), datetime(2039, 1, 1)  # noqa: DTZ001 - the zone is drawn
INSTANTS = st.datetimes(FIRST, LAST, timezones=ZONES.map(ZoneInfo))


@given(INSTANTS)
def test_the_authority_has_between_72_and_73_hours_whatever_the_zone_and_the_season(learnt: datetime) -> None:
    term = breach.authority(learnt)
    elapsed = term.due_at - learnt.astimezone(UTC)
    assert 72 * HOUR < elapsed <= 73 * HOUR
    assert (term.due_at.minute, term.due_at.second, term.due_at.microsecond) == (0, 0, 0)


@given(INSTANTS, ZONES)
def test_the_same_instant_ends_at_the_same_instant_in_every_zone(learnt: datetime, zone: str) -> None:
    assert breach.authority(learnt).due_at == breach.authority(learnt.astimezone(ZoneInfo(zone))).due_at


@given(INSTANTS, st.lists(st.timedeltas(timedelta(0), timedelta(hours=100)), min_size=2, max_size=8))
def test_urgency_only_grows_and_is_late_exactly_when_nothing_is_left(learnt: datetime, passed: list[timedelta]) -> None:
    term = breach.authority(learnt)
    steps = [term.urgency(learnt.astimezone(UTC) + one) for one in sorted(passed)]
    assert steps == sorted(steps)
    for one in passed:
        now = learnt.astimezone(UTC) + one
        assert (term.urgency(now) == Urgency.LATE) == (now >= term.due_at)
        assert (term.minutes_left(now) < 0) <= (term.urgency(now) == Urgency.LATE)


@given(INSTANTS)
def test_a_term_is_read_back_as_it_was_stored(learnt: datetime) -> None:
    term = breach.controllers(learnt)
    assert breach.from_json(term.as_json()) == term


@given(INSTANTS)
def test_urgency_changes_at_the_very_instant_at_which_a_part_of_the_time_is_gone(learnt: datetime) -> None:
    term, step = breach.authority(learnt), timedelta(microseconds=1)
    start, whole = term.learnt_at, term.due_at - term.learnt_at
    edges = (start + whole / 2, start + whole * 3 / 4, term.due_at)
    for edge, reached in zip(edges, (Urgency.HALF, Urgency.THREE_QUARTERS, Urgency.LATE), strict=True):
        # A half may end between two microseconds.
        assert term.urgency(edge + step) == reached
        assert term.urgency(edge - step) == reached - 1
    assert term.urgency(term.due_at) == Urgency.LATE
