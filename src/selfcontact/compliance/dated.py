"""Whether the dated data files are whole: each line with its dates, in order, its source, and what its status is."""

from collections.abc import Iterator, Mapping
from datetime import date

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
}
STATUSES = frozenset("VIU")


def faults() -> Iterator[str]:
    """Yield the lines that are incomplete, whose dates go backwards, or that count twice on one day."""
    for name, key in FILES.items():
        rows = tables.rows(name)
        for number, row in enumerate(rows, start=2):
            yield from (f"{name}:{number}: {fault}" for fault in _line(row))
        yield from _twice(name, key, rows)


def _line(row: Mapping[str, str]) -> Iterator[str]:
    if row["status"] not in STATUSES:
        yield f"status {row['status']!r}"
    if not row["source"].strip():
        yield "no source"
    try:
        begins, ends = _span(row)
    except ValueError:
        yield "no date"
    else:
        if ends < begins:
            yield "ends before it begins"


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
