"""One verdict per row, column by column: accepted, or the first code of `CODES` that applies."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from selfcontact.geo.areas import Area
from selfcontact.intake import ages, consent, places
from selfcontact.intake.codes import code
from selfcontact.intake.columns import FIELDS, Columns
from selfcontact.intake.consent import FormTerms
from selfcontact.intake.dates import Order, read_dates
from selfcontact.intake.names import tidied, unmixed
from selfcontact.intake.reader.quotes import Positions
from selfcontact.intake.reader.table import Parsed
from selfcontact.lib import phone

#: Longest values, in bytes of UTF-8.
LONGEST = {"surname": 120, "first_name": 120, "address": 400, "city": 120, "form": 63}
MAJORITY = 18
TEXTS = ["surname", "first_name", "address", "city"]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What verdicts depend on beside the row: the day of the load, the delivery's, the forms, the area.

    `form` is the code meant where the file names none. `area` None is for a preview: every commune is inside.
    """

    on: date
    received_on: date
    forms: tuple[FormTerms, ...]
    form: str = ""
    area: Area | None = None
    synthetic: bool = False
    order: Order = "dmy"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """`rows` has one row per row parsed, in order, with `code` (null: accepted so far) and `repaired`.

    Other columns: `record`, `e164`, `dial`, `age`, `commune`, `postcode`, `form_id`, `consented_on`, and the texts.
    `malformed` holds the records that are not rows.
    """

    rows: pl.DataFrame = field(repr=False)
    malformed: Positions


def judge(parsed: Parsed, columns: Columns, header: tuple[str, ...], terms: Terms) -> Judged:
    """Return the verdicts that need the row alone; duplicates and oppositions come after."""
    fields, mended = _fields(parsed, columns)
    facts = fields.select(*TEXTS, record=pl.Series(parsed.record), noise=_noise(fields, columns, header))
    facts = facts.with_columns(*_consent(fields, columns, terms), *_numbers(fields, columns, terms))
    facts = facts.with_columns(*_ages(fields, terms), *_places(fields, terms))
    facts = facts.with_columns(_code(terms), _repaired(facts, pl.Series(parsed.repaired) | mended))
    rows = facts.select(
        "record",
        "code",
        "repaired",
        *TEXTS[:3],
        "e164",
        "dial",
        "age",
        "commune",
        "postcode",
        "form_id",
        "consented_on",
    )
    every = np.ones(parsed.records, dtype=np.bool_)
    every[parsed.record] = False
    return Judged(rows=rows, malformed=np.flatnonzero(every))


def _fields(parsed: Parsed, columns: Columns) -> tuple[pl.DataFrame, pl.Series]:
    """Return one column per field, empty where the file has none, and which rows had their accents put right."""
    raw = parsed.frame
    made: dict[str, pl.Expr] = {}
    for name in FIELDS:
        positions = [str(position) for position in columns.fields.get(name, ())]
        made[name] = _joined(name, positions) if positions else pl.lit("")
    for number, position in enumerate(columns.fields.get("phone", ())[1:]):
        made[f"phone_{number}"] = pl.col(str(position))
    frame = raw.select(pl.repeat("", pl.len()).alias("_"), **made).drop("_")
    if not parsed.twice_encoded:
        return frame, pl.repeat(value=False, n=len(frame), dtype=pl.Boolean, eager=True)
    return unmixed(frame, TEXTS)


def _joined(name: str, positions: list[str]) -> pl.Expr:
    """Return the first column, or address lines joined by a comma; what will be read is tidied where it is read."""
    if len(positions) == 1 or name not in TEXTS:
        return tidied(positions[0]) if name in TEXTS[:3] else pl.col(positions[0])
    filled = [pl.when(tidied(position) != "").then(tidied(position)) for position in positions]
    return pl.concat_str(filled, separator=", ", ignore_nulls=True)


def _noise(fields: pl.DataFrame, columns: Columns, header: tuple[str, ...]) -> pl.Series:
    """Tell which rows are empty, a header that came again, or a total: they hold nobody."""
    empty = pl.all_horizontal(pl.col("phone", "surname", "postcode", "consent_date") == "")
    named = [
        (pl.col(name) == header[positions[0]]) for name, positions in columns.fields.items() if len(positions) == 1
    ]
    total = (pl.col("phone") == "") & pl.any_horizontal(
        pl.col("surname", "first_name", "address").str.contains(r"(?i)^\W*total\b")
    )
    again = pl.sum_horizontal([same.cast(pl.UInt8) for same in named] or [pl.lit(0)]) >= 2
    return fields.select(noise=empty | again | total)["noise"]


def _consent(fields: pl.DataFrame, columns: Columns, terms: Terms) -> list[pl.Series]:
    dates = read_dates(fields["consent_date"], terms.order)
    forms = consent.forms_of(fields["form"], terms.forms, terms.form)
    # Without a column that says yes, the dated consent on a named form is what says it.
    given = consent.given(fields["consent"]) if "consent" in columns.fields else dates["day"].is_not_null()
    covered = (
        forms["covers"]
        & consent.allows(fields["purpose"], consent.POLITICAL)
        & consent.allows(fields["channel"], consent.TEXT_MESSAGE)
    )
    return [
        dates["day"].alias("consented_on"),
        dates["repaired"].alias("date_repaired"),
        given.alias("given"),
        covered.alias("covered"),
        *forms.select("form_id", "used_from", "used_until", "oldest"),
        (fields["form"].str.len_bytes() > LONGEST["form"]).alias("form_too_long"),
    ]


def _numbers(fields: pl.DataFrame, columns: Columns, terms: Terms) -> list[pl.Series]:
    """Read the first telephone column, and for the rows where it gives no mobile the next ones in turn."""
    found = phone.normalise(fields["phone"], fiction=terms.synthetic)
    for number in range(len(columns.fields.get("phone", ())) - 1):
        other = phone.normalise(fields[f"phone_{number}"], fiction=terms.synthetic)
        better = found["code"].is_not_null() & (
            other["code"].is_null() | ((fields["phone"] == "") & (other["code"] != "phone_invalid"))
        )
        found = found.select(
            pl.when(better).then(other[name]).otherwise(pl.col(name)).alias(name) for name in found.columns
        )
    return list(found.rename({"code": "phone_code", "repaired": "phone_repaired"}))


def _ages(fields: pl.DataFrame, terms: Terms) -> list[pl.Series]:
    """The least age that the row allows; a year of birth counts only where nothing better is there."""
    birth = read_dates(fields["birth_date"], terms.order)
    told = pl.DataFrame(
        {
            "by_date": ages.age_from_birth(birth["day"], terms.on),
            "by_age": ages.age_as_written(fields["age"]),
            "by_year": _age_from_year(fields["birth_year"], terms.on),
            # Years of birth are put in columns of dates too.
            "by_date_year": _age_from_year(fields["birth_date"], terms.on),
        }
    )
    least = pl.coalesce(pl.min_horizontal("by_date", "by_age"), "by_year", "by_date_year")
    return [told.select(age=least)["age"], birth["repaired"].alias("birth_repaired")]


def _age_from_year(column: pl.Series, on: date) -> pl.Series:
    years = column.str.len_bytes().is_between(4, 8).arg_true()
    none = pl.repeat(None, n=len(column), dtype=pl.Int16, eager=True)
    return none.scatter(years, ages.age_from_year(column.gather(years), on)) if len(years) else none


def _places(fields: pl.DataFrame, terms: Terms) -> list[pl.Series]:
    found = places.resolve(fields["postcode"], fields["city"], fields["insee"])
    inside = found["commune"].is_not_null() if terms.area is None else terms.area.inside(found["commune"])
    return [*found.rename({"repaired": "place_repaired"}), inside.alias("inside")]


def _code(terms: Terms) -> pl.Expr:
    """Return the first rule that refuses the row, in the order of `CODES`."""
    too_long = pl.any_horizontal(pl.col(name).str.len_bytes() > LONGEST[name] for name in TEXTS)
    day = pl.col("consented_on")
    rules: Sequence[tuple[str, pl.Expr]] = (
        ("malformed_row", pl.col("noise")),
        ("field_too_long", too_long | pl.col("form_too_long")),
        ("no_consent", ~pl.col("given") | day.is_null()),
        ("unknown_form", pl.col("form_id").is_null()),
        ("consent_other_purpose", ~pl.col("covered")),
        ("consent_after_delivery", day > terms.received_on),
        ("consent_expired", day < pl.col("oldest")),
        # A form that was not in use that day is not the one the person saw.
        ("unknown_form", (day < pl.col("used_from")) | (day > pl.col("used_until"))),
        ("phone_invalid", pl.col("phone_code") == "phone_invalid"),
        ("phone_foreign", pl.col("phone_code") == "phone_foreign"),
        ("phone_not_mobile", pl.col("phone_code") == "phone_not_mobile"),
        ("age_missing", pl.col("age").is_null()),
        ("minor", pl.col("age") < MAJORITY),
        ("address_unknown", pl.col("commune").is_null()),
        ("outside_area", ~pl.col("inside")),
    )
    # A comparison with an unknown is unknown: the row is then judged by the rule that names what is missing.
    return pl.coalesce(pl.when(refused.fill_null(value=False)).then(code(name)) for name, refused in rules).alias(
        "code"
    )


def _repaired(facts: pl.DataFrame, earlier: pl.Series) -> pl.Series:
    names = ["date_repaired", "birth_repaired", "phone_repaired", "place_repaired"]
    return (earlier | facts.select(any=pl.any_horizontal(pl.col(names).fill_null(value=False)))["any"]).alias(
        "repaired"
    )
