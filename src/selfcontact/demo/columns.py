"""The columns of a synthetic provider's file, a block of rows at a time."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from selfcontact.demo import telephone
from selfcontact.demo.plan import NO_NUMBER, PLACE_STYLES, Plan, rows_of
from selfcontact.demo.recipe import Recipe
from selfcontact.demo.tables import ascii_only, tables

#: In this order; the title, the e-mail and the computer's address are beyond what the intake keeps.
HEADER: Final = (
    "CIVILITE",
    "NOM",
    "PRENOM",
    "ADRESSE",
    "CP",
    "VILLE",
    "MOBILE",
    "AGE",
    "DATE_NAISSANCE",
    "EMAIL",
    "OPTIN_SMS",
    "FORMULAIRE",
    "DATE_OPTIN",
    "CANAL",
    "FINALITE",
    "IP_OPTIN",
)
#: Accepted rows consented at most this many days before the delivery.
CONSENT_DAYS: Final = 300
TOO_LONG: Final = 2000
UNKNOWN_PLACES: Final = ("Trifouillis-sur-Néant", "Perpète-les-Oies", "Bourg-Inexistant", "Villeneuve-de-Nulle-Part")
MAIL_DOMAINS: Final = ("@example.org", "@example.com", "@example.net")
#: RFC 5737.
DOCUMENTATION_NETWORKS: Final = ("192.0.2.", "198.51.100.", "203.0.113.")
NUMBER_SUFFIXES: Final = ("", " bis", " ter")
#: Addresses that a careless reader splits; the quotes belong to the CSV.
TRAPS: Final = (('"', '; rue de la Paix"'), ('"Bât C\n', ' rue des Lilas"'), ('"', ' rue ""dite"" du Moulin"'))
TRAP_SHARE: Final = 0.01

Rows = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, eq=False)
class Block:
    """Some rows of a plan, with the randomness that belongs to them alone."""

    recipe: Recipe
    plan: Plan
    rng: np.random.Generator

    def __len__(self) -> int:
        return len(self.plan.fate)

    def rows(self, code: str) -> Rows:
        """Return the positions of the rows with this fate."""
        return rows_of(self.plan.fate, code)

    def uniform(self) -> NDArray[np.float64]:
        """Return one number of [0, 1) a row."""
        return self.rng.random(len(self))


def make_columns(block: Block) -> pl.DataFrame:
    """Return the block's columns as they stand in the file, named as in `HEADER`."""
    return pl.DataFrame([*_person(block), *_place(block), _telephone(block), *_consent(block)]).select(HEADER)


@cache
def _name_tables() -> tuple[pl.Series, pl.Series, pl.Series]:
    """Surnames as written then in capitals, and both names as an e-mail address has them."""
    reference = tables()
    surname = pl.concat([reference.surname, reference.surname.str.to_uppercase()])
    mails = [
        pl.Series([ascii_only(name).lower() for name in names]).str.replace_all(r"[^a-z]", "")
        for names in (reference.first_name, reference.surname)
    ]
    return surname, mails[0], mails[1]


def _person(block: Block) -> list[pl.Series]:
    reference = tables()
    surnames, first_mail, last_mail = _name_tables()
    woman = block.uniform() < 0.52
    born = block.recipe.delivered_on.year - block.plan.age.astype(np.int64)
    surname = reference.draw_surnames(block.uniform())
    first_name = reference.draw_first_names(block.uniform(), woman, born)
    capitals = (block.uniform() < 0.7) * len(reference.surname)
    domain = pl.Series(MAIL_DOMAINS).gather(block.rng.integers(0, len(MAIL_DOMAINS), len(block)))
    mail = first_mail.gather(first_name) + "." + last_mail.gather(surname) + domain
    names = surnames.gather(surname + capitals)
    too_long = block.rows("field_too_long")
    return [
        pl.Series("CIVILITE", ["M.", "Mme"]).gather(woman.astype(np.uint32)),
        names.scatter(too_long, "X" * TOO_LONG).alias("NOM") if len(too_long) else names.alias("NOM"),
        reference.first_name.gather(first_name).alias("PRENOM"),
        mail.alias("EMAIL"),
        *_ages(block),
    ]


@cache
def _days(last: date, count: int, form: str) -> pl.Series:
    """Return the `count` days up to `last`, the last one first, as text."""
    return pl.Series([(last - timedelta(days=back)).strftime(form) for back in range(count)])


def _date_form(recipe: Recipe) -> str:
    return "%d/%m/%Y" if recipe.kind == "demo" else "%Y-%m-%d"


def _blank(values: pl.Series, rows: Rows) -> pl.Series:
    return values.scatter(rows, "") if len(rows) else values


def _ages(block: Block) -> list[pl.Series]:
    """An age, a date of birth, or both, which agree on the day of the delivery."""
    days = _days(block.recipe.delivered_on, 366 * 103, _date_form(block.recipe))
    # 365.25 days a year, and away from the birthday by more than the leap days can shift.
    back = (block.plan.age * 365.25 + block.rng.integers(5, 360, len(block))).astype(np.int64)
    which = block.uniform()
    missing = np.isin(np.arange(len(block)), block.rows("age_missing"))
    age = pl.Series("AGE", block.plan.age).cast(pl.String)
    birth = days.gather(back).alias("DATE_NAISSANCE")
    return [
        _blank(age, np.flatnonzero((which < 0.2) | missing)),
        _blank(birth, np.flatnonzero((which > 0.8) | missing)),
    ]


@cache
def _city_spellings() -> pl.Series:
    """The communes' names in the order of `PLACE_STYLES`, one whole table after the other."""
    city = tables().city
    capitals = pl.Series([ascii_only(name.replace("-", " ").replace("’", "'")).upper() for name in city])
    abbreviated = capitals.str.replace_all(r"\bSAINT(E?)\b", "ST${1}")
    by_style = {"official": city, "capitals": capitals, "abbreviated": abbreviated, "cedex": capitals + " CEDEX"}
    return pl.concat([by_style.get(name, city) for name, _, _ in PLACE_STYLES])


def _place(block: Block) -> list[pl.Series]:
    reference, plan = tables(), block.plan
    lost_zero = [name for name, _, _ in PLACE_STYLES].index("lost_zero")
    postcodes = pl.concat([reference.postcode, reference.postcode.str.strip_prefix("0")])
    rows = len(reference.commune)
    postcode = postcodes.gather(plan.commune + (plan.place_style == lost_zero) * rows)
    city = _city_spellings().gather(plan.commune + plan.place_style.astype(np.int64) * rows)
    unknown = block.rows("address_unknown")
    if len(unknown):
        postcode = postcode.scatter(unknown, "00999")
        city = city.scatter(unknown, block.rng.choice(UNKNOWN_PLACES, len(unknown)).tolist())
    return [_streets(block).alias("ADRESSE"), postcode.alias("CP"), city.alias("VILLE")]


def _streets(block: Block) -> pl.Series:
    street, count = tables().street, len(block)
    number = pl.Series((block.uniform() ** 2 * 180).astype(np.int64) + 1).cast(pl.String)
    suffix = pl.Series(NUMBER_SUFFIXES).gather(block.rng.choice(3, count, p=(0.96, 0.03, 0.01)))
    lines = number + suffix + " " + street.gather(block.rng.integers(0, len(street), count))
    traps = np.flatnonzero(block.uniform() < TRAP_SHARE)
    if block.recipe.kind == "bench" or block.recipe.clean or not len(traps):
        return lines
    shape = block.rng.integers(0, len(TRAPS), len(traps))
    before, after = (pl.Series([trap[side] for trap in TRAPS]).gather(shape) for side in (0, 1))
    return lines.scatter(traps, before + number.gather(traps) + after)


def _telephone(block: Block) -> pl.Series:
    values = telephone.spelt(block.plan.e164, block.plan.phone_style)
    for code in NO_NUMBER:
        rows = block.rows(code)
        if len(rows):
            values = values.scatter(rows, telephone.refused(code, len(rows), block.rng))
    return values.alias("MOBILE")


def _usual(name: str, usual: str, block: Block, code: str, other: str) -> pl.Series:
    values = pl.Series(name, [usual]).new_from_index(0, len(block))
    rows = block.rows(code)
    return values.scatter(rows, other) if len(rows) else values


def _consent(block: Block) -> list[pl.Series]:
    network = pl.Series(DOCUMENTATION_NETWORKS).gather(block.rng.integers(0, 3, len(block)))
    host = pl.Series(block.rng.integers(1, 255, len(block))).cast(pl.String)
    refusals = block.rows("no_consent")
    # One refusal in three leaves no trace at all, as from a form that was never filled in.
    silent = refusals[::3]
    return [
        _blank(_usual("OPTIN_SMS", "OUI", block, "no_consent", "NON"), silent),
        _blank(_usual("FORMULAIRE", block.recipe.form, block, "unknown_form", "F-1999-9"), silent),
        _blank(_consent_dates(block), silent),
        pl.Series("CANAL", ["sms"]).new_from_index(0, len(block)),
        _usual("FINALITE", "politique", block, "consent_other_purpose", "commercial"),
        (network + host).alias("IP_OPTIN"),
    ]


def _consent_dates(block: Block) -> pl.Series:
    """Within `CONSENT_DAYS` before the delivery, except six years and more before, or two days and more after."""
    ahead = 62
    days = _days(block.recipe.delivered_on + timedelta(days=ahead), ahead + 366 * 10, _date_form(block.recipe))
    back = block.rng.integers(2, CONSENT_DAYS, len(block))
    expired, late = block.rows("consent_expired"), block.rows("consent_after_delivery")
    back[expired] = block.rng.integers(365 * 6, 365 * 9, len(expired))
    back[late] = -block.rng.integers(2, ahead, len(late))
    return days.gather(back + ahead).alias("DATE_OPTIN")
