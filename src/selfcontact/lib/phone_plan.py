"""The numbering plan as tables: what a number is, from its country code and all but its last four digits.

The patterns are those of libphonenumber (maintained by others). They are read once per process, so that a million
numbers cost one look-up each instead of a dozen regular expressions.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
import phonenumbers
import polars as pl
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberType
from phonenumbers.shortnumberinfo import is_valid_short_number_for_region

from selfcontact.lib.phone_fiction import FICTION, FICTION_LANDLINES, WITHOUT_HOLDER

Kinds = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
Codes = np.ndarray[tuple[int, ...], np.dtype[np.uint16]]

FAMILY = (33, 590, 594, 596, 262, 508)
"""Country codes that share the national form 0X XX XX XX XX."""

PACIFIC = (687, 681, 689)
"""Country codes of their own, with six digits (eight in Polynesia) and no national form here."""

COUNTRIES = FAMILY + PACIFIC
TAIL = 10**4
BLOCKS = 10**5
SAMPLES = ("0000", "4567", "9999")
NOT_MOBILE = (
    "fixed_line",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "pager",
    "uan",
    "voicemail",
)

# Wallis-et-Futuna gives 72 to mobiles, which libphonenumber calls landline or mobile.
SHARED_IS_MOBILE = frozenset({681})

# 0700 names things, not people: longer numbers, of which libphonenumber knows nothing.
THINGS = range(70000, 70100)


class Kind(IntEnum):
    """What a number is."""

    INVALID = 0
    MOBILE = 1
    NOT_MOBILE = 2
    MIXED = 3
    FOREIGN = 4


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`kinds[i]` is the table of `COUNTRIES[i]`; `national` that of the national form, `owner` its country codes."""

    kinds: Kinds
    national: Kinds
    owner: Codes


@cache
def plan(*, fiction: bool) -> Plan:
    """Return the tables, indexed by the national number without its last four digits.

    With `fiction`, the numbers of synthetic people are as good as real ones; without, those that the regulator
    reserves for fiction are invalid, and the others are what the maintained plan says of them.
    """
    kinds = np.stack([_table(country) for country in COUNTRIES])
    _apply_exceptions(kinds, fiction=fiction)
    family = kinds[: len(FAMILY)]
    mobile = family == Kind.MOBILE
    owner = np.where(mobile.any(axis=0), np.array(FAMILY)[mobile.argmax(axis=0)], FAMILY[0])
    national = np.zeros(BLOCKS, dtype=np.uint8)
    for kind in (Kind.NOT_MOBILE, Kind.MOBILE, Kind.MIXED):
        national[(family == kind).any(axis=0)] = kind
    return Plan(kinds=kinds, national=national, owner=owner.astype(np.uint16))


def ask(country: int, number: int) -> Kind:
    """Return what libphonenumber itself says of a number: the way out for a block that is not of one kind."""
    parsed = PhoneNumber(country_code=country, national_number=number)
    if not phonenumbers.is_valid_number(parsed):
        return Kind.INVALID
    kind = phonenumbers.number_type(parsed)
    shared = kind == PhoneNumberType.FIXED_LINE_OR_MOBILE and country in SHARED_IS_MOBILE
    return Kind.MOBILE if shared or kind == PhoneNumberType.MOBILE else Kind.NOT_MOBILE


def is_short(number: int) -> bool:
    """Tell whether libphonenumber knows this as a French short number (3xxx, 36xxx, 118xxx, 15)."""
    return is_valid_short_number_for_region(PhoneNumber(country_code=33, national_number=number), "FR")


@cache
def foreign_leads() -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return, for each beginning of three digits, whether an assigned country code other than ours starts with it."""
    leads = np.zeros(1000, dtype=np.bool_)
    for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
        width = 10 ** (3 - len(str(code)))
        leads[code * width : (code + 1) * width] = code not in COUNTRIES
    return leads


@cache
def _table(country: int) -> Kinds:
    kinds = np.zeros(BLOCKS, dtype=np.uint8)
    for lead in (range(10, 100), range(1000, 10_000), range(10_000, 100_000)):
        kinds[lead.start : lead.stop] = _kinds_of(country, lead)
    return kinds


def _kinds_of(country: int, leads: range) -> Kinds:
    samples = [_sampled(country, leads, tail) for tail in SAMPLES]
    same = np.logical_and.reduce([sample == samples[0] for sample in samples])
    return np.where(same, samples[0], np.uint8(Kind.MIXED))


def _sampled(country: int, leads: range, tail: str) -> Kinds:
    numbers = pl.int_range(leads.start, leads.stop, eager=True).cast(pl.String) + tail
    mobile = numbers.str.contains(_pattern(country, ("mobile",))).to_numpy()
    other = numbers.str.contains(_pattern(country, NOT_MOBILE)).to_numpy()
    if country not in SHARED_IS_MOBILE:
        mobile = mobile & ~other
    return np.select([mobile, other], [Kind.MOBILE, Kind.NOT_MOBILE], Kind.INVALID).astype(np.uint8)


def _pattern(country: int, kinds: tuple[str, ...]) -> str:
    patterns = []
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[country]:
        metadata = PhoneMetadata.metadata_for_region(region)
        described = (getattr(metadata, kind) for kind in kinds)
        patterns += [d.national_number_pattern for d in described if d is not None and d.national_number_pattern]
    return f"^(?:{'|'.join(patterns)})$"


def _apply_exceptions(kinds: Kinds, *, fiction: bool) -> None:
    france = kinds[COUNTRIES.index(33)]
    france[THINGS.start : THINGS.stop] = Kind.NOT_MOBILE
    france[list(FICTION_LANDLINES)] = Kind.NOT_MOBILE if fiction else Kind.INVALID
    france[FICTION.leads.start] = Kind.MOBILE if fiction else Kind.INVALID
    for block in WITHOUT_HOLDER if fiction else ():
        kinds[COUNTRIES.index(block.country), block.leads.start : block.leads.stop] = Kind.MOBILE
