"""The age of a person on the day of the load, from an age, a year or a date of birth; the date is not kept."""

from datetime import date

import polars as pl

from selfcontact.intake.distinct import by_value
from selfcontact.intake.names import INVISIBLE

OLDEST = 120
AGE = r"^(\d{1,3})(?:[.,]0+)?(?: ?ans?)?$"
#: `18-24`, `18 à 24 ans`, `65+`, `65 et plus`, `plus de 65`, `> 65`, `[25;34]`: the lower bound counts.
BAND = r"^\[?(?:plus de |>=? ?)?(\d{1,3}) ?(?:ans)? ?(?:[-–/;_+]|à|a|et plus|to|$)"
#: A band without a lower bound may hold a child: the strictest reading.
BELOW = r"^(?:moins de|<|under|jusqu)"
YEAR = r"^((?:19|20)\d{2})(?:[.,]0+)?$"


def age_from_birth(day: pl.Series, on: date) -> pl.Series:
    """Return whole years lived on the day `on`, null outside 0 to 120."""
    born = pl.col("day")
    # Months are 8-bit integers: without the cast the product would wrap around.
    before_birthday = (born.dt.month().cast(pl.Int32) * 32 + born.dt.day()) > on.month * 32 + on.day
    age = on.year - born.dt.year() - before_birthday.cast(pl.Int32)
    return day.alias("day").to_frame().select(age=_plausible(age))["age"]


def age_from_year(column: pl.Series, on: date) -> pl.Series:
    """Return the least age that the year of birth allows: the birthday may still be to come."""
    return by_value(column, lambda values: _of_years(values, on))["age"]


def age_as_written(column: pl.Series) -> pl.Series:
    """Return the age, or the lower bound of an age band (0 when it has none); null when it is not an age."""
    return by_value(column, _written)["age"]


def _of_years(values: pl.Series, on: date) -> pl.DataFrame:
    year = pl.col("text").str.strip_chars(INVISIBLE + "'’").str.extract(YEAR).cast(pl.Int32, strict=False)
    return values.alias("text").to_frame().select(age=_plausible(on.year - year - 1))


def _written(values: pl.Series) -> pl.DataFrame:
    text = pl.col("text").str.strip_chars(INVISIBLE + "'’").str.to_lowercase()
    below = pl.when(text.str.contains(BELOW)).then(0)
    number = pl.coalesce(text.str.extract(AGE), text.str.extract(BAND)).cast(pl.Int32, strict=False)
    return values.alias("text").to_frame().select(age=_plausible(pl.coalesce(below, number)))


def _plausible(age: pl.Expr) -> pl.Expr:
    return pl.when(age.is_between(0, OLDEST)).then(age).cast(pl.Int16)
