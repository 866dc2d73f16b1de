"""Numbers of synthetic people: nobody's, and never taken for real ones by accident."""

import numpy as np
import polars as pl
import pytest

from selfcontact.lib import phone
from selfcontact.lib.phone import Number, Refusal
from selfcontact.lib.phone_fiction import FICTION, Block, are_synthetic, fiction_numbers, is_synthetic

OVERSEAS = {"971", "972", "973", "974", "975", "976"}


@pytest.mark.parametrize("text", ["0639980001", "+33639980001", "639980001"])
def test_the_fictional_mobiles_are_invalid_unless_fiction_is_asked_for(text: str) -> None:
    assert phone.parse(text) == Refusal(code="phone_invalid")
    found = phone.parse(text, fiction=True)
    assert isinstance(found, Number)
    assert (found.e164, found.territory) == (33_639_980_001, "metropole")


def test_a_fictional_mobile_is_not_one_of_mayotte() -> None:
    assert phone.parse("+262639980001", fiction=True) == Refusal(code="phone_invalid")


@pytest.mark.parametrize("start", ["019900", "026191", "035301", "046571", "053649"])
def test_the_fictional_landlines_never_receive_a_message(start: str) -> None:
    assert phone.parse(f"{start}0001") == Refusal(code="phone_invalid")
    assert phone.parse(f"{start}0001", fiction=True) == Refusal(code="phone_not_mobile")


@pytest.mark.parametrize("block", fiction_numbers(), ids=lambda block: block.name)
def test_every_number_of_a_block_is_read_as_a_mobile_of_its_territory(block: Block) -> None:
    ends = [block.start, block.start + block.size // 2, block.start + block.size - 1]
    for e164 in ends:
        found = phone.parse(f"+{e164}", fiction=True)
        assert found == Number(e164=e164, mobile=True, territory=block.territory, repaired=False)
        assert phone.parse(f"0{e164 % 10**9}", fiction=True) == found


def test_each_territory_has_ten_thousand_numbers_for_synthetic_people() -> None:
    sizes = {block.territory: block.size for block in fiction_numbers()}
    assert set(sizes) >= OVERSEAS
    assert all(size >= 10_000 for size in sizes.values())


def test_only_numbers_inside_a_block_are_synthetic() -> None:
    assert is_synthetic(FICTION.start)
    assert is_synthetic(33_742_999_999)
    assert not is_synthetic(33_743_000_000)
    assert not is_synthetic(FICTION.start - 1)


def test_the_column_form_agrees_with_the_single_one() -> None:
    edges = [e164 for block in fiction_numbers() for e164 in (block.start - 1, block.start, block.start + block.size)]
    found = are_synthetic(np.array(edges, dtype=np.uint64))
    assert found.tolist() == [is_synthetic(e164) for e164 in edges]


def test_blocks_without_a_holder_follow_the_maintained_plan_when_fiction_is_off() -> None:
    found = phone.normalise(pl.Series(["0730000001", "0790000001", "0639810001"]))
    assert found["code"].to_list() == [None, None, "phone_invalid"]
