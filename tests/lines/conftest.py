"""What tests of lines begin with."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.lines.world import Studio, file, voice

from selfcontact.lines import speaking
from selfcontact.lines.models import Language
from selfcontact.lines.sound import apart, recording
from selfcontact.lines.sound.recording import Recording
from selfcontact.lines.sound.refusals import RefusedSoundError, sentence


@pytest.fixture(scope="session")
def stand_in() -> Recording:
    """Give a recording that stands for whatever the machine would speak."""
    return recording.prepare(file(voice(1.2, 8000), 8000))


@pytest.fixture
def quick_voice(stand_in: Recording, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Language]]:
    """Let the machine's voice answer at once, and give what it was asked to say; `test_speaking` has the real one."""
    asked: list[tuple[str, Language]] = []

    def speak(texts: list[tuple[str, Language]]) -> list[Recording]:
        asked.extend(texts)
        return [stand_in for _ in texts]

    monkeypatch.setattr(speaking, "speak", speak)
    return asked


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files read in this process: starting a child for each takes seconds, and `test_sound` starts them."""

    def prepare_all(files: list[bytes]) -> list[Recording]:
        try:
            return [recording.prepare(one) for one in files]
        except RefusedSoundError as error:
            raise sentence(error.code) from error

    monkeypatch.setattr(apart, "prepare_all", prepare_all)


@pytest.fixture
def studio(database: str, quick_voice: list[tuple[str, Language]], here: None) -> Studio:
    return Studio()
