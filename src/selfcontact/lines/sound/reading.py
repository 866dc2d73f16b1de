"""Reads a file of any rate and any number of channels as one channel of a telephone's rate, without trusting it."""

import io

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from selfcontact.lines.sound.refusals import LONGEST_SECONDS, RefusedSoundError
from selfcontact.voice.g711 import RATE

Wave = NDArray[np.float32]
FORMATS = frozenset({"WAV", "WAVEX", "RF64", "FLAC", "MP3", "OGG"})
RATES = range(4_000, 400_001)
MOST_CHANNELS = 8
#: Samples that stand at the top in a row, as a share of all: speech that was not cut off has almost none.
CUT_SHARE = 0.001
_SAME = 1.6e-5


def read(data: bytes) -> Wave:
    """Return the recording at 8 kHz; raises RefusedSoundError for what is no recording, too long or clipped."""
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            if file.format not in FORMATS:
                raise RefusedSoundError("sound_format")
            if file.samplerate not in RATES or not 1 <= file.channels <= MOST_CHANNELS:
                raise RefusedSoundError("sound_unreadable")
            wave, rate = _mono(file), file.samplerate
    except (soundfile.SoundFileError, RuntimeError, ValueError, TypeError) as error:
        raise RefusedSoundError("sound_unreadable") from error
    if not len(wave) or not np.isfinite(wave).all():
        raise RefusedSoundError("sound_empty" if not len(wave) else "sound_unreadable")
    if cut_share(wave) > CUT_SHARE:
        raise RefusedSoundError("sound_clipped")
    return wave if rate == RATE else soxr.resample(wave, rate, RATE, "HQ").astype(np.float32)


def _mono(file: "soundfile.SoundFile") -> Wave:
    """Read second by second: what the header says of the length is only a promise."""
    pieces, seconds = [np.zeros(0, dtype=np.float32)], 0
    while len(block := file.read(file.samplerate, dtype="float32", always_2d=True)):
        seconds += 1
        if seconds > LONGEST_SECONDS:
            raise RefusedSoundError("sound_long")
        pieces.append(block.mean(axis=1))
    return np.concatenate(pieces)


def cut_share(wave: Wave) -> float:
    """Return the share of samples that lie in a flat top: three or more equal ones at the highest level."""
    size = np.abs(wave)
    top = size.max()
    if top == 0 or len(wave) < 3:
        return 0.0
    level = (np.abs(np.diff(wave)) < _SAME) & (size[1:] >= 0.98 * top)
    flat = level[1:] & level[:-1]
    over = size > 1.001
    return float((flat.sum() + over.sum()) / len(wave))
