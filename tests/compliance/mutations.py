"""Changes a data file of the rules for a moment: one cell by one step, or one line away."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache, partial
from unittest.mock import patch

from selfcontact import compliance
from selfcontact.compliance import tables

Row = dict[str, str]
#: Columns with a date, by name; columns with a whole number; what else takes a step is a value of `thresholds.csv`.
DATES = ("date", "valid_from", "valid_to", "ends_on")
NUMBERS = ("tour", "price_millicents", "lot", "vat_permille")
#: Files of which a line that goes missing has to be noticed too: their first column is a word or a prefix.
WORDS = (
    "sender_words.csv",
    "eu_members.csv",
    "price_classes.csv",
    "mobile_prefixes.csv",
    "holidays.csv",
    "labels.csv",
    "donations.csv",
    "polls.csv",
)


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """A file with something changed."""

    file: str
    what: str
    rows: tuple[Row, ...]


@contextmanager
def replaced(name: str, rows: Sequence[Row]) -> Iterator[None]:
    """Let the rules read these rows in the place of a file's."""
    usual, given = tables.rows, tuple(rows)
    with patch.object(tables, "rows", lambda asked: given if asked == name else usual(asked)):
        forget()
        try:
            yield
        finally:
            forget()


def forget() -> None:
    for clear in _caches():
        clear()


@cache
def _caches() -> tuple[Callable[[], None], ...]:
    """Return what empties every memory of the rules, the files' own left alone."""
    names = [one.name for one in pkgutil.iter_modules(compliance.__path__)]
    modules = [importlib.import_module(f"selfcontact.compliance.{name}") for name in names]
    found = {id(kept): kept for module in modules for kept in vars(module).values() if hasattr(kept, "cache_clear")}
    return tuple(kept.cache_clear for kept in found.values() if kept is not tables.rows)


def of(name: str) -> Iterator[Mutation]:
    """Yield every mutation of a file: each number, date and time a step up and a step down, each word away."""
    rows = tables.rows(name)
    for place, row in enumerate(rows):
        for column, value in row.items():
            for changed in _steps(name, column, value):
                yield _mutation(name, rows, place, {**row, column: changed}, f"{column} {value} -> {changed}")
        if name in WORDS:
            yield _mutation(name, rows, place, None, "gone")


def _mutation(name: str, rows: tuple[Row, ...], place: int, new: Row | None, what: str) -> Mutation:
    changed = (*rows[:place], *([new] if new else []), *rows[place + 1 :])
    return Mutation(file=name, what=f"{place + 2}: {' '.join(list(rows[place].values())[:2])}: {what}", rows=changed)


def _steps(name: str, column: str, value: str) -> Iterator[str]:
    step: Callable[[str, int], str] | None = None
    if column in DATES and value:
        step = _later
    elif column in NUMBERS:
        step = _more
    elif column == "value":
        step = _clock if ":" in value else _more
    elif (name, column) == ("holidays.csv", "day"):
        step = _feast
    elif column == "prefix":
        step = partial(_digits, width=len(value))
    if step:
        yield from (step(value, by) for by in (1, -1))


def _later(value: str, by: int) -> str:
    return str(date.fromisoformat(value) + timedelta(days=by))


def _more(value: str, by: int) -> str:
    return str(int(value) + by)


def _digits(value: str, by: int, width: int) -> str:
    return str(int(value) + by).zfill(width)


def _clock(value: str, by: int) -> str:
    minutes = time.fromisoformat(value).hour * 60 + time.fromisoformat(value).minute + by
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _feast(value: str, by: int) -> str:
    if value.startswith("easter"):
        return f"easter{int(value.removeprefix('easter')) + by:+}"
    month, day = map(int, value.split("-"))
    return (date(2027, month, day) + timedelta(days=by)).strftime("%m-%d")
