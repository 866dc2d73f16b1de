"""The cost of a text, checked on vectors of the standard, and what is proposed to a French author."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.lib import gsm
from selfcontact.lib.text import Measure, encode, measure, sanitise, suggest

DATA = Path(__file__).parent / "data"
TEXTS = st.one_of(
    st.text(max_size=400),
    st.text(alphabet=sorted(gsm.ALPHABET), max_size=700),
    st.text(alphabet="a€[~", max_size=700),
    st.text(alphabet="aê🗳", max_size=400),
)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", _rows("gsm_vectors.csv"), ids=lambda row: row["cas"])
def test_every_vector_has_its_alphabet_units_and_segments(row: dict[str, str]) -> None:
    expected = (row["codage"], int(row["unites"]), int(row["segments"]), tuple(row["hors_gsm7"]))
    assert tuple(measure(row["texte"])) == expected


@pytest.mark.parametrize("row", _rows("gsm0338.csv"), ids=lambda row: row["code_hex"])
def test_every_character_of_the_standard_has_its_code(row: dict[str, str]) -> None:
    char = chr(int(row["unicode"].removeprefix("U+"), 16))
    if row["code_hex"] == "1B":
        assert measure(char).encoding == "UCS-2"
    else:
        assert encode(char) == (0, (bytes.fromhex(row["code_hex"]),))


@given(TEXTS)
def test_as_many_parts_leave_as_were_counted(text: str) -> None:
    assert len(encode(text).parts) == measure(text).segments


@given(TEXTS)
def test_no_part_is_too_long_and_none_cuts_a_pair(text: str) -> None:
    coding, parts = encode(text)
    single, part = (160, 153) if coding == 0 else (140, 134)
    limit = single if len(parts) == 1 else part
    assert all(0 < len(data) <= limit for data in parts)
    for data in parts:
        if coding == 0:
            assert data[-1] != gsm.ESCAPE
        else:
            data.decode("utf-16-be")


@given(TEXTS)
def test_joined_parts_say_the_text_again(text: str) -> None:
    coding, parts = encode(text)
    whole = b"".join(parts)
    if coding == 8:
        assert whole.decode("utf-16-be") == text
    else:
        assert _decoded(whole) == text


def _decoded(data: bytes) -> str:
    extended = {code: char for char, code in gsm.EXTENSION.items()}
    text, escaped = [], False
    for septet in data:
        if septet == gsm.ESCAPE and not escaped:
            escaped = True
            continue
        text.append(extended[septet] if escaped else gsm.BASE[septet])
        escaped = False
    return "".join(text)


def test_a_lone_surrogate_is_sent_as_a_question_mark_instead_of_failing() -> None:
    assert encode("ê\ud800").parts == ("ê?".encode("utf-16-be"),)


def test_what_a_french_reader_accepts_is_replaced() -> None:
    assert sanitise("« Nice d’abord » – cœur, Œuvre… 5\u202f000\u00a0€") == '"Nice d\'abord" - coeur, OEuvre... 5 000 €'


def test_letters_that_cost_are_kept_and_never_replaced_silently() -> None:
    assert sanitise("français, même, À bientôt") == "français, même, À bientôt"


def test_a_decomposed_accent_is_composed() -> None:
    assert measure(sanitise("e\u0301te\u0301")) == Measure("GSM-7", 3, 1)


@given(st.text(max_size=200))
def test_sanitising_twice_changes_nothing_more(text: str) -> None:
    assert sanitise(sanitise(text)) == sanitise(text)


def test_a_suggestion_says_what_where_and_instead_of_what() -> None:
    found = {one.char: (one.replacement, one.positions) for one in suggest("même ça, même 🗳")}
    assert found == {"ê": ("e", (1, 10)), "ç": ("c", (5,)), "🗳": ("", (14,))}


@given(st.text(max_size=200))
def test_accepting_every_suggestion_gives_a_gsm_text(text: str) -> None:
    for one in suggest(text):
        text = text.replace(one.char, one.replacement)
    assert measure(text).encoding == "GSM-7"


def test_characters_that_the_alphabet_keeps_for_itself_are_outside_it() -> None:
    for char in "\0\x1b\ufffe\ufffd\x80":
        assert measure(f"a{char}").outside == (char,)
