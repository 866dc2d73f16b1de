"""Reads the dated data files of the rules."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from functools import cache
from importlib.resources import files

from selfcontact.lib.errors import UserError


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the lines of a data file as dictionaries of its header."""
    text = files("selfcontact.compliance").joinpath("data", name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def in_force(row: Mapping[str, str], on: date) -> bool:
    """Tell whether a line counts on a day (columns valid_from, valid_to, both included; an empty valid_to is open)."""
    ends = row["valid_to"]
    return date.fromisoformat(row["valid_from"]) <= on and (not ends or on <= date.fromisoformat(ends))


def rows_on(name: str, on: date) -> Iterator[dict[str, str]]:
    """Yield the lines in force on a day."""
    return (row for row in rows(name) if in_force(row, on))


@cache
def threshold(name: str, on: date) -> str:
    """Return the value of a threshold in force on a day; raise UserError when none is."""
    for row in rows_on("thresholds.csv", on):
        if row["name"] == name:
            return row["value"]
    raise UserError(
        "rule_without_value",
        fr=f"La règle {name} n’a pas de valeur au {on.isoformat()}.",
        en=f"The rule {name} has no value on {on.isoformat()}.",
    )


def number(name: str, on: date) -> int:
    """Return a threshold that is a whole number."""
    return int(threshold(name, on))


def wall_time(name: str, on: date) -> time:
    """Return a threshold that is a time on the clock of the recipient."""
    return time.fromisoformat(threshold(name, on))


def minutes(name: str, on: date) -> timedelta:
    """Return a threshold in minutes as a duration."""
    return timedelta(minutes=number(name, on))
