"""A yes to an invitation is OUI and nothing else; whatever hesitates is for a human."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sms.test_replies import NOISE, REFUSALS

from selfcontact.sms.agreement import agrees
from selfcontact.sms.replies import classify

YES = (
    "OUI", "oui", "Oui.", "OUI !", "oui!!!", "Oui oui", "O.U.I.", "ouii", "0UI", "« OUI »", "oui 36180", "OUI au 36180",
    "Bonjour, oui merci", "Oui madame", "OUI 👍", "ＯＵＩ", "oui\u200b", "Yes", "D'accord", "Je suis d’accord.",
    "J'accepte", "Oui, je veux bien", "oui bien sûr", "OUI\n-- \nEnvoyé de mon téléphone",
)  # fmt: skip
NOT_YES = (
    "", "ok", "o", "👍", "ouais", "si", "ouioui", "oui ?", "Oui mais", "oui mais pas le soir", "Oui pourquoi pas",
    "oui 😂", "oui 👎", "oui 🙄", "oui lol", "oui à condition", "Oui, c'est qui", "oui jean", "oui 1234", "non oui",
    "Oui. Non.", "oui non", "oui stop", "Oui arrêtez", "pas d'accord", "Bravo, je vote pour vous",
    "Votre accord ? Répondez OUI", "oui\n> STOP", "oui\n-- \nnon merci", "oui\n-- stop bravo", "oui\n-- \nJean",
    "oui, j'ai 15 ans", "oui " * 600, "oui j'ai dit non", "OUI à la paix",
)  # fmt: skip


@pytest.mark.parametrize("text", YES)
def test_yes_in_its_usual_spellings_is_a_yes(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize("text", NOT_YES, ids=lambda text: text[:30])
def test_what_says_more_or_less_than_yes_is_none(text: str) -> None:
    assert not agrees(text)


@given(NOISE, st.sampled_from(REFUSALS), NOISE)
def test_a_refusal_with_a_yes_and_anything_around_it_is_never_a_yes(
    before: list[str], refusal: str, after: list[str]
) -> None:
    assert not agrees(" ".join([*before, refusal, *after]))
    assert not agrees(" ".join(["oui", *before, refusal, *after]))
    assert not agrees("\n".join([*before, refusal, *after, "oui"]))


@given(st.text(max_size=60))
def test_no_text_is_a_yes_that_is_read_as_a_refusal(text: str) -> None:
    assert not (agrees(text) and classify(text).action == "oppose")
