"""Cases of the calendar of elections: CA-01, CA-03, CA-04, and the days of votes that were held or announced."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.compliance.cases import OK, Case, Said, cases, value
from tests.compliance.mutations import replaced

from selfcontact.compliance import calendar, tables
from selfcontact.compliance.elections import election

PRESIDENTIAL = "presidentielle-2027"
DAYS = {"presidential_days_least": "20", "presidential_days_most": "35"}
#: Vote days of rounds held or announced, from the decrees and the press, by territory.
VOTES = [
    ("presidentielle-2017", "metropole", ("2017-04-23", "2017-05-07")),
    ("presidentielle-2017", "971", ("2017-04-22", "2017-05-06")),
    ("europeennes-2019", "metropole", ("2019-05-26",)),
    ("municipales-2020", "metropole", ("2020-03-15", "2020-06-28")),
    ("presidentielle-2022", "metropole", ("2022-04-10", "2022-04-24")),
    ("legislatives-2022", "metropole", ("2022-06-12", "2022-06-19")),
    ("legislatives-2022", "971", ("2022-06-11", "2022-06-18")),
    ("europeennes-2024", "987", ("2024-06-08",)),
    ("legislatives-2024", "metropole", ("2024-06-30", "2024-07-07")),
    ("municipales-2026", "974", ("2026-03-15", "2026-03-22")),
    ("presidentielle-2027", "metropole", ("2027-04-18", "2027-05-02")),
    ("presidentielle-2027", "978", ("2027-04-17", "2027-05-01")),
]


def _days(code: str, territory: str) -> Said:
    def said() -> str:
        rounds = election(code).rounds
        return " ".join(str(b.vote_day) for one in rounds for b in one.ballots if territory in b.territories)

    return said


def votes() -> Iterator[Case]:
    """Yield the cases of the days of votes and of the delay between two rounds."""
    yield from cases(
        "CA-01",
        passes=[("the calendar that is shipped", OK, _calendar)],
        threshold=[
            ("a second round a week later", OK, _moved("municipales-2026", "2026-03-22", 0)),
            ("a day more", "CA-01", _moved("municipales-2026", "2026-03-22", 1)),
            ("a day less", "CA-01", _moved("municipales-2026", "2026-03-22", -1)),
            ("two weeks for the President", OK, _moved(PRESIDENTIAL, "2027-05-02", 0)),
            ("one week for the President", "CA-01", _moved(PRESIDENTIAL, "2027-05-02", -7)),
            *((f"{code} in {territory}", " ".join(days), _days(code, territory)) for code, territory, days in VOTES),
        ],
        fails=[
            ("a Monday", "CA-01", _moved("europeennes-2024", "2024-06-09", 1)),
            ("a Saturday on the mainland", "CA-01", _moved("europeennes-2024", "2024-06-09", -1)),
            ("a Monday overseas", "CA-01", _moved("europeennes-2024", "2024-06-08", 2)),
            ("a second round without a first", "CA-01", _without("presidentielle-2022", "2022-04-10")),
        ],
    )
    yield from cases(
        "CA-04",
        passes=[("the calendar that is shipped", OK, _calendar)],
        threshold=[("the last Sunday of March", OK, _moved("municipales-2020", "2020-03-15", 14))],
        fails=[("the first Sunday of April", "CA-04", _moved("municipales-2020", "2020-03-15", 21))],
    )


def president() -> Iterator[Case]:
    """Yield the cases of the window of the President's election."""
    yield from cases(
        "CA-03",
        passes=[("the calendar that is shipped", OK, _calendar)],
        threshold=[
            ("the Sunday before, 32 days", OK, _moved(PRESIDENTIAL, "2027-04-18", -7, both=True)),
            ("23 April is the last day: 20 days", OK, _window(date(2027, 4, 23))),
            ("24 April: 19 days", "CA-03", _window(date(2027, 4, 24))),
            ("8 April is the first: 35 days", OK, _window(date(2027, 4, 8))),
            ("7 April: 36 days", "CA-03", _window(date(2027, 4, 7))),
            ("in 2022, 35 days", OK, _window(date(2022, 4, 8))),
            ("in 2022, 36 days", "CA-03", _window(date(2022, 4, 7))),
            ("in 2022, 20 days", OK, _window(date(2022, 4, 23))),
            ("in 2022, 19 days", "CA-03", _window(date(2022, 4, 24))),
            ("in 2017, 35 days", OK, _window(date(2017, 4, 9))),
            ("in 2017, 36 days", "CA-03", _window(date(2017, 4, 8))),
            ("in 2017, 20 days", OK, _window(date(2017, 4, 24))),
            ("in 2017, 19 days", "CA-03", _window(date(2017, 4, 25))),
            *((f"{name} since 1962", days, value(name, "1962-11-07")) for name, days in DAYS.items()),
            *((f"{name} not before", "rule_without_value", value(name, "1962-11-06")) for name in DAYS),
        ],
        fails=[("two weeks later: 11 days", "CA-03", _moved(PRESIDENTIAL, "2027-04-18", 14, both=True))],
    )


def _window(day: date) -> Said:
    return lambda: OK if calendar.in_window(day) else "CA-03"


def _moved(code: str, day: str, by: int, *, both: bool = False) -> Said:
    """Return the question what is wrong once the ballots of one day are `by` days later, written so in every column."""
    return lambda: _first(_with(code, day, by, both=both))


def _without(code: str, day: str) -> Said:
    """Return the question what is wrong once an election has no ballot on a day."""

    def said() -> str:
        rows = [row for row in tables.rows("elections.csv") if (row["scrutin"], row["date"]) != (code, day)]
        with replaced("elections.csv", rows):
            return _first(list(calendar.faults()))

    return said


def _first(faults: list[str]) -> str:
    found = sorted({fault.split(": ")[2] for fault in faults if ": CA-" in fault})
    return found[0] if found else OK


def _with(code: str, day: str, by: int, *, both: bool) -> list[str]:
    rows = []
    for row in tables.rows("elections.csv"):
        concerned = row["scrutin"] == code and (row["date"] == day or both)
        rows.append(_later(row, by) if concerned else row)
    with replaced("elections.csv", rows):
        return list(calendar.faults())


def _later(row: dict[str, str], by: int) -> dict[str, str]:
    moved = date.fromisoformat(row["date"]) + timedelta(days=by)
    eve = f"{moved - timedelta(days=1)}T00:00"
    return {**row, "date": str(moved), "jour": calendar.WEEKDAYS[moved.weekday()], "silence_debut_local": eve}


def _calendar() -> str:
    return "; ".join(calendar.faults())


def everything() -> list[Case]:
    """Return the cases of this file."""
    return [*votes(), *president()]
