"""Telephone numbers of France and its territories: from what a file holds to E.164, or a reason why not.

A number is an integer: its E.164 digits without the plus. The plan is libphonenumber's (`phone_plan`), the ways of
writing are in `phone_field` and `phone_shape`, the numbers of synthetic people in `phone_fiction`.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from selfcontact.lib.phone_fiction import are_synthetic, fiction_numbers, is_synthetic
from selfcontact.lib.phone_field import as_text, fragments, may_be_decimal, read
from selfcontact.lib.phone_plan import COUNTRIES, FAMILY, TAIL, Kind, ask, plan
from selfcontact.lib.phone_shape import Bytes, Flags, Integers, Shape, shapes

__all__ = ["Number", "Refusal", "are_synthetic", "dial", "fiction_numbers", "is_synthetic", "normalise", "parse"]

Code = Literal["phone_invalid", "phone_foreign", "phone_not_mobile"]

CODES: dict[int, Code] = {
    Kind.INVALID: "phone_invalid",
    Kind.NOT_MOBILE: "phone_not_mobile",
    Kind.FOREIGN: "phone_foreign",
}
TERRITORIES = {0: "metropole", 590: "971", 596: "972", 594: "973", 262: "974", 508: "975"} | {
    681: "986",
    689: "987",
    687: "988",
}
# Of several numbers in a field the mobile counts; without one, the most telling reason.
PREFERENCE = np.array([4, 0, 1, 3, 2])


@dataclass(frozen=True, kw_only=True)
class Number:
    """A mobile number; `repaired` says that the field had to be put right to read it."""

    e164: int
    mobile: bool
    territory: str
    repaired: bool


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a field gives no number that may receive a message."""

    code: Code


@dataclass(frozen=True, kw_only=True)
class _Verdicts:
    e164: Integers
    dial: Integers
    kind: Bytes
    repaired: Flags


def normalise(column: pl.Series, *, fiction: bool = False) -> pl.DataFrame:
    """Read a column of text; one row per field, in order.

    Columns: `e164` (UInt64, null when refused), `dial` (UInt16: 0 for metropolitan France, else the country code;
    0 when refused), `code` (null, `phone_invalid`, `phone_foreign` or `phone_not_mobile`) and `repaired`.
    With `fiction`, numbers of synthetic people are read like any other; without, reserved ones are invalid.
    """
    fields = as_text(column)
    digits, plain = read(fields)
    verdicts = _judge(shapes(digits), fiction=fiction)
    odd = (fields.is_not_null().to_numpy() & ~plain) | may_be_decimal(fields)
    if odd.any():
        _judge_odd(verdicts, fields, np.flatnonzero(odd), fiction=fiction)
    return _framed(verdicts)


def parse(text: str, *, fiction: bool = False) -> Number | Refusal:
    """Read one field by the rules of `normalise`."""
    row = normalise(pl.Series([text], dtype=pl.String), fiction=fiction).row(0, named=True)
    if row["code"] is not None:
        return Refusal(code=row["code"])
    return Number(e164=row["e164"], mobile=True, territory=territory(row["e164"]), repaired=row["repaired"])


def territory(e164: int) -> str:
    """Return the territory that the number itself tells; "971" stands for all of +590."""
    if str(e164).startswith(("262639", "2627093")):
        return "976"
    country = next(code for code in COUNTRIES if str(e164).startswith(str(code)))
    return TERRITORIES[0 if country == FAMILY[0] else country]


def dial(e164: int) -> int:
    """Return the country code of a number of France, 0 for +33."""
    country = next(code for code in COUNTRIES if str(e164).startswith(str(code)))
    return 0 if country == FAMILY[0] else country


def _judge(shape: Shape, *, fiction: bool) -> _Verdicts:
    tables = plan(fiction=fiction)
    block = np.where(shape.country > 0, shape.number // TAIL, 0)
    french = shape.country == FAMILY[0]
    rank = _ranks()[shape.country]
    kind = np.where(french, tables.national[block], tables.kinds[rank, block])
    kind = np.where(shape.country > 0, kind, shape.kind)
    country = np.where(french & (kind == Kind.MOBILE), tables.owner[block], shape.country).astype(np.int64)
    for row in np.flatnonzero(kind == Kind.MIXED):
        country[row], kind[row] = _asked(int(country[row]), int(shape.number[row]))
    moved = ~shape.national & (country != shape.country)
    return _assembled(country, shape.number, kind.astype(np.uint8), shape.repaired | moved)


def _assembled(country: Integers, number: Integers, kind: Bytes, repaired: Flags) -> _Verdicts:
    width = np.select([number < 10**6, number < 10**8], [10**6, 10**8], 10**9)
    mobile = kind == Kind.MOBILE
    return _Verdicts(
        e164=np.where(mobile, country * width + number, 0),
        dial=np.where(mobile & (country != FAMILY[0]), country, 0),
        kind=kind,
        repaired=repaired & mobile,
    )


def _asked(country: int, number: int) -> tuple[int, Kind]:
    candidates = FAMILY if country == FAMILY[0] else (country,)
    answers = [(code, ask(code, number)) for code in candidates]
    return min(answers, key=lambda answer: PREFERENCE[answer[1]])


def _ranks() -> Integers:
    ranks = np.zeros(1000, dtype=np.int64)
    ranks[list(COUNTRIES)] = np.arange(len(COUNTRIES))
    return ranks


def _judge_odd(verdicts: _Verdicts, column: pl.Series, rows: Integers, *, fiction: bool) -> None:
    """Fill in, in place, the rows that held more than digits and separators."""
    cut = fragments(column.gather(rows))
    digits, _ = read(cut.text)
    found = _judge(shapes(digits), fiction=fiction)
    order = np.lexsort((PREFERENCE[found.kind], cut.row))
    kept, first = np.unique(cut.row[order], return_index=True)
    best, target = order[first], rows[kept]
    verdicts.e164[target] = found.e164[best]
    verdicts.dial[target] = found.dial[best]
    verdicts.kind[target] = found.kind[best]
    mobile = found.kind[best] == Kind.MOBILE
    verdicts.repaired[target] = (found.repaired[best] | cut.mended[kept]) & mobile


def _framed(verdicts: _Verdicts) -> pl.DataFrame:
    kind = pl.Series("code", verdicts.kind)
    return pl.DataFrame(
        {
            "e164": pl.Series(verdicts.e164).cast(pl.UInt64),
            "dial": pl.Series(verdicts.dial).cast(pl.UInt16),
            "code": kind.replace_strict(CODES, default=None, return_dtype=pl.String),
            "repaired": verdicts.repaired,
        }
    ).with_columns(pl.when(pl.col("code").is_null()).then("e164").alias("e164"))
