"""Finds columns that may hold a special category of personal data (GDPR art. 9): the file then waits for the DPO.

Such a column is dropped at the door like any other that is not ours; that it was there at all is what matters.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import polars as pl

#: Distinct words of one category, or this share of the values, make a column suspect.
DISTINCT = 3
SHARE = 0.2


@cache
def _words(place: str) -> dict[str, str]:
    text = files("selfcontact.intake").joinpath("data", "special.csv").read_text(encoding="utf-8")
    return {row["word"]: row["category"] for row in csv.DictReader(text.splitlines()) if row["place"] == place}


def plain(text: str) -> str:
    """Return the text in lower case without accents, its words separated by one space."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare.lower()))


def suspects(header: Sequence[str], dropped: Sequence[str], sample: pl.DataFrame) -> Mapping[str, str]:
    """Return the category of each suspect column; the values looked at are those of the dropped columns only."""
    found = {}
    for position, name in enumerate(header):
        category = _by_header(name)
        if category is None and name in dropped:
            category = _by_values(sample[str(position)])
        if category is not None:
            found[name] = category
    return found


def _by_header(name: str) -> str | None:
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", name).replace("_", " ")
    text = f" {plain(words)} "
    return next((category for word, category in _words("header").items() if f" {word} " in text), None)


def _by_values(values: pl.Series) -> str | None:
    filled = [plain(value) for value in values.to_list() if value]
    hits: dict[str, list[str]] = {}
    for value in filled:
        if category := _words("value").get(value):
            hits.setdefault(category, []).append(value)
    for category, words in hits.items():
        if len(set(words)) >= DISTINCT or len(words) >= max(2, SHARE * len(filled)):
            return category
    return None
