"""What people answer, and what must follow: a refusal never passes as support."""

import csv
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfcontact.sms import replies
from selfcontact.sms.replies import classify

DATA = Path(__file__).parent / "data"
EXPECTED = {"desinscrire": "oppose", "repondre": "answer", "relire": "read", "aucun": "none"}
REFUSALS = (
    "stop", "STOP", "Stop", "5TOP", "st0p", "S.T.O.P", "Stooop", "désabonnez-moi", "desinscription", "unsubscribe",
    "ne m'envoyez plus rien", "retirez-moi de votre liste", "je ne veux plus recevoir vos messages", "non merci",
    "je porte plainte", "effacez mon numéro", "laissez-moi tranquille", "pas intéressé", "connard", "arrêtez vos sms",
)  # fmt: skip
NOISE = st.lists(
    st.sampled_from((
        "bonjour", "merci", "svp", "bravo", "super", "continuez", "👍", "❤️", "!!!", "...", "\n", "12", "ok", "dimanche",
        "je vote pour vous", "Jean", "?", "🇫🇷", "\u200b", "Envoyé", "le", "tract", "demain", "on sera là", "xkz",
        "madame", "je suis en réunion", "félicitations", "avec vous", "c'est qui", "appelez-moi", "😡", "  ",
        "—", "<b>", "\n-- ", "> ",
    )),
    max_size=6,
)  # fmt: skip


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", _rows("stop_reponses_exemples.csv"), ids=lambda row: row["id"])
def test_every_example_is_read_as_expected(row: dict[str, str]) -> None:
    assert classify(row["texte"]).action == EXPECTED[row["attendu"]]


@pytest.mark.parametrize("row", _rows("replies.csv"), ids=lambda row: row["text"][:30])
def test_every_reply_of_our_own_is_read_as_expected(row: dict[str, str]) -> None:
    assert classify(row["text"]).action == row["action"]


@given(NOISE, st.sampled_from(REFUSALS), NOISE)
def test_a_refusal_with_anything_around_it_is_never_nothing(before: list[str], refusal: str, after: list[str]) -> None:
    reading = classify(" ".join([*before, refusal, *after]))
    assert reading.action in {"oppose", "read"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_stop_among_any_characters_is_never_support(before: str, after: str) -> None:
    text = f"{before} STOP {after}"
    assume(replies._FALSE_FRIENDS.search(replies.normalise(text)) is None)  # « STOP à la chasse » by accident
    assert classify(text).action in {"oppose", "read"}


@given(st.text(max_size=300))
def test_any_text_has_a_reading(text: str) -> None:
    assert classify(text).action in {"oppose", "answer", "read", "none"}


@given(st.text(alphabet=st.characters(min_codepoint=0x561, max_codepoint=0x64A), min_size=1, max_size=40))
def test_what_cannot_be_read_is_not_taken_for_support(text: str) -> None:
    assert classify(f"{text}top").action != "none" or not any(char.isalpha() for char in text)


@pytest.mark.parametrize("text", ["Bravo\n-- \nSTOP", "Merci\n> STOP", "bravo " * 500 + "STOP", "Stop U3"])
def test_a_refusal_in_a_signature_or_far_away_is_at_least_read(text: str) -> None:
    assert classify(text).action in {"oppose", "read"}


def test_a_reply_of_a_megabyte_is_read_at_once() -> None:
    assert classify("stop " * 200_000).action == "oppose"


@pytest.mark.parametrize(
    "text", ["a " * 1000, "ne " * 700, "pas de " * 300, "retirez x " * 200, "s.t." * 500, "((((" * 500]
)
def test_no_reply_makes_the_reader_slow(text: str) -> None:
    assert classify(text).action in {"oppose", "read"}
