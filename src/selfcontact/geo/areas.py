"""Areas: what a candidate may write to, said in a few items and held as a set of communes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

import polars as pl

from selfcontact.geo import territories
from selfcontact.geo.tables import column, table
from selfcontact.lib.errors import UserError

EXAMPLES = "FR, metropole, reg:53, dep:35, com:35238, circo:35-01"


@dataclass(frozen=True, kw_only=True)
class Area:
    """The items as they were asked for, and the INSEE codes of the communes that lie wholly inside."""

    items: tuple[str, ...]
    communes: frozenset[str]

    def contains(self, commune: str) -> bool:
        """Tell whether the commune (or the arrondissement) lies wholly inside."""
        return commune in self.communes

    def inside(self, communes: pl.Series) -> pl.Series:
        """Tell, for each INSEE code of a column, whether it lies inside; null where the code is null."""
        return communes.is_in(self._codes)

    @cached_property
    def _codes(self) -> list[str]:
        return sorted(self.communes)


def parse(items: Iterable[str]) -> Area:
    """Return the area made of all the items: FR, metropole, reg:53, dep:35, com:35238, circo:35-01.

    A city comes with its arrondissements. A commune that is split between constituencies is inside only when each of
    its constituencies was asked for. Raises UserError for an item that is unknown, or when there is none.
    """
    asked = tuple(dict.fromkeys(item.strip() for item in items))
    if not asked:
        raise UserError("area_empty", fr="La zone est vide.", en="The area is empty.", hint=EXAMPLES)
    seats = {_seat(item) for item in asked if _kind(item) == "circo"}
    found = [_communes(item) for item in asked if _kind(item) != "circo"]
    return Area(items=asked, communes=frozenset().union(*found, _inside_seats(seats)))


def _kind(item: str) -> str:
    return item.partition(":")[0].strip().lower()


def _code(item: str) -> str:
    return item.partition(":")[2].strip().upper()


def _communes(item: str) -> frozenset[str]:
    kind, code = _kind(item), _code(item)
    found: Iterable[str] = ()
    if kind in ("fr", "metropole") and ":" not in item:
        found = _everything() if kind == "fr" else _metropole()
    elif kind in ("dep", "reg"):
        found = _grouped("department" if kind == "dep" else "region").get(code, ())
    elif kind == "com":
        found = _with_arrondissements(code)
    if not found:
        raise _unknown(item)
    return frozenset(found)


def _unknown(item: str) -> UserError:
    return UserError(
        "area_unknown",
        fr=f"« {item} » n’est pas une zone connue.",
        en=f"“{item}” is not a known area.",
        hint=_hint(item),
    )


def _hint(item: str) -> str:
    today = column("former", "code", "present").get(_code(item))
    return f"com:{today}" if _kind(item) == "com" and today else EXAMPLES


@cache
def _everything() -> frozenset[str]:
    return frozenset(table("communes")["code"])


@cache
def _metropole() -> frozenset[str]:
    rows = table("communes").filter(~pl.col("department").is_in(list(territories.ZONES)))
    return frozenset(rows["code"])


@cache
def _grouped(by: str) -> dict[str, list[str]]:
    rows = table("communes").group_by(by).agg("code")
    return dict(rows.iter_rows())


def _with_arrondissements(code: str) -> frozenset[str]:
    rows = table("communes").filter((pl.col("code") == code) | (pl.col("parent") == code))
    return frozenset(rows["code"])


@cache
def _seats() -> dict[str, frozenset[str]]:
    """The constituencies that each commune touches; an arrondissement without an entry touches those of its city."""
    rows = table("constituencies").group_by("code").agg("constituency")
    known = {code: frozenset(seats) for code, seats in rows.iter_rows()}
    parents = column("communes", "code", "parent")
    return {code: known[city] for code, city in parents.items() if city in known} | known


@cache
def _seat_codes() -> frozenset[str]:
    return frozenset(table("constituencies")["constituency"])


def _seat(item: str) -> str:
    code = _code(item)
    if code not in _seat_codes():
        raise _unknown(item)
    return code


def seat_of(commune: str) -> str:
    """Return a constituency that the commune touches, always the same one; empty where none is known."""
    return min(_seats().get(commune, frozenset({""})))


def _inside_seats(seats: set[str]) -> frozenset[str]:
    return frozenset(code for code, touched in _seats().items() if touched <= seats) if seats else frozenset()
