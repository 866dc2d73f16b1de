"""What is marked in a text that costs more than it needs to, and what one click puts instead."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.lib.marks import Mark, marks, replace, replace_typography, runs, tidy
from selfcontact.lib.text import cut, measure

TEXTS = st.text(max_size=200)
FRENCH = st.text(
    alphabet="abcdefgh ijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛÜŸŒÆ’‘“”«»…–—\u00a0\u202f.,!?'", max_size=200
)


def _base(text: str) -> str:
    """Return the letters of a text without accents or ligatures."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(char for char in plain if char.isalpha())


def test_a_mark_says_where_what_and_instead_of_what() -> None:
    assert marks("L’élève a été fêté…") == (
        Mark(position=1, char="’", replacement="'", kind="typography"),
        Mark(position=15, char="ê", replacement="e", kind="letter"),
        Mark(position=18, char="…", replacement="...", kind="typography"),
    )


def test_letters_of_the_alphabet_are_never_marked() -> None:
    assert marks("à é è ù ì ò Ç É Ä Ö Ñ Ü ä ö ñ ü €") == ()


@pytest.mark.parametrize(("char", "kind"), [("ç", "letter"), ("À", "letter"), ("’", "typography"), ("🗳", "sign")])
def test_what_changes_the_spelling_is_told_from_typography(char: str, kind: str) -> None:
    assert [mark.kind for mark in marks(f"a{char}")] == [kind]


@given(TEXTS)
def test_the_runs_say_the_text_again(text: str) -> None:
    assert "".join(run if isinstance(run, str) else run.char for run in runs(text)) == text


@given(TEXTS)
def test_when_every_mark_is_replaced_the_text_fits_the_alphabet(text: str) -> None:
    assert measure(replace(text, {mark.position for mark in marks(text)})).encoding == "GSM-7"


@given(TEXTS, st.data())
def test_one_replacement_touches_one_character(text: str, data: st.DataObject) -> None:
    found = marks(text)
    if not found:
        assert replace(text, range(len(text))) == text
        return
    mark = data.draw(st.sampled_from(found))
    assert replace(text, {mark.position}) == text[: mark.position] + mark.replacement + text[mark.position + 1 :]


@given(FRENCH)
def test_no_replacement_takes_a_letter_from_a_french_word(text: str) -> None:
    clean = tidy(text)
    assert _base(replace(clean, {mark.position for mark in marks(clean)})) == _base(clean)


@given(FRENCH)
def test_the_one_click_for_typography_keeps_every_accent(text: str) -> None:
    clean = tidy(text)
    kept = replace_typography(clean)
    whole = clean.replace("œ", "oe").replace("Œ", "OE")
    assert [char for char in kept if char.isalpha()] == [char for char in whole if char.isalpha()]
    assert all(mark.kind != "typography" for mark in marks(kept))


@given(TEXTS)
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_a_line_end_of_a_browser_counts_once_and_a_split_accent_is_joined() -> None:
    assert tidy(" e\u0301te\u0301\r\nstop ") == "été\nstop"


@given(st.one_of(TEXTS, st.text(alphabet="a€[ê🗳", max_size=400), st.text(alphabet="a€~", max_size=700)))
def test_the_text_of_the_segments_is_the_text_and_none_is_too_long(text: str) -> None:
    parts, size = cut(text), measure(text)
    assert "".join(parts) == text
    assert len(parts) == size.segments
    if size.segments > 1:
        forced = "ê" if size.encoding == "UCS-2" else ""
        limit = 67 if forced else 153
        assert all(measure(part + forced).units - len(forced) <= limit for part in parts)
