"""The look-up tables of an address, made once per process from the public tables."""

from functools import cache

import polars as pl

from selfcontact.geo.names import full_key, key, short_key
from selfcontact.geo.tables import table

# First postcode and INSEE code of an arrondissement, and how many there are.
DIVIDED = {
    "75056": ("PARIS", 75000, 75100, 20),
    "69123": ("LYON", 69000, 69380, 9),
    "13055": ("MARSEILLE", 13000, 13200, 16),
}

# Codes of the islands before 2007, when they belonged to Guadeloupe.
FORMER_ISLANDS = {"97123": "97701", "97127": "97801"}

# Places that their inhabitants write instead of the commune, and that La Poste does not list.
PLACES = {"Gustavia": "97701", "Marigot": "97801", "Grand-Case": "97801"}

# When two communes answer to a key, the better title wins: its name, what La Poste writes, a former commune,
# a name cut short.
NAME, LABEL, FORMER, SHORT = range(4)


@cache
def arrondissements() -> pl.DataFrame:
    """Return `postcode`, `code`, `parent`, `key` (PARIS12) and `city` (PARIS) of every arrondissement."""
    rows = [
        (f"{post + n:05}", f"{insee + n:05}", parent, f"{city}{n}", city)
        for parent, (city, post, insee, count) in DIVIDED.items()
        for n in range(1, count + 1)
    ]
    rows.append(("75116", "75116", "75056", "PARIS16", "PARIS"))
    return pl.DataFrame(rows, schema=["postcode", "code", "parent", "key", "city"], orient="row")


@cache
def present() -> pl.DataFrame:
    """Return `insee` and the `code` of today for every code that a file may carry."""
    islands = {"insee": list(FORMER_ISLANDS), "code": list(FORMER_ISLANDS.values())}
    former = table("former").select(insee="code", code="present")
    today = table("communes").select(insee="code", code="code")
    return pl.concat([today, former, pl.DataFrame(islands)]).unique("insee", keep="first", maintain_order=True)


@cache
def pairs() -> pl.DataFrame:
    """Return every (`postcode`, `code`) where letters are delivered; a divided city by its arrondissements."""
    divided = [*DIVIDED, *arrondissements()["code"]]
    listed = table("postcodes").join(present(), left_on="code", right_on="insee").select("postcode", code="code_right")
    ordinary = listed.filter(~pl.col("code").is_in(divided))
    generic = pl.DataFrame({"postcode": [f"{row[1]}" for row in DIVIDED.values()], "code": list(DIVIDED)})
    return pl.concat([ordinary, arrondissements().select("postcode", "code"), generic]).unique()


@cache
def scopes() -> pl.DataFrame:
    """Return every (`scope`, `code`): the beginnings of postcodes under which a commune may be looked for."""
    by_post = pairs().select(scope=scope("postcode"), code="code")
    by_department = table("communes").select(scope="department", code="code")
    return pl.concat([by_post, by_department]).unique()


def scope(postcode: str) -> pl.Expr:
    """Return the two first characters of the column of that name, three overseas."""
    overseas = pl.col(postcode).str.contains("^9[78]")
    return pl.col(postcode).str.head(pl.when(overseas).then(3).otherwise(2))


@cache
def by_postcode_and_name() -> pl.DataFrame:
    """Return `postcode`, `key`, `by_pair`: the one commune that answers to a name under a postcode."""
    named = pairs().join(_names(), on="code").select("postcode", "key", "code", "rank")
    exact = arrondissements().select("postcode", key="city", code="code", rank=pl.lit(NAME))
    letters = table("postcodes").filter(pl.col("label").is_not_null() & ~_is_divided(pl.col("postcode")))
    labels = letters.join(present(), left_on="code", right_on="insee").select(
        "postcode", key=key(pl.col("label")), code="code_right", rank=pl.lit(LABEL)
    )
    return _only(pl.concat([named, exact, labels, _cut_short(), _anywhere_in_the_city()]), "postcode").rename(
        {"code": "by_pair"}
    )


@cache
def by_scope_and_name() -> pl.DataFrame:
    """Return `scope`, `key`, `by_name`: the one commune that answers to a name in a département."""
    named = scopes().join(_names(), on="code").select("scope", "key", "code", "rank")
    return _only(named, "scope").rename({"code": "by_name"})


@cache
def by_postcode() -> pl.DataFrame:
    """Return `postcode`, `by_post` (null when several communes share it) for every postcode that is delivered."""
    only = pl.when(pl.col("code").n_unique() == 1).then(pl.col("code").first())
    return pairs().group_by("postcode").agg(by_post=only)


def _names() -> pl.DataFrame:
    name = pl.col("name")
    today = table("communes").filter(pl.col("parent").is_null())
    former = table("former").select("name", code="present")
    places = pl.DataFrame({"name": list(PLACES), "code": list(PLACES.values())})
    numbered = arrondissements().select("key", "code", rank=pl.lit(NAME))
    known = [
        rows.select(key=form(name), code="code", rank=pl.lit(rank))
        for rows, rank in ((today, NAME), (places, LABEL), (former, FORMER))
        for form in (key, full_key)
    ]
    return pl.concat([*known, numbered]).unique()


def _cut_short() -> pl.DataFrame:
    today = table("communes").filter(pl.col("parent").is_null())
    short = today.select("code", key=short_key(pl.col("name"))).drop_nulls()
    return pairs().join(short, on="code").select("postcode", "key", "code", rank=pl.lit(SHORT))


def _anywhere_in_the_city() -> pl.DataFrame:
    """A generic postcode (75000) beside the number of an arrondissement."""
    generic = pl.DataFrame({"parent": list(DIVIDED), "postcode": [f"{row[1]}" for row in DIVIDED.values()]})
    found = arrondissements().drop("postcode").join(generic, on="parent")
    return found.select("postcode", "key", "code", rank=pl.lit(NAME))


def _is_divided(postcode: pl.Expr) -> pl.Expr:
    return postcode.is_in(arrondissements()["postcode"].to_list())


def _only(named: pl.DataFrame, within: str) -> pl.DataFrame:
    best = named.filter(pl.col("rank") == pl.col("rank").min().over(within, "key"))
    single = best.group_by(within, "key").agg(pl.col("code").unique())
    return single.filter(pl.col("code").list.len() == 1).with_columns(pl.col("code").list.first())
