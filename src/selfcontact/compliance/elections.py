"""The calendar of elections: rounds, and the day of the vote of each territory in each round."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from selfcontact.compliance import tables
from selfcontact.compliance.places import ABROAD, TERRITORIES
from selfcontact.lib.errors import UserError

Status = Literal["held", "decreed", "announced", "expected", "unknown"]
_STATUS: dict[str, Status] = {
    "tenu": "held",
    "décrété": "decreed",
    "annoncé": "announced",
    "attendu": "expected",
    "inconnu": "unknown",
}
_NAMED = {
    "hexagone": frozenset({"metropole"}),
    "Corse": frozenset({"metropole"}),
    "FDE-Amériques": frozenset({"abroad_americas"}),
    "FDE autres": frozenset({"abroad"}),
}


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """One day of voting in some territories."""

    vote_day: date
    territories: frozenset[str]
    status: Status
    source: str


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round, which may take two or three days over the territories."""

    number: int
    ballots: tuple[Ballot, ...]


@dataclass(frozen=True, kw_only=True)
class Election:
    """An election as the calendar knows it."""

    code: str
    rounds: tuple[Round, ...]

    @property
    def provisional(self) -> bool:
        """Tell whether a date still waits for its decree (CA-05: the legal trigger is the convening decree)."""
        return any(ballot.status not in {"held", "decreed"} for one in self.rounds for ballot in one.ballots)

    @property
    def first_day(self) -> date:
        """Return the earliest day of voting of the first round, anywhere."""
        return min(ballot.vote_day for ballot in self.rounds[0].ballots)

    @property
    def last_day(self) -> date:
        """Return the latest day of voting of the last round, anywhere."""
        return max(ballot.vote_day for ballot in self.rounds[-1].ballots)


@cache
def load() -> dict[str, Election]:
    """Return every election of the calendar by its code."""
    ballots: dict[str, dict[int, list[Ballot]]] = {}
    for row in tables.rows("elections.csv"):
        ballots.setdefault(row["scrutin"], {}).setdefault(int(row["tour"]), []).append(_ballot(row))
    return {code: _election(code, rounds) for code, rounds in ballots.items()}


def election(code: str) -> Election:
    """Return one election; raise UserError when the calendar does not have it."""
    found = load().get(code)
    if found is None:
        raise UserError(
            "election_unknown",
            fr="Cette élection n’est pas au calendrier.",
            en="This election is not in the calendar.",
            hint="selfcontact mandate elections",
        )
    return found


def _election(code: str, rounds: dict[int, list[Ballot]]) -> Election:
    return Election(
        code=code,
        rounds=tuple(Round(number=number, ballots=tuple(rounds[number])) for number in sorted(rounds)),
    )


def _ballot(row: dict[str, str]) -> Ballot:
    return Ballot(
        vote_day=date.fromisoformat(row["date"]),
        territories=frozenset[str]().union(*(_territories(name) for name in row["territoires"].split("|"))),
        status=_STATUS[row["statut"]],
        source=row["source"],
    )


def _territories(name: str) -> frozenset[str]:
    """Read one name of the column: a territory, a constituency (71-05), or everywhere but some."""
    if name in _NAMED:
        return _NAMED[name]
    if name in TERRITORIES or name in ABROAD:
        return frozenset({name})
    if constituency := re.fullmatch(r"(\d{2,3}|2[AB])-\d{2}", name):
        return frozenset({constituency[1] if constituency[1] in TERRITORIES else "metropole"})
    # « partout », and senate series: indirect ballots whose départements are not in the file.
    return TERRITORIES - frozenset(re.findall(r"\d{3}", name))
