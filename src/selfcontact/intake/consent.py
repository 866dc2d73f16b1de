"""What a row proves of a person's consent: that it was given, on which form, when, for what and by which channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from selfcontact.intake.distinct import by_value
from selfcontact.intake.names import INVISIBLE
from selfcontact.intake.special import plain

#: As `plain` leaves them.
YES = frozenset("1 oui o yes y true vrai x ok on optin opted accepte accepted consent".split())  # noqa: SIM905
YES |= {"opt in", "opted in", "d accord"}
PURPOSE, CHANNEL = "political", "sms"
#: Words of a file's columns that mean them; an empty cell leaves the answer to the form.
POLITICAL, TEXT_MESSAGE = ("politi", "elector", "election"), ("sms", "texto", "text")


@dataclass(frozen=True, kw_only=True)
class FormTerms:
    """One consent form: usable on some days, for some purposes; a consent older than `oldest` has expired."""

    id: int
    code: str
    used_from: date
    used_until: date | None
    oldest: date
    purposes: tuple[str, ...]
    channels: tuple[str, ...]

    @property
    def covers(self) -> bool:
        """Tell whether the form speaks of political messages by SMS."""
        return PURPOSE in self.purposes and CHANNEL in self.channels


def given(column: pl.Series) -> pl.Series:
    """Tell for each cell whether it says yes; anything but a clear yes is a no."""
    return by_value(column, lambda values: pl.DataFrame({"yes": [plain(value) in YES for value in values]}))["yes"]


def allows(column: pl.Series, words: Sequence[str]) -> pl.Series:
    """Tell for each cell whether it names one of `words` or is empty."""

    def read(values: pl.Series) -> pl.DataFrame:
        texts = [plain(value) for value in values]
        return pl.DataFrame({"ok": [not text or any(word in text for word in words) for text in texts]})

    return by_value(column, read)["ok"]


def forms_of(column: pl.Series, forms: Sequence[FormTerms], fallback: str) -> pl.DataFrame:
    """Return for each cell the form that it names (`form_id` null when unknown) and what it allows.

    Columns: `form_id`, `used_from`, `used_until`, `oldest`, `covers`. An empty cell means the form `fallback`.
    """
    table = pl.DataFrame(
        {
            "code": [form.code for form in forms],
            "form_id": [form.id for form in forms],
            "used_from": [form.used_from for form in forms],
            "used_until": [form.used_until or date.max for form in forms],
            "oldest": [form.oldest for form in forms],
            "covers": [form.covers for form in forms],
        },
        schema_overrides={"code": pl.String, "form_id": pl.Int64, "covers": pl.Boolean}
        | dict.fromkeys(("used_from", "used_until", "oldest"), pl.Date),
    )

    def read(values: pl.Series) -> pl.DataFrame:
        codes = values.str.strip_chars(INVISIBLE).replace("", fallback).alias("code").to_frame()
        return codes.join(table, on="code", how="left", maintain_order="left").drop("code")

    return by_value(column, read)
