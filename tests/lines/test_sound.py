"""From any file to what a telephone plays, and what is refused."""

import io
import os

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from tests.lines.world import file, voice

from selfcontact.lib.errors import UserError
from selfcontact.lines.sound import apart, picture
from selfcontact.lines.sound.level import TARGET_LUFS, lufs
from selfcontact.lines.sound.recording import prepare
from selfcontact.lines.sound.refusals import LONGEST_SECONDS, RefusedSoundError
from selfcontact.voice.g711 import pcm_of_alaw


def code(data: bytes) -> str:
    with pytest.raises(RefusedSoundError) as refusal:
        prepare(data)
    return refusal.value.code


def heard(alaw: bytes) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return (pcm_of_alaw(alaw) / 32768).astype(np.float32)


@pytest.mark.parametrize("format", ["WAV", "FLAC", "OGG", "MP3"])
@pytest.mark.parametrize("rate", [8000, 22_050, 44_100, 48_000])
def test_files_of_every_kind_and_rate_play_as_loud_as_one_another(format: str, rate: int) -> None:  # noqa: A002
    made = prepare(file(voice(rate=rate), rate, format))
    assert len(made.alaw) == len(made.mulaw)
    assert len(made.alaw) % 160 == 0
    assert 2500 < made.milliseconds < 3500
    assert abs(lufs(heard(made.alaw)) - TARGET_LUFS) < 0.7


def test_two_channels_are_heard_as_one() -> None:
    wave = voice()
    both = prepare(file(np.stack([wave, wave], axis=1)))
    assert both.alaw == prepare(file(wave)).alaw


def test_the_silence_at_both_ends_is_taken_off_and_that_in_the_middle_stays() -> None:
    wave, still = voice(1.0), np.zeros(32_000)
    made = prepare(file(np.concatenate([still, wave, still, wave, still])))
    assert 3900 < made.milliseconds < 4500


@given(st.floats(-16, 12), st.integers(0, 1000))
def test_whatever_its_level_a_recording_comes_out_at_the_target_without_going_over_the_top(
    decibels: float, seed: int
) -> None:
    wave = voice(1.5, 8000, level=0.24 * 10 ** (decibels / 20), seed=seed)
    made = prepare(file(wave, 8000, "WAV"))
    assert abs(made.lufs - TARGET_LUFS) < 0.5
    assert np.abs(heard(made.alaw)).max() < 0.95


def test_what_is_clipped_is_refused() -> None:
    assert code(file(np.clip(voice(level=3.0), -1, 1))) == "sound_clipped"


def test_what_was_clipped_and_turned_down_afterwards_is_refused_too() -> None:
    assert code(file(0.4 * np.clip(voice(level=3.0), -1, 1))) == "sound_clipped"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (file(np.zeros(48_000)), "sound_empty"),
        (file(np.zeros(0)), "sound_empty"),
        (file(np.concatenate([np.zeros(16_000), voice(0.2), np.zeros(16_000)])), "sound_short"),
        (file(voice(level=0.002)), "sound_quiet"),
        (file(voice(LONGEST_SECONDS + 2, 8000), 8000), "sound_long"),
        (file(voice(), format="AIFF"), "sound_format"),
        (b"", "sound_unreadable"),
        (b"not a sound at all", "sound_unreadable"),
        (os.urandom(100_000), "sound_unreadable"),
        (file(voice())[:60], "sound_empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_would_not_be_heard_is_refused_with_a_reason(data: bytes, why: str) -> None:
    assert code(data) == why


def test_a_header_that_promises_hours_costs_no_memory() -> None:
    honest = bytearray(file(voice(1.0, 8000), 8000))
    honest[40:44] = (2**31 - 2).to_bytes(4, "little")
    honest[4:8] = (2**31 - 2).to_bytes(4, "little")
    assert apart.prepare(bytes(honest)).milliseconds < 1500


def test_a_mutated_file_is_read_or_refused_but_never_brings_the_house_down() -> None:
    drawn = np.random.default_rng(5)
    files = []
    for format in ("WAV", "FLAC", "OGG", "MP3"):  # noqa: A001
        sound = bytearray(file(voice(0.8), format=format))
        for _ in range(6):
            for place in drawn.integers(0, len(sound), 12):
                sound[place] = int(drawn.integers(0, 256))
            files.append(bytes(sound))
    said = set()
    for data in files:
        try:
            prepare(data)
        except RefusedSoundError as error:
            said.add(error.code)
    assert said <= {"sound_unreadable", "sound_clipped", "sound_empty", "sound_short", "sound_quiet", "sound_format"}


def test_a_file_is_opened_in_a_process_of_its_own_that_says_why_not() -> None:
    with pytest.raises(UserError, match="ne se lit pas"):
        apart.prepare(b"RIFF" + os.urandom(200))


def test_several_files_are_answered_in_order() -> None:
    one, two = file(voice(1.0)), file(voice(2.0))
    assert [made.milliseconds // 1000 for made in apart.prepare_all([two, one])] == [2, 1]


def test_what_is_listened_to_is_what_callers_hear() -> None:
    made = prepare(file(voice()))
    with soundfile.SoundFile(io.BytesIO(picture.wav(made.alaw))) as back:
        assert (back.samplerate, back.channels, back.subtype) == (8000, 1, "PCM_16")
        assert np.array_equal(back.read(dtype="int16"), pcm_of_alaw(made.alaw))


def test_the_picture_has_neither_style_nor_script_and_rises_where_the_voice_does() -> None:
    made = prepare(file(np.concatenate([voice(1.0), np.zeros(16_000), voice(1.0)])))
    drawn = picture.svg(made.outline)
    assert drawn.startswith("<svg")
    assert not any(word in drawn for word in ("style=", "<script", "onclick"))
    middle = made.outline[len(made.outline) * 2 // 5 : len(made.outline) * 3 // 5]
    assert max(middle) < max(made.outline[:60]) / 2
