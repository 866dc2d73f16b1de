"""Proofs of consent: how much a provider has to prove, what fails it, and what is withheld then."""

from datetime import date, datetime, timedelta

from tests.compliance.cases import OK, Case, Said, cases, value

from selfcontact.compliance import breach, proof, sampling

DAY = "2026-11-24"
HOURS = (("controllers", "24"), ("authority", "72"))
NAMES = ("rows", "permille", "days", "invalid_allowed", "unanswered_allowed")


def _size(accepted: int, right: int) -> Said:
    """Return the question whether so many rows are drawn of so many."""
    return lambda: OK if sampling.terms(date.fromisoformat(DAY)).size(accepted) == right else "PR-01"


def _judged(invalid: int = 0, unanswered: int = 0) -> Said:
    def said() -> object:
        terms = sampling.terms(date.fromisoformat(DAY))
        return sampling.check(
            invalid=invalid,
            unanswered=unanswered,
            invalid_allowed=terms.invalid_allowed,
            unanswered_allowed=terms.unanswered_allowed,
        )

    return said


def _days(count: int) -> Said:
    return lambda: OK if sampling.terms(date.fromisoformat(DAY)).time == timedelta(days=count) else "PR-01"


def _source(*, unproven: bool = False, suspended: bool = False, lacking: bool = False) -> Said:
    return lambda: proof.check(unproven=unproven, suspended=suspended, lacking=lacking)


def _told(name: str, learnt: str, at: str) -> Said:
    """Return the question whether a term is kept by who is told at that instant."""

    def said() -> object:
        term = {"controllers": breach.controllers, "authority": breach.authority}[name](datetime.fromisoformat(learnt))
        return OK if term.minutes_left(datetime.fromisoformat(at)) > 0 else "GD-11"

    return said


def breaches() -> list[Case]:
    """Return the cases of the terms of a breach, counted in whole hours after the one that had begun."""
    learnt = "2027-03-26T17:20+01:00"
    return list(
        cases(
            "GD-11",
            passes=[("the authority, a day later", OK, _told("authority", learnt, "2027-03-27T17:20+01:00"))],
            threshold=[
                # The night between loses an hour on the clock of Paris, and none of the 72.
                ("a minute before 72 hours", OK, _told("authority", learnt, "2027-03-29T18:59+02:00")),
                ("72 hours", "GD-11", _told("authority", learnt, "2027-03-29T19:00+02:00")),
                ("a minute before 24 hours", OK, _told("controllers", learnt, "2027-03-27T17:59+01:00")),
                ("24 hours", "GD-11", _told("controllers", learnt, "2027-03-27T18:00+01:00")),
                *((f"{who} since 2018", hours, value(f"breach_{who}_hours", "2018-05-25")) for who, hours in HOURS),
                *(
                    (f"{who} not before", "rule_without_value", value(f"breach_{who}_hours", "2018-05-24"))
                    for who, _ in HOURS
                ),
            ],
            fails=[("the authority, a week later", "GD-11", _told("authority", learnt, "2027-04-02T17:20+02:00"))],
        )
    )


def everything() -> list[Case]:
    """Return the cases of this file."""
    return [
        *breaches(),
        *cases(
            "PR-01",
            passes=[("nothing is missing", OK, _judged()), ("a delivery that stands", OK, _source())],
            threshold=[
                ("49 rows: all of them", OK, _size(49, 49)),
                ("50 rows: all of them", OK, _size(50, 50)),
                ("51 rows: fifty", OK, _size(51, 50)),
                ("5,000 rows: fifty", OK, _size(5_000, 50)),
                ("5,001 rows: one in a hundred begins to be more", OK, _size(5_001, 51)),
                ("a million rows: ten thousand", OK, _size(1_000_000, 10_000)),
                ("the provider has ten days", OK, _days(10)),
                ("the first proof that is none", "PR-01", _judged(invalid=1)),
                ("the first that does not come", "PR-01", _judged(unanswered=1)),
                *((f"{name} since 2026", str(_value(name)), value(f"audit_{name}", "2026-01-01")) for name in NAMES),
                *((f"{name} not before", "rule_without_value", value(f"audit_{name}", "2025-12-31")) for name in NAMES),
            ],
            fails=[
                ("both", "PR-01", _judged(invalid=3, unanswered=7)),
                ("a delivery that failed its audit", "PR-01", _source(unproven=True, suspended=True)),
            ],
        ),
        *cases(
            "PR-03",
            passes=[("a provider that stands", OK, _source())],
            threshold=[("its other delivery failed, not this one", "PR-03", _source(suspended=True))],
            fails=[("the delivery's own failure is told first", "PR-01", _source(unproven=True, suspended=True))],
        ),
        *cases(
            "CN-03",
            passes=[("all evidence is there", OK, _source())],
            threshold=[("one piece lacks", "CN-03", _source(lacking=True))],
            fails=[("its provider's suspension is told first", "PR-03", _source(suspended=True, lacking=True))],
        ),
    ]


def _value(name: str) -> int:
    return {"rows": 50, "permille": 10, "days": 10, "invalid_allowed": 0, "unanswered_allowed": 0}[name]
