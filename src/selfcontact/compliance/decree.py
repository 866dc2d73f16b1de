"""CA-02, CA-04, CA-05: which decree convenes the voters, and whether it came in time.

A snap election is entered as any other: every period is counted from the day of its decree (CA-07).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from selfcontact.compliance import tables

WRITTEN = re.compile(r"décret n° \d{4}-\d+ du (\d{4}-\d{2}-\d{2})")
#: Elections that are called weeks before, by the beginning of their code.
CALLED_IN_WEEKS = ("regionales-", "departementales-", "municipale-partielle-")
SUNDAY, WEEK = 6, timedelta(weeks=1)


def faults(row: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with a decreed round of the calendar; one that is not decreed sends nothing for real."""
    if row["statut"] != "décrété":
        return
    found = WRITTEN.search(row["source"])
    if found is None:
        yield "CA-05: decreed, and no « décret n° 2026-301 du 2026-04-21 » in its source"
    elif row["tour"] == "1":
        yield from _periods(row["scrutin"], date.fromisoformat(row["date"]), date.fromisoformat(found[1]))


def _periods(code: str, day: date, decreed: date) -> Iterator[str]:
    months = relativedelta(months=_number("municipal_notice_months", decreed))
    if code.startswith("municipales-") and decreed > day - months:
        yield f"CA-04: {decreed} is too late for a vote on {day}"
    weeks = timedelta(weeks=_number("ballot_notice_weeks", decreed))
    if code.startswith(CALLED_IN_WEEKS) and decreed > day - weeks:
        yield f"CA-04: {decreed} is too late for a vote on {day}"
    if code.startswith("legislatives-") and not _deputies(day, decreed):
        yield f"CA-02: {day} is neither in the weeks after a dissolution nor the seventh Sunday after {decreed}"


def _deputies(day: date, decreed: date) -> bool:
    """Tell whether deputies may be elected that day; a territory may vote on the Saturday before."""
    least, most = _number("dissolution_days_least", decreed), _number("dissolution_days_most", decreed)
    seventh = decreed + timedelta(days=(SUNDAY - decreed.weekday()) or 7) + 6 * WEEK
    return least <= (day - decreed).days <= most or day in {seventh, seventh - timedelta(days=1)}


def _number(name: str, on: date) -> int:
    return tables.number(name, on)
