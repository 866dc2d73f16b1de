"""The kinds of numbers that the regulator's plan tells apart, beginning by beginning.

Source: ARCEP, decision 2018-0881 as amended by 2022-1583, and MAJNUM of 2 July 2025.
"""

import numpy as np
import pytest

from selfcontact.lib.phone_fiction import FICTION_LANDLINES
from selfcontact.lib.phone_plan import COUNTRIES, Kind, plan


def leads(prefix: str) -> range:
    """Return the five-digit beginnings under a prefix written with its zero."""
    digits = prefix.removeprefix("0")
    width = 10 ** (5 - len(digits))
    return range(int(digits) * width, (int(digits) + 1) * width)


def kinds(prefix: str) -> set[int]:
    found = plan(fiction=False).national[list(leads(prefix))]
    return set(found.tolist())


@pytest.mark.parametrize("prefix", [f"06{second}" for second in "01245678"] + ["0698", "0699", "0695"])
def test_06_is_mobile(prefix: str) -> None:
    assert kinds(prefix) == {Kind.MOBILE}


@pytest.mark.parametrize("prefix", [f"07{second}" for second in "3456789"])
def test_073_to_079_are_mobile(prefix: str) -> None:
    assert kinds(prefix) == {Kind.MOBILE}


@pytest.mark.parametrize(
    ("prefixes", "country"),
    [
        (["0690", "07090"], 590),
        (["0694", "070930", "070931", "070932", "070933"], 594),
        (["0696", "0697", "07091"], 596),
        (["0692", "0693", "07092"], 262),
        (["0639", "070935", "070936", "070937"], 262),
        (["07084", "07085"], 508),
    ],
)
def test_overseas_mobiles_belong_to_the_code_of_their_territory(prefixes: list[str], country: int) -> None:
    known = plan(fiction=False)
    for prefix in prefixes:
        block = np.array(leads(prefix))
        mobile = block[known.national[block] == Kind.MOBILE]
        assert len(mobile)
        assert set(known.owner[mobile].tolist()) == {country}


@pytest.mark.parametrize("prefix", ["01", "03", "04", "05", "09", "0800", "0805", "0806", "0809", "0590", "0700"])
def test_what_is_not_for_a_person_is_never_mobile(prefix: str) -> None:
    assert Kind.MOBILE not in kinds(prefix)
    assert Kind.NOT_MOBILE in kinds(prefix)


@pytest.mark.parametrize("prefix", ["0162", "0163", "0270", "0271", "0377", "0378", "0424", "0425", "0568", "0569"])
def test_the_platforms_for_canvassing_are_not_mobile(prefix: str) -> None:
    assert kinds(prefix) == {Kind.NOT_MOBILE}


@pytest.mark.parametrize("prefix", ["0948", "0949", "0937", "0938", "09475", "09479"])
def test_the_platforms_under_09_are_not_mobile(prefix: str) -> None:
    assert kinds(prefix) == {Kind.NOT_MOBILE}


@pytest.mark.parametrize("prefix", ["0701", "0710", "0729", "063998"])
def test_what_nobody_was_given_is_invalid(prefix: str) -> None:
    assert kinds(prefix) == {Kind.INVALID}


def test_the_landlines_of_fiction_are_invalid() -> None:
    assert set(plan(fiction=False).national[list(FICTION_LANDLINES)].tolist()) == {Kind.INVALID}


@pytest.mark.parametrize(
    ("country", "beginnings"), [(689, range(8700, 9000)), (687, (75, 90, 50, 80)), (681, (72, 82, 83))]
)
def test_the_pacific_has_its_own_mobiles(country: int, beginnings: range | tuple[int, ...]) -> None:
    found = plan(fiction=False).kinds[COUNTRIES.index(country)][list(beginnings)]
    assert set(found.tolist()) == {Kind.MOBILE}
