"""Whether the dated data files are whole: each line with its dates, in order, its source, and what its status is."""

from collections.abc import Iterator, Mapping
from datetime import date, time

from selfcontact.compliance import tables

#: The dated files, and which columns name what a line is about: two lines about one thing never count on one day.
FILES: Mapping[str, tuple[str, ...]] = {
    "thresholds.csv": ("name",),
    "price_classes.csv": ("prefix",),
    "mobile_prefixes.csv": ("prefix",),
    "sender_words.csv": ("word",),
    "holidays.csv": ("scope", "day"),
    "eu_members.csv": ("code",),
    "tariff.csv": ("item",),
    "labels.csv": ("words",),
    "donations.csv": ("words",),
    "polls.csv": ("words",),
}
#: Columns that hold a whole number; `value` holds one, or a time of the day.
NUMBERS = ("lot", "price_millicents", "vat_permille")
STATUSES = frozenset("VIU")


def faults() -> Iterator[str]:
    """Yield the lines that are incomplete, whose dates go backwards, or that count twice on one day."""
    for name, key in FILES.items():
        rows = tables.rows(name)
        wrong = [f"{name}:{number}: {fault}" for number, row in enumerate(rows, start=2) for fault in _line(row)]
        # Lines whose dates nobody can read are in no order.
        yield from wrong or _twice(name, key, rows)
    for number, row in enumerate(tables.rows("terms.csv"), start=2):
        yield from (f"terms.csv:{number}: {fault}" for fault in _term(row))


def _line(row: Mapping[str, str]) -> Iterator[str]:
    yield from _origin(row)
    yield from (f"{name} {row[name]!r}" for name in NUMBERS if name in row and not row[name].isdigit())
    if "value" in row and not _readable(row["value"]):
        yield f"value {row['value']!r}"
    try:
        begins, ends = _span(row)
    except ValueError:
        yield "no date"
    else:
        if ends < begins:
            yield "ends before it begins"


def _origin(row: Mapping[str, str]) -> Iterator[str]:
    if row["status"] not in STATUSES:
        yield f"status {row['status']!r}"
    if not row["source"].strip():
        yield "no source"


def _readable(value: str) -> bool:
    try:
        return value.isdigit() or time.fromisoformat(value).tzinfo is None
    except ValueError:
        return False


def _term(row: Mapping[str, str]) -> Iterator[str]:
    yield from _origin(row)
    try:
        date.fromisoformat(row["ends_on"])
    except ValueError:
        yield "no date"


def _twice(name: str, key: tuple[str, ...], rows: tuple[dict[str, str], ...]) -> Iterator[str]:
    last: dict[tuple[str, ...], date] = {}
    for row in sorted(rows, key=lambda row: row["valid_from"]):
        about = tuple(row[column] for column in key)
        begins, ends = _span(row)
        if begins <= last.get(about, date.min):
            yield f"{name}: {' '.join(about)}: two values on {begins}"
        last[about] = ends


def _span(row: Mapping[str, str]) -> tuple[date, date]:
    ends = row["valid_to"]
    return date.fromisoformat(row["valid_from"]), date.fromisoformat(ends) if ends else date.max
