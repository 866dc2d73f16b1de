"""The search finds a number or a word in whatever form it was left, and nothing in what is sealed."""

import gzip
import json
import os
import random
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcontact.lib import needles as needles_module
from selfcontact.lib.needles import Needles, search
from selfcontact.lib.phone_fiction import Block, fiction_numbers
from selfcontact.lib.spellings import spellings

NUMBER = 33_639_980_042
MAYOTTE = 262_639_800_007
TEXT = "Éloïse Zyxquard, votez le 18 avril à Rennes. STOP 36180"


def anyone(block: Block) -> st.SearchStrategy[int]:
    return st.integers(block.start, block.start + block.size - 1)


NUMBERS = st.sampled_from(fiction_numbers()).flatmap(anyone)
# Nothing that could be part of a number.
AROUND = st.binary(max_size=12).filter(
    lambda data: not any(byte in b"0123456789 .-/()_\x00\xa0\xc2\xe2\x80\xaf" for byte in data)
)


@given(number=NUMBERS, before=AROUND, after=AROUND, data=st.data())
def test_a_number_is_found_once_in_each_of_its_spellings(
    number: int, before: bytes, after: bytes, data: st.DataObject
) -> None:
    spelling = data.draw(st.sampled_from(spellings(number)))
    assert Needles(numbers=[number]).count(before + b"|" + spelling + b"|" + after) == 1


@pytest.mark.parametrize(
    "text",
    [
        "06 39 98 00 42",
        "+33 (0)6.39.98.00.42",
        "tel:+33639980042;x",
        "639980042.0",
        '{"to": "33639980042"}',
        "%2B33639980042",
        "06\u00a039\u00a098\u00a000\u00a042",
    ],
)
def test_a_number_is_found_as_people_and_programs_write_it(text: str) -> None:
    needles = Needles(numbers=[NUMBER])
    assert needles.count(text.encode()) == 1
    assert needles.count(text.encode("utf-16")) == 1


def test_a_number_is_found_when_the_next_column_begins_with_a_byte_that_looks_like_a_figure() -> None:
    assert Needles(numbers=[NUMBER]).count(b"\x170639980042123 rue des Lilas") == 1


@pytest.mark.parametrize("text", ["06 39 98 00 43", "1639980042", "6399800421", "0639 rue, 98 00 42", "06:39:98:00:42"])
def test_other_figures_are_not_the_number(text: str) -> None:
    assert Needles(numbers=[NUMBER]).count(text.encode()) == 0


def test_a_number_stored_as_an_integer_is_found_whichever_end_comes_first() -> None:
    needles = Needles(numbers=[NUMBER, MAYOTTE])
    page = b"\x07" * 13 + NUMBER.to_bytes(8, "big") + b"\x01\x02\x03" + MAYOTTE.to_bytes(8, "little") + b"\xff"
    assert needles.count(page) == 2


def test_digests_and_identifiers_that_hold_the_figures_by_chance_are_not_numbers() -> None:
    needles = Needles(numbers=[NUMBER])
    assert needles.count(b"\t\\\\xab0639980042cdef00112233445566778899aabbcc\t") == 0
    assert needles.count(b"id=0a639980-0639-4800-8042-063998004200") == 0


def test_a_number_in_clear_inside_a_dumped_bytea_is_found() -> None:
    column = b"7\t\\\\x" + b"0639980042".hex().encode() + b"\t35238\n"
    assert Needles(numbers=[NUMBER]).count(column) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", [TEXT, TEXT.upper(), TEXT.lower()])
def test_a_text_is_found_in_every_encoding_and_case(encoding: str, form: str) -> None:
    assert Needles(words=[TEXT]).count(b"\x00\x01" + form.encode(encoding) + b"\xff") == 1


@pytest.mark.parametrize("form", ["Eloise Zyxquard, votez le 18 avril a Rennes. STOP 36180", json.dumps(TEXT)])
def test_a_text_is_found_without_its_accents_or_with_escapes(form: str) -> None:
    assert Needles(words=[TEXT]).count(form.encode()) == 1


def test_a_file_is_searched_packed_or_not_and_directories_are_walked(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "clear.log").write_text("to=0639980042")
    with gzip.open(tmp_path / "dump.gz", "wb") as file:
        file.write(b"0639980042\tZyxquard\n")
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    found = search([tmp_path], Needles(numbers=[NUMBER], words=["Zyxquard"]))
    assert {path.name: count for path, count in found.items()} == {"clear.log": 1, "dump.gz": 2, "empty": 0}


def test_what_lies_across_the_border_of_two_chunks_is_found_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needles_module, "CHUNK", 64)
    needles = Needles(numbers=[NUMBER], words=["Zyxquard"])
    for shift in range(70):
        (tmp_path / "data").write_bytes(b"\x01" * shift + b"|0639980042|Zyxquard|" + b"\x02" * 300)
        assert search([tmp_path / "data"], needles) == {tmp_path / "data": 2}


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_hundred_thousand_needles_are_not_found_in_sealed_bytes(seed: int) -> None:
    sealed = random.Random(seed).randbytes(2**20)
    needles = Needles(numbers=range(33_639_980_000, 33_640_080_000))
    assert needles.count(sealed) == 0
    assert needles.count(b"\\\\x" + sealed[: 2**18].hex().encode()) == 0


def test_a_word_too_short_to_mean_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="letters"):
        Needles(words=["Lou"])


def test_no_needle_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"0639980042")
    assert search([tmp_path / "gone", tmp_path / "data"], Needles()) == {tmp_path / "data": 0}


def test_the_link_between_two_records_of_the_write_ahead_log_is_not_taken_for_a_number() -> None:
    link = 0x07D51970
    record = struct.pack("<IIQBBH", 96, 0x1755, link, 0, 11, 0) + b"\x8d\xb9\x00\x20"
    assert Needles(numbers=[link << 8]).count(bytes(8) + record) == 0
    assert Needles(numbers=[link << 8]).count(b"\x01" * 12 + struct.pack("<Q", link << 8) + b"\x01" * 12) == 1
