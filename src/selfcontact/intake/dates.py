"""Dates as files write them; what could be two dates is none."""

from typing import Literal

import polars as pl

from selfcontact.intake.distinct import by_value
from selfcontact.intake.names import INVISIBLE

#: Day before month (France) or month before day: one of them for a whole file, as the operator confirmed it.
Order = Literal["dmy", "mdy"]
LATER = r"(?:[T ].*)?$"
ISO = rf"^(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){LATER}"
LOCAL = rf"^(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}){LATER}"
COMPACT = r"^((?:19|20)\d{2})(\d{2})(\d{2})$"
#: Days since 30 December 1899, as a spreadsheet stores a date: 5 digits reach from 1927 to 2173.
SERIAL = r"^(\d{5})(?:[.,]\d*)?$"
SERIAL_EPOCH = pl.date(1899, 12, 30)


def read_dates(column: pl.Series, order: Order = "dmy") -> pl.DataFrame:
    """Return `day` (Date, null when there is none or two readings) and `repaired` (a spreadsheet's number).

    Read are 2026-03-01, 01/03/2026 (also with . - or a space), 20260301 and Excel's number of days; a time after the
    day is left out. Never read: a year of two digits, a day that does not exist, or an order other than the file's.
    """
    # Instants are as many as rows, days are few: the time is cut off before anything is read.
    return by_value(column, lambda written: by_value(_tidied(written), lambda values: _read(values, order)))


def _tidied(values: pl.Series) -> pl.Series:
    return values.str.strip_chars(INVISIBLE + "'’").str.slice(0, 10)


def _read(values: pl.Series, order: Order) -> pl.DataFrame:
    """Read the two usual ways at once, and one by one what they leave."""
    whole, local = values.str.len_bytes() == 10, "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    usual = [values.str.to_date(form, strict=False) for form in ("%Y-%m-%d", local)]
    day = pl.select(pl.when(whole).then(pl.coalesce(usual))).to_series()
    rest = (day.is_null() & (values != "")).arg_true()
    odd = _read_odd(values.gather(rest), order)
    repaired = pl.repeat(value=False, n=len(values), dtype=pl.Boolean, eager=True)
    return pl.DataFrame({"day": day.scatter(rest, odd["day"]), "repaired": repaired.scatter(rest, odd["repaired"])})


def _read_odd(values: pl.Series, order: Order) -> pl.DataFrame:
    text = pl.col("text")
    day, month = (1, 2) if order == "dmy" else (2, 1)
    written = pl.coalesce(
        _joined(text, ISO, 1, 2, 3), _joined(text, LOCAL, 3, month, day), _joined(text, COMPACT, 1, 2, 3)
    )
    serial = text.str.extract(SERIAL).cast(pl.Int32, strict=False)
    known = written.str.to_date("%Y-%m-%d", strict=False)
    return (
        values.alias("text")
        .to_frame()
        .select(day=pl.coalesce(known, SERIAL_EPOCH + pl.duration(days=serial)), repaired=serial.is_not_null())
    )


def _joined(text: pl.Expr, pattern: str, year: int, month: int, day: int) -> pl.Expr:
    parts = [text.str.extract(pattern, group).str.zfill(2) for group in (year, month, day)]
    return pl.concat_str(parts, separator="-")


def orders_seen(column: pl.Series) -> tuple[int, int]:
    """Return how many dates of a sample can only be day first, and how many only month first."""
    parts = column.str.strip_chars(INVISIBLE + "'’").str.extract_groups(LOCAL)
    first, second = (parts.struct.field(name).cast(pl.Int32, strict=False) for name in ("1", "2"))
    return int(((first > 12) & (second <= 12)).sum()), int(((second > 12) & (first <= 12)).sum())
