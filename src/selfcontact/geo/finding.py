"""Areas by name: what an operator types, the items of `areas.parse` that answer, and how an item is said."""

from dataclasses import dataclass
from functools import cache

import polars as pl

from selfcontact.geo.names import full_key, key
from selfcontact.geo.tables import table

WHOLE = {"FR": "France entière", "metropole": "France métropolitaine"}
#: A département before a commune of the same name, the larger commune before the smaller.
RANKS = {"FR": 0, "metropole": 0, "reg": 1, "dep": 2, "com": 3}


@dataclass(frozen=True, kw_only=True)
class Found:
    """An item of an area and its name: `com:35238`, « Rennes (35, commune) »."""

    item: str
    name: str


def search(text: str, *, inside: frozenset[str] | None = None, limit: int = 20) -> tuple[Found, ...]:
    """Return the areas whose name, code or item begins with or holds `text`, best first; none for an empty text.

    `inside`: INSEE codes of communes; then only communes among them are returned.
    """
    wanted = _keyed(text)
    if not wanted:
        return ()
    rows = _items() if inside is None else _items().filter(pl.col("code").is_in(list(inside)) & (pl.col("kind") == 3))
    holds = pl.col("key").str.contains(wanted, literal=True) | (pl.col("code").str.to_uppercase() == wanted)
    found = rows.filter(holds | (pl.col("bare") == wanted)).with_columns(how=_how(wanted))
    best = found.sort(["how", "kind", "population", "item"], descending=[False, False, True, False]).head(limit)
    return tuple(Found(item=item, name=name) for item, name in best.select("item", "said").iter_rows())


def name(item: str) -> str:
    """Return how an item is said, or the item itself when nothing is known of it."""
    return _names().get(_written(item), _seat(item) or item)


def _written(item: str) -> str:
    kind, colon, code = item.strip().partition(":")
    if colon:
        return f"{kind.lower()}:{code.strip().upper()}"
    return "FR" if kind.upper() == "FR" else kind.lower()


def _seat(item: str) -> str:
    kind, _, code = _written(item).partition(":")
    department, _, number = code.partition("-")
    if kind != "circo" or not number.isdigit():
        return ""
    return f"{int(number)}{'ʳᵉ' if int(number) == 1 else 'ᵉ'} circonscription ({department})"


def _how(wanted: str) -> pl.Expr:
    """0 for the very name or code, 1 for its beginning, 2 for a part of it."""
    exact = (pl.col("key") == wanted) | (pl.col("bare") == wanted) | (pl.col("code").str.to_uppercase() == wanted)
    return pl.when(exact).then(0).when(pl.col("key").str.starts_with(wanted)).then(1).otherwise(2)


def _keyed(text: str) -> str:
    return str(pl.select(full_key(pl.lit(text.rpartition(":")[2]))).item())


@cache
def _names() -> dict[str, str]:
    return dict(_items().select("item", "said").iter_rows())


@cache
def _items() -> pl.DataFrame:
    """Every item: `item`, `code`, `kind`, `said`, `population` and the keys of its name."""
    listed = pl.concat([_whole(), _groups("reg", "regions", "région"), _groups("dep", "departments", "département")])
    rows = pl.concat([listed, _communes()])
    return rows.with_columns(key=full_key(pl.col("name")), bare=key(pl.col("name")))


def _whole() -> pl.DataFrame:
    rows = [(item, item, RANKS[item], said, said, 0) for item, said in WHOLE.items()]
    return pl.DataFrame(rows, schema=_schema(), orient="row")


def _groups(kind: str, which: str, noun: str) -> pl.DataFrame:
    rows = [
        (f"{kind}:{code}", code, RANKS[kind], f"{said} ({code}, {noun})", said, 0)
        for code, said in table(which).select("code", "name").iter_rows()
    ]
    return pl.DataFrame(rows, schema=_schema(), orient="row")


def _communes() -> pl.DataFrame:
    said = pl.format("{} ({}, commune)", pl.col("name"), pl.col("department"))
    return table("communes").select(
        item=pl.format("com:{}", pl.col("code")),
        code="code",
        kind=pl.lit(RANKS["com"], dtype=pl.Int64),
        said=said,
        name="name",
        population=pl.col("population").fill_null(0).cast(pl.Int64),
    )


def _schema() -> dict[str, type[pl.DataType]]:
    return {
        "item": pl.String,
        "code": pl.String,
        "kind": pl.Int64,
        "said": pl.String,
        "name": pl.String,
        "population": pl.Int64,
    }
