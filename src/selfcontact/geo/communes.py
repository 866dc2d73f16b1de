"""Communes of today (COG 2026): which one an address is in, and what one needs to know of it."""

import polars as pl

from selfcontact.geo import index
from selfcontact.geo.names import CEDEX, key
from selfcontact.geo.tables import column
from selfcontact.lib.errors import UserError

UNSEEN = r"[\s\p{Cf}]"
DECIMAL = r"[.,]0{1,2}$"


def resolve(postcode: pl.Series, city: pl.Series, insee: pl.Series | None = None) -> pl.DataFrame:
    """Find the commune of each address; one row per address, in order.

    Columns: `commune` (INSEE code of today, the arrondissement in Paris, Lyon and Marseille where it is known; null
    when the address tells none, several, or contradicts itself), `postcode` (five characters or null), and `repaired`
    (a zero was put back, or what a spreadsheet added was taken away).
    An INSEE code wins where it agrees with the postcode's département. Then the name under the postcode counts; a
    postcode that delivers nowhere (CEDEX) leaves the name alone in its département; an empty name leaves the postcode.
    """
    missing = pl.repeat(None, len(postcode), dtype=pl.String, eager=True)
    rows = pl.DataFrame(
        {
            "written": postcode.cast(pl.String),
            "city": city.cast(pl.String),
            "insee": missing if insee is None else insee.cast(pl.String),
        }
    )
    # A file of a million people holds some ten thousand ways of writing where they live.
    answers = _answered(rows.unique())
    joined = rows.join(answers, on=["written", "city", "insee"], how="left", nulls_equal=True, maintain_order="left")
    return joined.select("commune", "postcode", "repaired")


def _answered(rows: pl.DataFrame) -> pl.DataFrame:
    read = rows.with_columns(
        postcode=_cleaned("written"),
        stated=_cleaned("insee"),
        key=key(pl.col("city").fill_null("")),
        cedex=pl.col("city").fill_null("").str.contains(CEDEX),
    ).with_columns(scope=index.scope("postcode"))
    return _chosen(_looked_up(read)).select("written", "city", "insee", "commune", "postcode", "repaired")


def _looked_up(read: pl.DataFrame) -> pl.DataFrame:
    """Add what each source says: `by_insee`, `by_pair`, `by_name`, `by_post`, and `delivered`."""
    codes = index.present().rename({"insee": "stated", "code": "by_insee"})
    near = index.scopes().with_columns(near=pl.lit(value=True)).rename({"code": "by_insee"})
    whole = index.arrondissements().select("postcode", by_insee="parent", part="code")
    return (
        read.join(codes, on="stated", how="left")
        .join(near, on=["scope", "by_insee"], how="left")
        .join(whole, on=["postcode", "by_insee"], how="left")
        .join(index.by_postcode_and_name(), on=["postcode", "key"], how="left")
        .join(index.by_scope_and_name(), on=["scope", "key"], how="left")
        .join(index.by_postcode().with_columns(delivered=pl.lit(value=True)), on="postcode", how="left")
    )


def _chosen(found: pl.DataFrame) -> pl.DataFrame:
    agrees = pl.col("near").fill_null(value=False) | pl.col("postcode").is_null()
    nowhere = pl.col("delivered").is_null() | pl.col("cedex")
    commune = pl.coalesce(
        pl.when(agrees).then(pl.coalesce("part", "by_insee")),
        "by_pair",
        pl.when(nowhere).then("by_name"),
        pl.when(pl.col("key") == "").then("by_post"),
    )
    mended = _mended("written", "postcode") | (_mended("insee", "stated") & agrees & pl.col("by_insee").is_not_null())
    return found.with_columns(commune=commune, repaired=mended)


def _cleaned(what: str) -> pl.Expr:
    """Return a postcode or an INSEE code of five characters, or null."""
    bare = pl.col(what).str.replace_all(UNSEEN, "").str.to_uppercase()
    code = bare.str.replace("^['’]", "").str.replace("^F-?", "").str.replace(DECIMAL, "").str.zfill(5)
    return pl.when(code.str.contains("^(?:[0-9]{2}|2[AB])[0-9]{3}$") & (bare.str.len_chars() >= 4)).then(code)


def _mended(what: str, cleaned: str) -> pl.Expr:
    return (pl.col(cleaned) != pl.col(what).str.replace_all(UNSEEN, "").str.to_uppercase()).fill_null(value=False)


def name(code: str) -> str:
    """Return the official name. Raises UserError for a code that is not a commune of today."""
    return _of(code, "name")


def department(code: str) -> str:
    """Return the code of the département (2A, 35) or of the territory that stands for one (974, 988)."""
    return _of(code, "department")


def region(code: str) -> str:
    """Return the INSEE code of the region, or of the territory that belongs to none."""
    return _of(code, "region")


def parent(code: str) -> str:
    """Return the city of an arrondissement, and any other commune itself."""
    return column("communes", "code", "parent").get(code, code)


def _of(code: str, what: str) -> str:
    try:
        return column("communes", "code", what)[code]
    except KeyError:
        raise UserError(
            "commune_unknown",
            fr=f"« {code} » n’est pas le code INSEE d’une commune d’aujourd’hui.",
            en=f"“{code}” is not the INSEE code of a commune of today.",
        ) from None
