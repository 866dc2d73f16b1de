"""What a case of a rule is, and the facts that most of them change: one campaign to Rennes in which all is in order.

Every expectation is written by hand from the legal rule pack. A case of the threshold stands where one step of a date,
a clock or a count changes the answer; there are usually two, one on each side.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from selfcontact.compliance import gate, tables
from selfcontact.compliance.elections import Election, election
from selfcontact.compliance.mandate import Mandate
from selfcontact.compliance.places import Place, places
from selfcontact.compliance.route import Route
from selfcontact.compliance.sponsor import Sponsor
from selfcontact.compliance.validity import Validity
from selfcontact.compliance.verdict import Allowed, Held, Refused
from selfcontact.lib.errors import UserError

Kind = Literal["passes", "threshold", "fails"]
Said = Callable[[], object]
OK = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One question to a rule: `no` is the number of the rule that has to refuse or hold, nothing when it allows."""

    rule: str
    kind: Kind
    what: str
    said: Said
    no: str

    @property
    def right(self) -> bool:
        """Tell whether the program answers as it has to."""
        return answer(self.said) == self.no


def answer(said: Said) -> str:
    """Return the number of the rule that said no, or nothing; an error of the user's is its code."""
    try:
        found = said()
    except UserError as error:
        return error.code
    if isinstance(found, Refused | Held):
        return found.rule
    if found is None or isinstance(found, Allowed | Validity):
        return OK
    return str(found)


Line = tuple[str, str, Said]


def cases(rule: str, *, passes: list[Line], threshold: list[Line], fails: list[Line]) -> Iterator[Case]:
    """Yield the cases of a rule; a line is what is asked, the rule that has to say no, and the question."""
    kinds: dict[Kind, list[Line]] = {"passes": passes, "threshold": threshold, "fails": fails}
    for kind, lines in kinds.items():
        for what, no, said in lines:
            yield Case(rule=rule, kind=kind, what=what, said=said, no=no)


def value(name: str, on: str) -> Said:
    """Return the question what a dated value is on a day; looked up late, since a mutation replaces the table."""
    return lambda: tables.threshold(name, date.fromisoformat(on))


def paris(text: str) -> datetime:
    """Return an instant given as the clocks of Paris show it."""
    return there(text, "Europe/Paris")


def there(text: str, zone: str) -> datetime:
    """Return an instant given as the clocks of a zone show it."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


RENNES = places("metropole", "35", 0)
NOON = paris("2026-03-10T12:00:00")
MANDATE = Mandate(
    live=True, opens_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), instructed=True, assessed_on=date(2026, 1, 1)
)
ROUTE = Route(
    simulated=False,
    enabled=True,
    country="FR",
    vetted_on=date(2026, 1, 1),
    vetted_until=date(2026, 12, 31),
    suspended=False,
    short_code="36180",
    sender_names=frozenset({"ALEFEVRE"}),
)
NOTICE = "https://p.example/n/0123456789/"
SPONSOR = Sponsor(political=True, standing="citizen", country="FR", control_country="", paying="agent")


def in_order() -> gate.Campaign:
    """Return a campaign that every rule allows; made anew, since a mutation may have changed the calendar."""
    return gate.Campaign(
        mandate=MANDATE,
        election=election("municipales-2026"),
        route=ROUTE,
        names=("Anne Lefèvre",),
        text=f"Bonjour, votez Anne Lefèvre ! Pub. politique {NOTICE} STOP 36180",
        notice=NOTICE,
        sender="ALEFEVRE",
        content_sha256="ab" * 32,
        approved_sha256="ab" * 32,
        signed_at=paris("2026-03-01T00:00"),
        earliest=paris("2026-03-09T00:00"),
        latest=paris("2026-03-31T00:00"),
        synthetic=False,
        sponsor=SPONSOR,
        noticed=True,
        targeted=False,
    )


def block(at: datetime = NOON, where: frozenset[Place] = RENNES, **changes: Any) -> Said:
    """Return the question whether a block of the campaign, changed, may leave; an election is given by its code."""

    def said() -> object:
        given = {**changes, "election": _named(changes["election"])} if "election" in changes else changes
        return gate.check_block(replace(in_order(), **given), where, at)

    return said


def _named(code: str | Election) -> Election:
    return election(code) if isinstance(code, str) else code
