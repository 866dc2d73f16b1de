"""CA-01 to CA-05: whether the calendar of elections keeps to the Constitution and to the electoral code.

Each row says its day three times, as a date, as a weekday and by its silence: whoever mistypes one is told.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from selfcontact.compliance import decree, tables

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
#: Where the vote may be on a Saturday (L.173, L.397, L.480, L.507, L.534 and the decrees for voters abroad).
SATURDAY = frozenset({"971", "972", "973", "975", "977", "978", "987", "FDE-Amériques"})
POSTPONED = "reporté"
#: Not the name of a territory: which ones are meant may change from round to round.
EVERYWHERE = "partout"
MARCH = 3
Row = Mapping[str, str]


def faults() -> Iterator[str]:
    """Yield what is wrong with the calendar, row by row and then election by election."""
    elections: dict[str, list[Row]] = {}
    for row in tables.rows("elections.csv"):
        elections.setdefault(row["scrutin"], []).append(row)
        yield from (f"elections.csv: {row['scrutin']} {row['tour']}: {fault}" for fault in _row(row))
    for code, rows in elections.items():
        yield from (f"elections.csv: {code}: {fault}" for fault in _election(code, rows))


def _row(row: Row) -> Iterator[str]:
    day = date.fromisoformat(row["date"])
    if WEEKDAYS[day.weekday()] != row["jour"]:
        yield f"CA-01: {day} is no {row['jour']}"
    if row["silence_debut_local"] != f"{day - timedelta(days=1)}T00:00":
        yield f"EL-01: the silence of {day} does not begin on its eve at 0:00"
    if row["jour"] != "dimanche" and not (row["jour"] == "samedi" and set(row["territoires"].split("|")) <= SATURDAY):
        yield f"CA-01: {row['territoires']} votes on a {row['jour']}"
    yield from decree.faults(row)


def _election(code: str, rows: list[Row]) -> Iterator[str]:
    yield from _rounds(code, rows)
    numbers = sorted({int(row["tour"]) for row in rows})
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"CA-01: rounds {numbers}"
    first = max(date.fromisoformat(row["date"]) for row in rows if int(row["tour"]) == numbers[0])
    if code.startswith("presidentielle-") and not in_window(first):
        yield f"CA-03: {first} is not 20 to 35 days before the end of a term"
    if code.startswith("municipales-") and first.month != MARCH:
        yield f"CA-04: {first} is not in March"


def _rounds(code: str, rows: list[Row]) -> Iterator[str]:
    """The second round is one week later, two for the President; deputies abroad and in Polynesia may have two."""
    of: dict[str, list[Row]] = {}
    for row in rows:
        for name in row["territoires"].split("|"):
            of.setdefault(name, []).append(row)
    for name, found in of.items():
        numbers = sorted(int(row["tour"]) for row in found)
        if numbers != list(range(1, len(numbers) + 1)) and not (name.startswith(EVERYWHERE) and len(numbers) == 1):
            yield f"CA-01: {name} votes in the rounds {numbers}"
        for before, after in pairwise(sorted(found, key=lambda row: row["tour"])):
            days = (date.fromisoformat(after["date"]) - date.fromisoformat(before["date"])).days
            if days not in _delays(code, name) and POSTPONED not in after["note"]:
                yield f"CA-01: {name}: {days} days between two rounds"


def _delays(code: str, name: str) -> frozenset[int]:
    if code.startswith("presidentielle-"):
        return frozenset({14})
    return frozenset({7, 14}) if name == "987" or name.startswith("FDE") else frozenset({7})


def in_window(day: date) -> bool:
    """Tell whether a first round of the President's election may be on that day (Constitution, article 7)."""
    least, most = tables.number("presidential_days_least", day), tables.number("presidential_days_most", day)
    ends = (date.fromisoformat(row["ends_on"]) for row in tables.rows("terms.csv"))
    return any(least <= (end - day).days <= most for end in ends)
