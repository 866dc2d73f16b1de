"""From the digits of a field to a country code and a national number, without looking at the plan."""

from dataclasses import dataclass

import numpy as np

from selfcontact.lib.phone_plan import FAMILY, Kind, foreign_leads, is_short

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]

POWERS = 10 ** np.arange(19, dtype=np.int64)
NINE = 10**9
SIX_DIGITS = (687, 681, 508)
EIGHT_DIGITS = 689
LONGEST = 17
THINGS_OVERSEAS = [code * 1000 + 700 for code in FAMILY[1:]]


@dataclass(frozen=True, kw_only=True)
class Digits:
    """What was written: the digits as one integer, how many there were (zeros included), and whether a plus led."""

    value: Integers
    length: Integers
    plus: Flags


@dataclass(frozen=True, kw_only=True)
class Shape:
    """`country` 0 means no telephone number of ours: `kind` then says what it is instead.

    `national` marks numbers written without a country code; `repaired` those whose first zero was put back.
    """

    country: Integers
    number: Integers
    national: Flags
    repaired: Flags
    kind: Bytes


def shapes(digits: Digits) -> Shape:
    """Return what each field claims to be: 06…, 6…, +33 6…, +33 (0)6…, 0033 6…, 33 6…, +590 690…, +687 7…."""
    value = digits.value
    significant = np.searchsorted(POWERS, value, side="right")
    zeros = digits.length - significant
    marked = (digits.plus & (zeros == 0)) | (zeros == 2)
    bare = ~digits.plus & (zeros == 0)
    country, number = _international(value, marked, bare)
    lost = bare & (digits.length == 9)
    national = lost | (~digits.plus & (zeros == 1) & (digits.length == 10))
    country[national] = FAMILY[0]
    number[national] = value[national]
    kind = _without_number(value, significant, zeros, digits.plus)
    foreign = marked & _foreign(value, significant)
    kind[foreign] = Kind.FOREIGN
    return Shape(country=country, number=number, national=national, repaired=lost, kind=kind)


def _international(value: Integers, marked: Flags, bare: Flags) -> tuple[Integers, Integers]:
    country = np.zeros(len(value), dtype=np.int64)
    number = value % NINE
    head = value // NINE
    # A trunk zero after the country code, as in +33 (0)6, is the head followed by one zero.
    trunk = head % 10 == 0
    head = np.where(trunk & np.isin(head // 10, FAMILY), head // 10, head)
    family = (marked | bare) & np.isin(head, FAMILY) & (number >= NINE // 10)
    country[family] = head[family]
    for width, codes in ((10**6, SIX_DIGITS), (10**8, (EIGHT_DIGITS,))):
        rows = marked & np.isin(value // width, codes)
        country[rows] = value[rows] // width
        number[rows] = value[rows] % width
    return country, number


def _foreign(value: Integers, significant: Integers) -> Flags:
    lead = value // POWERS[np.clip(significant - 3, 0, 18)]
    known: Flags = foreign_leads()[np.minimum(lead, 999)]
    return known & (significant >= 8) & (significant <= 15)


def _without_number(value: Integers, significant: Integers, zeros: Integers, plus: Flags) -> Bytes:
    kind = np.zeros(len(value), dtype=np.uint8)
    kind[_things(value, significant, zeros, plus)] = Kind.NOT_MOBILE
    short = np.flatnonzero(~plus & (zeros == 0) & ((significant <= 5) | (value // 1000 == 118)))
    if len(short):
        found, place = np.unique(value[short], return_inverse=True)
        known = np.array([is_short(int(number)) for number in found])
        kind[short[known[place]]] = Kind.NOT_MOBILE
    return kind


def _things(value: Integers, significant: Integers, zeros: Integers, plus: Flags) -> Flags:
    """Numbers of connected objects: 14 digits in metropolitan France, 13 overseas (ARCEP, decision 2018-0881)."""
    national: Flags = ~plus & (zeros == 1) & np.isin(significant, (12, 13)) & (_lead(value, significant, 3) == 700)
    inland: Flags = (significant == 15) & (_lead(value, significant, 5) == 33700)
    overseas: Flags = (significant == 15) & np.isin(
        _lead(value, significant, 6), [code * 1000 + 700 for code in FAMILY[1:]]
    )
    return national | inland | overseas


def _lead(value: Integers, significant: Integers, count: int) -> Integers:
    return value // POWERS[np.clip(significant - count, 0, 18)]
