"""Cases of the calendar of elections, CA-01 to CA-05, and the days of votes that were held or announced."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.compliance.cases import OK, Case, Said, cases, value
from tests.compliance.mutations import replaced

from selfcontact.compliance import calendar, tables
from selfcontact.compliance.elections import election

PRESIDENTIAL = "presidentielle-2027"
REGIONAL = "regionales-departementales-2021"
NOTICES = {"municipal_notice_months": "3", "ballot_notice_weeks": "6"}
DISSOLVED = {"dissolution_days_least": "20", "dissolution_days_most": "40"}
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
        threshold=[
            ("the last Sunday of March", OK, _moved("municipales-2020", "2020-03-15", 14)),
            ("decreed three months before", OK, _decreed("municipales-2026", "2026-03-15", "2025-12-15")),
            ("decreed a day later", "CA-04", _decreed("municipales-2026", "2026-03-15", "2025-12-16")),
            ("decreed six weeks before", OK, _decreed(REGIONAL, "2021-06-20", "2021-05-09")),
            ("decreed six weeks less a day", "CA-04", _decreed(REGIONAL, "2021-06-20", "2021-05-10")),
            *((f"{name} since 1990", known, value(name, "1990-12-12")) for name, known in NOTICES.items()),
            *((f"{name} not before", "rule_without_value", value(name, "1990-12-11")) for name in NOTICES),
        ],
        fails=[("the first Sunday of April", "CA-04", _moved("municipales-2020", "2020-03-15", 21))],
    )


def decrees() -> Iterator[Case]:
    """Yield the cases of the decree that convenes the voters."""
    yield from cases(
        "CA-02",
        passes=[("as it was in 2022", OK, _decreed("legislatives-2022", "2022-06-12", "2022-04-25"))],
        threshold=[
            ("the seventh Sunday after a Sunday", OK, _decreed("legislatives-2022", "2022-06-12", "2022-04-24")),
            ("the eighth Sunday", "CA-02", _decreed("legislatives-2022", "2022-06-12", "2022-04-23")),
            ("the Saturday before it, overseas", OK, _decreed("legislatives-2022", "2022-06-11", "2022-04-25")),
            ("twenty days after a dissolution", OK, _decreed("legislatives-2024", "2024-06-30", "2024-06-10")),
            ("nineteen", "CA-02", _decreed("legislatives-2024", "2024-06-30", "2024-06-11")),
            ("forty", OK, _decreed("legislatives-2024", "2024-06-30", "2024-05-21")),
            ("forty-one", "CA-02", _decreed("legislatives-2024", "2024-06-30", "2024-05-20")),
            (
                "the second round is counted from the first",
                OK,
                _decreed("legislatives-2024", "2024-07-07", "2024-06-30"),
            ),
            *((f"{name} since 1958", known, value(name, "1958-10-05")) for name, known in DISSOLVED.items()),
            *((f"{name} not before", "rule_without_value", value(name, "1958-10-04")) for name in DISSOLVED),
        ],
        fails=[("decreed on the eve", "CA-02", _decreed("legislatives-2024", "2024-06-30", "2024-06-29"))],
    )
    yield from cases(
        "CA-05",
        passes=[("its decree", OK, _decreed("municipales-2026", "2026-03-15", "2025-08-27"))],
        threshold=[
            ("announced", OK, _decreed("municipales-2026", "2026-03-15", "", status="annoncé")),
            ("a day of the council of ministers is no decree", "CA-05", _decreed("municipales-2026", "2026-03-15", "")),
        ],
        fails=[("decreed by nothing", "CA-05", _decreed(PRESIDENTIAL, "2027-04-18", ""))],
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


def _decreed(code: str, day: str, on: str, *, status: str = "décrété") -> Said:
    """Return the question what is wrong once a round was decreed on a day, or nobody knows by what."""
    source = f"Journal officiel, décret n° 2020-1234 du {on}" if on else "Conseil des ministres du 1er juillet 2026"

    def said() -> str:
        rows = [
            {**row, "statut": status, "source": source} if (row["scrutin"], row["date"]) == (code, day) else row
            for row in tables.rows("elections.csv")
        ]
        with replaced("elections.csv", rows):
            return _first(list(calendar.faults()))

    return said


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
    return [*votes(), *decrees(), *president()]
