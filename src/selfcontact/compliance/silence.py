"""EL-01, EL-06, EL-07: nothing is spread from the eve of the ballot at 0:00 to the end of the ballot, local time."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import cache

from selfcontact.compliance.elections import Ballot, Election, Round
from selfcontact.compliance.places import TERRITORIES, zones
from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict
from selfcontact.compliance.window import Window, instant, union

DAY = timedelta(days=1)
MIDNIGHT = time(0)
SILENCE = Refused(
    rule="EL-01",
    fr="Période de silence : aucun message depuis la veille du scrutin à 0 h jusqu’à sa fin.",
    en="Silence: no message from the eve of the ballot at 0:00 to its end.",
    source="Code électoral, articles L.49 et L.48-1",
)


@cache
def silence_windows(election: Election, territories: frozenset[str]) -> tuple[Window, ...]:
    """Return the silences of every round, in UTC, as the union over the recipient's territories.

    A round in which none of the territories is known to vote is silent as long as it is anywhere in France.
    """
    return union(window for one in election.rounds for window in _round(one, territories))


def check(send_at: datetime, expires_at: datetime, windows: Iterable[Window]) -> Verdict:
    """Refuse when any instant from sending to the end of the carrier's retries lies in a silence."""
    return SILENCE if any(window.touches(send_at, expires_at) for window in windows) else ALLOWED


def next_silence(at: datetime, windows: Iterable[Window]) -> Window | None:
    """Return the silence in which `at` lies, or else the next one; None when none is left."""
    return min((window for window in windows if at < window.end), key=lambda one: one.start, default=None)


def _round(one: Round, territories: frozenset[str]) -> Iterable[Window]:
    voting = {name for ballot in one.ballots for name in ballot.territories}
    concerned = territories & voting
    if not concerned or not territories <= TERRITORIES | voting:
        concerned = frozenset(voting & TERRITORIES or voting)
    for ballot in one.ballots:
        for territory in ballot.territories & concerned:
            yield _window(ballot, territory)


def _window(ballot: Ballot, territory: str) -> Window:
    """From the eve at 0:00 to the day after at 0:00, on the earliest and the latest clock of the territory."""
    clocks = zones(territory)
    return Window(
        start=min(instant(ballot.vote_day - DAY, MIDNIGHT, zone) for zone in clocks),
        end=max(instant(ballot.vote_day + DAY, MIDNIGHT, zone) for zone in clocks),
    )
