"""The two laws of G.711, against libsndfile."""

import io

import numpy as np
import pytest
import soundfile

from selfcontact.voice.g711 import Samples, alaw, pcm_of_alaw, pcm_of_ulaw, ulaw

EVERY = np.arange(-32768, 32768).astype(np.int16)


def other_hand(samples: Samples, subtype: str) -> tuple[bytes, Samples]:
    """Have libsndfile write and read the samples."""
    raw = io.BytesIO()
    soundfile.write(raw, samples, 8000, format="RAW", subtype=subtype)
    read, _ = soundfile.read(
        io.BytesIO(raw.getvalue()), dtype="int16", samplerate=8000, channels=1, format="RAW", subtype=subtype
    )
    return raw.getvalue(), read


@pytest.mark.parametrize("subtype", ["ALAW", "ULAW"])
def test_every_code_is_read_as_another_library_reads_it(subtype: str) -> None:
    ours = pcm_of_alaw if subtype == "ALAW" else pcm_of_ulaw
    codes = bytes(range(256))
    theirs, _ = soundfile.read(
        io.BytesIO(codes), dtype="int16", samplerate=8000, channels=1, format="RAW", subtype=subtype
    )
    assert np.array_equal(ours(codes), theirs)


@pytest.mark.parametrize("subtype", ["ALAW", "ULAW"])
def test_every_sample_is_written_as_near_as_another_library_writes_it(subtype: str) -> None:
    write, read = (alaw, pcm_of_alaw) if subtype == "ALAW" else (ulaw, pcm_of_ulaw)
    _, theirs = other_hand(EVERY, subtype)
    ours = read(write(EVERY))
    error = np.abs(ours.astype(int) - EVERY)
    assert np.all(error <= np.maximum(np.abs(theirs.astype(int) - EVERY), np.abs(EVERY.astype(int)) // 16 + 16))
    assert np.corrcoef(ours, EVERY)[0, 1] > 0.999


@pytest.mark.parametrize("write,read", [(alaw, pcm_of_alaw), (ulaw, pcm_of_ulaw)])
def test_what_was_read_is_written_back_the_same(write: object, read: object) -> None:
    codes = bytes(range(256))
    assert callable(write)
    assert callable(read)
    again = read(write(read(codes)))
    assert np.array_equal(again, read(codes))
