"""Cases of the electoral code, of the calendar and of the contract: EL, CA, FI, GD-09, CN-12."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tests.compliance.cases import (
    MANDATE,
    OK,
    ROUTE,
    Case,
    Said,
    block,
    cases,
    paris,
    there,
    value,
)

from selfcontact.compliance import age, approval, gate, mandate, places, text
from selfcontact.compliance.elections import election
from selfcontact.compliance.silence import check, silence_windows
from selfcontact.lib import phone
from selfcontact.lines.standing import silent

PRESIDENTIAL, MUNICIPAL, BY_ELECTION = "presidentielle-2027", "municipales-2026", "legislative-partielle-71-05-2025"
FREE = "Appelez Anne Lefèvre au 0800 12 34 56"


def silence(code: str, territory: str, first: datetime, last: datetime | None = None) -> Said:
    """Return the question whether a message to a territory may live from one instant to another."""
    return lambda: check(first, last or first, silence_windows(election(code), frozenset({territory})))


def _places(territory: str | None, department: str | None, dial: int) -> Said:
    """Return the question where a recipient may be."""

    def said() -> str:
        found = places.places(territory, department, dial)
        names = sorted(f"{one.territory} {one.department}".strip() for one in found)
        return "everywhere" if found == places.EVERYWHERE else ", ".join(names)

    return said


def _line(code: str, at: datetime) -> Said:
    """Return the question whether a line of the mainland plays its message."""
    return lambda: "EL-10" if silent(silence_windows(election(code), frozenset({"metropole"})), at) else OK


def _abroad(written: str) -> Said:
    return lambda: "EL-08" if isinstance(phone.parse(written, fiction=True), phone.Refusal) else OK


def _free(code: str, on: date) -> Said:
    return lambda: text.check_free(FREE, election(code), on)


def electoral() -> Iterator[Case]:
    """Yield the cases of the electoral code."""
    yield from cases(
        "EL-01",
        passes=[("a month before", OK, silence(PRESIDENTIAL, "metropole", paris("2027-03-18T12:00")))],
        threshold=[
            ("the last minute", OK, silence(PRESIDENTIAL, "metropole", paris("2027-04-16T23:59"))),
            ("midnight of the eve", "EL-01", silence(PRESIDENTIAL, "metropole", paris("2027-04-17T00:00"))),
            (
                "the last minute of the vote",
                "EL-01",
                silence(PRESIDENTIAL, "metropole", paris("2027-04-18T23:59")),
            ),
            ("the midnight after it", OK, silence(PRESIDENTIAL, "metropole", paris("2027-04-19T00:00"))),
            (
                "a life that ends at midnight",
                "EL-01",
                silence(PRESIDENTIAL, "metropole", paris("2027-04-16T21:00"), paris("2027-04-17T00:00")),
            ),
            ("second round, the last minute", OK, silence(PRESIDENTIAL, "metropole", paris("2027-04-30T23:59"))),
            ("second round, midnight", "EL-01", silence(PRESIDENTIAL, "metropole", paris("2027-05-01T00:00"))),
        ],
        fails=[
            ("the morning of the vote", "EL-01", silence(MUNICIPAL, "metropole", paris("2026-03-15T10:00"))),
            (
                "a retry over the whole silence",
                "EL-01",
                silence(MUNICIPAL, "metropole", paris("2026-03-12T10:00"), paris("2026-03-20T10:00")),
            ),
        ],
    )


def territories() -> Iterator[Case]:
    """Yield the cases of local time, of Saturdays and of numbers abroad."""
    yield from cases(
        "EL-06",
        passes=[
            (
                "Réunion, Friday noon there",
                OK,
                silence(PRESIDENTIAL, "974", there("2027-04-16T12:00", "Indian/Reunion")),
            )
        ],
        threshold=[
            ("23:59 in Réunion", OK, silence(PRESIDENTIAL, "974", there("2027-04-16T23:59", "Indian/Reunion"))),
            ("midnight in Réunion", "EL-01", silence(PRESIDENTIAL, "974", there("2027-04-17T00:00", "Indian/Reunion"))),
            ("an address and a number that agree", "metropole 35", _places("metropole", "35", 0)),
            ("an address and a number that do not", "974, 976, metropole 35", _places("metropole", "35", 262)),
            ("one of the territories of a number", "974, 976", _places("974", "974", 262)),
            ("an unknown territory", "everywhere", _places(None, "35", 0)),
            ("an unknown country code", "everywhere", _places("metropole", "35", 32)),
        ],
        fails=[("22:00 in Paris is midnight there", "EL-01", silence(PRESIDENTIAL, "974", paris("2027-04-16T22:00")))],
    )
    yield from cases(
        "EL-07",
        passes=[("Thursday in Guyane", OK, silence(PRESIDENTIAL, "973", there("2027-04-15T12:00", "America/Cayenne")))],
        threshold=[
            ("Thursday 23:59", OK, silence(PRESIDENTIAL, "973", there("2027-04-15T23:59", "America/Cayenne"))),
            ("Friday 0:00", "EL-01", silence(PRESIDENTIAL, "973", there("2027-04-16T00:00", "America/Cayenne"))),
            ("Sunday 0:00", OK, silence(PRESIDENTIAL, "973", there("2027-04-18T00:00", "America/Cayenne"))),
        ],
        fails=[
            ("Friday noon", "EL-01", silence(PRESIDENTIAL, "973", there("2027-04-16T12:00", "America/Cayenne"))),
            (
                "an unknown territory, Friday 4:00 in Paris",
                "EL-01",
                silence(PRESIDENTIAL, "?", paris("2027-04-16T04:00")),
            ),
        ],
    )
    yield from cases(
        "EL-08",
        passes=[("a mobile of the mainland", OK, _abroad("06 39 98 00 01"))],
        threshold=[
            ("the same with its country code", OK, _abroad("+33 6 39 98 00 01")),
            ("a country code that is nearly ours", "EL-08", _abroad("+32 470 12 34 56")),
        ],
        fails=[("a number of Québec", "EL-08", _abroad("+1 418 555 0123"))],
    )


def voice() -> Iterator[Case]:
    """Yield the cases of a line in the silence."""
    yield from cases(
        "EL-10",
        passes=[("a week before", OK, _line(PRESIDENTIAL, paris("2027-04-10T12:00")))],
        threshold=[
            ("the last minute", OK, _line(PRESIDENTIAL, paris("2027-04-16T23:59"))),
            ("midnight of the eve", "EL-10", _line(PRESIDENTIAL, paris("2027-04-17T00:00"))),
        ],
        fails=[("the day of the vote", "EL-10", _line(PRESIDENTIAL, paris("2027-04-18T10:00")))],
    )


def free_numbers() -> Iterator[Case]:
    """Yield the cases of free numbers."""
    yield from cases(
        "EL-12",
        passes=[("a year before", OK, _free(PRESIDENTIAL, date(2026, 4, 1)))],
        threshold=[
            ("30 September", OK, _free(PRESIDENTIAL, date(2026, 9, 30))),
            ("1 October", "EL-12", _free(PRESIDENTIAL, date(2026, 10, 1))),
            ("the day of the second round", "EL-12", _free(PRESIDENTIAL, date(2027, 5, 2))),
            ("the day after it", OK, _free(PRESIDENTIAL, date(2027, 5, 3))),
            ("six months since the law of 2011", "6", value("free_number_months", "2011-04-20")),
            ("not known before", "rule_without_value", value("free_number_months", "2011-04-19")),
        ],
        fails=[("in the campaign", "EL-12", _free(PRESIDENTIAL, date(2027, 3, 1)))],
    )
    yield from cases(
        "EL-14",
        passes=[("long before a European election", OK, _free("europeennes-2024", date(2023, 6, 1)))],
        threshold=[
            ("the last free day", OK, _free("europeennes-2024", date(2023, 11, 30))),
            ("the first banned day", "EL-12", _free("europeennes-2024", date(2023, 12, 1))),
            ("a snap election, six months all the same", "EL-12", _free("legislatives-2024", date(2023, 12, 1))),
        ],
        fails=[("a by-election", "EL-12", _free(BY_ELECTION, date(2025, 5, 1)))],
    )


def signatures() -> Iterator[Case]:
    """Yield the cases of what the candidate signed, and of results before the end."""
    yield from cases(
        "EL-16",
        passes=[("what was signed", OK, block())],
        threshold=[
            ("one hexadecimal digit off", "EL-16", block(approved_sha256="ab" * 31 + "ac")),
            ("the first instant of the slot", OK, block(paris("2026-03-10T12:00"), earliest=paris("2026-03-10T12:00"))),
            ("a second before it", "EL-16", block(paris("2026-03-10T11:59:59"), earliest=paris("2026-03-10T12:00"))),
            ("sixteen minutes before its end", OK, block(latest=paris("2026-03-10T12:16"))),
            ("a second less", "EL-16", block(latest=paris("2026-03-10T12:15:59"))),
        ],
        fails=[
            ("nothing signed", "EL-16", block(approved_sha256=None)),
            ("an empty hash signs nothing", "EL-16", lambda: approval.check("", "")),
        ],
    )
    yield from cases(
        "EL-17",
        passes=[("the day after", OK, silence(MUNICIPAL, "metropole", paris("2026-03-16T08:00")))],
        threshold=[
            ("19:59, polling places open", "EL-01", silence(MUNICIPAL, "metropole", paris("2026-03-15T19:59"))),
            ("20:00, they are closed", "EL-01", silence(MUNICIPAL, "metropole", paris("2026-03-15T20:00"))),
        ],
        fails=[("noon", "EL-01", silence(MUNICIPAL, "metropole", paris("2026-03-15T12:00")))],
    )


def ages() -> Iterator[Case]:
    """Yield the cases of age."""
    yield from cases(
        "EL-21",
        passes=[("forty", OK, lambda: _person(40))],
        threshold=[
            ("eighteen", OK, lambda: _person(18)),
            ("seventeen", "EL-21", lambda: _person(17)),
            ("since 5 July 1974", "18", value("voting_age", "1974-07-05")),
            ("not known before", "rule_without_value", value("voting_age", "1974-07-04")),
            ("eighteen on the day itself", OK, _grown(date(2026, 5, 2))),
            ("eighteen a day later", "EL-21", _grown(date(2026, 5, 3))),
        ],
        fails=[("nobody knows", "EL-21", lambda: _person(None))],
    )
    yield from cases(
        "GD-20",
        passes=[("an age in years", OK, lambda: _person(50))],
        threshold=[("the age of the vote", OK, lambda: _person(18)), ("a year less", "EL-21", lambda: _person(17))],
        fails=[("no age", "EL-21", lambda: _person(None))],
    )


def _grown(known_on: date) -> Said:
    """Return the question whether somebody of 17 on that day may be written to for a vote on 2 May 2027."""
    vote = date(2027, 5, 2)
    return lambda: _person(age.on_ballot_day(17, known_on=known_on, ballot_day=vote))


def _ending(at: str) -> Said:
    """Return the question whether a message to Nouvelle-Calédonie may leave, under a mandate of 1 to 4 March 2026."""
    ended = replace(MANDATE, opens_on=date(2026, 3, 1), ends_on=date(2026, 3, 4))
    slot = {"earliest": paris("2026-03-01T00:00"), "latest": paris("2026-03-31T00:00")}
    return block(paris(at), places.places("988", None, 687), mandate=ended, **slot)


def _person(years: int | None) -> object:
    minimum = gate.voting_age(election(PRESIDENTIAL))
    return gate.check_person(years=years, opposed=False, restricted=False, minimum_age=minimum)


def contract() -> Iterator[Case]:
    """Yield the cases of the mandate and of the calendar."""
    yield from cases(
        "FI-04",
        passes=[("a live mandate", OK, lambda: mandate.check_live(MANDATE, date(2026, 3, 10)))],
        threshold=[
            ("its first day", OK, lambda: mandate.check_live(MANDATE, date(2026, 1, 1))),
            ("the day before", "FI-04", lambda: mandate.check_live(MANDATE, date(2025, 12, 31))),
            ("its last day", OK, lambda: mandate.check_live(MANDATE, date(2026, 6, 30))),
            ("the day after", "FI-04", lambda: mandate.check_live(MANDATE, date(2026, 7, 1))),
            ("its last day, until midnight in Paris", OK, _ending("2026-03-04T23:59")),
            ("midnight in Paris, still its last day in Nouméa and at Greenwich", "FI-04", _ending("2026-03-05T00:00")),
        ],
        fails=[("a mandate that ended", "FI-04", block(mandate=replace(MANDATE, live=False)))],
    )
    for rule in ("GD-09", "CN-12"):
        yield from cases(
            rule,
            passes=[("an instruction, and a signature", OK, block())],
            threshold=[
                ("signed, without an instruction", "GD-09", block(mandate=replace(MANDATE, instructed=False))),
                ("instructed, without a signature", "EL-16", block(approved_sha256=None)),
            ],
            fails=[("neither", "GD-09", block(mandate=replace(MANDATE, instructed=False), approved_sha256=None))],
        )
    yield from cases(
        "GD-12",
        passes=[("validated this year", OK, block())],
        threshold=[
            ("validated today", OK, _assessed("2026-03-10")),
            ("validated tomorrow", "GD-12", _assessed("2026-03-11")),
            ("three years ago tomorrow", OK, _assessed("2023-03-11")),
            ("three years ago", "GD-12", _assessed("2023-03-10")),
            ("assessment_years before", "rule_without_value", value("assessment_years", "2018-05-24")),
            ("assessment_years from", "3", value("assessment_years", "2018-05-25")),
            ("a leap day, on the last day", OK, lambda: _reviewed("2027-02-28")),
            ("a leap day, reviewed on the first of March", "GD-12", lambda: _reviewed("2027-03-01")),
        ],
        fails=[("none", "GD-12", block(mandate=replace(MANDATE, assessed_on=None)))],
    )


def _assessed(day: str) -> Said:
    return block(mandate=replace(MANDATE, assessed_on=date.fromisoformat(day)))


def _reviewed(today: str) -> object:
    """Return what is said, that day, of an assessment validated on a 29 February."""
    return mandate.check_assessment(replace(MANDATE, assessed_on=date(2024, 2, 29)), date.fromisoformat(today))


def calendar() -> Iterator[Case]:
    """Yield the cases of provisional elections."""
    yield from cases(
        "CA-05",
        passes=[("a vote that was held", OK, lambda: mandate.check_calendar(election(MUNICIPAL), simulated=False))],
        threshold=[
            ("announced, simulated", OK, lambda: mandate.check_calendar(election(PRESIDENTIAL), simulated=True)),
            ("announced, real", "CA-05", lambda: mandate.check_calendar(election(PRESIDENTIAL), simulated=False)),
        ],
        fails=[
            (
                "expected",
                "CA-05",
                lambda: mandate.check_calendar(election("departementales-regionales-2028"), simulated=False),
            ),
            ("unknown", "CA-05", lambda: mandate.check_calendar(election("provinciales-988-2026"), simulated=False)),
        ],
    )


def rehearsals() -> Iterator[Case]:
    """Yield the cases of an announced election, rehearsed and for real."""
    simulated = replace(ROUTE, simulated=True, vetted_on=None)
    at = paris("2027-03-16T12:00")
    dates: dict[str, Any] = {"earliest": at, "latest": paris("2027-04-30T00:00")}
    live = replace(MANDATE, opens_on=date(2027, 1, 1), ends_on=date(2027, 6, 30))
    vetted = replace(ROUTE, vetted_on=date(2027, 1, 1), vetted_until=date(2027, 12, 31))
    yield from cases(
        "CA-05",
        passes=[("nothing is provisional", OK, block())],
        threshold=[
            ("rehearsed", OK, block(at, election=PRESIDENTIAL, mandate=live, route=simulated, **dates)),
            ("for real", "CA-05", block(at, election=PRESIDENTIAL, mandate=live, route=vetted, **dates)),
        ],
        fails=[
            (
                "whatever the text",
                "CA-05",
                block(at, election=PRESIDENTIAL, mandate=live, route=vetted, text="", **dates),
            )
        ],
    )


def endings() -> Iterator[Case]:
    """Yield the cases of a mandate that ends."""
    yield from cases(
        "CN-11",
        passes=[("before the end", OK, lambda: mandate.check_live(MANDATE, date(2026, 6, 29)))],
        threshold=[("the last day", OK, lambda: mandate.check_live(MANDATE, date(2026, 6, 30)))],
        fails=[
            ("its end has begun", "FI-04", lambda: mandate.check_live(replace(MANDATE, live=False), date(2026, 3, 1)))
        ],
    )


def everything() -> list[Case]:
    """Return the cases of this file."""
    return [
        *electoral(),
        *territories(),
        *voice(),
        *free_numbers(),
        *signatures(),
        *ages(),
        *contract(),
        *calendar(),
        *rehearsals(),
        *endings(),
    ]
