"""The machine's own voice, as it is installed: it says every announcement, in both languages."""

import pytest

from selfcontact.lib.errors import UserError
from selfcontact.lines import speaking, words
from selfcontact.lines.models import Language, Part
from selfcontact.lines.sound.level import TARGET_LUFS

WHO = {"who": "SAU SELFCONTACT", "mail": "dpo@selfcontact.com"}


def test_every_announcement_is_spoken_at_the_level_of_recordings() -> None:
    texts = [(words.said(part, language, **WHO), language) for part, language in words.WORDS]
    made = speaking.speak(texts)
    assert len(made) == len(words.WORDS)
    for (text, _), spoken in zip(texts, made, strict=True):
        # Between eight and thirty characters in a second: words, not noise.
        assert 8 < len(text) / (spoken.milliseconds / 1000) < 30, text
        assert abs(spoken.lufs - TARGET_LUFS) < 1.0


def test_a_machine_without_a_voice_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert not speaking.available()
    with pytest.raises(UserError) as refusal:
        speaking.speak([("Bonjour.", Language.FRENCH)])
    assert refusal.value.code == "no_voice"
    assert "espeak-ng" in refusal.value.hint


def test_what_a_text_would_do_on_a_command_line_it_does_not_do() -> None:
    (spoken,) = speaking.speak([("-w /tmp/jamais.wav --help $(id) ; bonjour à tous", Language.FRENCH)])
    assert spoken.milliseconds > 1000


@pytest.mark.parametrize("language", list(Language))
def test_the_announcements_name_who_speaks_and_no_candidate(language: Language) -> None:
    for part in words.HOUSE_PARTS:
        text = words.said(part, language, **WHO)
        assert "{" not in text
        assert "@" not in text
    for part in (Part.NOTICE, Part.RIGHTS, Part.NEUTRAL):
        assert WHO["who"] in words.said(part, language, **WHO)


@pytest.mark.parametrize("language", list(Language))
def test_the_greeting_says_that_it_is_political_and_on_whose_behalf(language: Language) -> None:
    text = words.greeting(language, candidate="Alix Durand", party="Parti des Exemples")
    assert "politi" in text
    assert "Alix Durand, Parti des Exemples" in text
