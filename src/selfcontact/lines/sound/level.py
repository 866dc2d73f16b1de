"""Silence at both ends, loudness, peaks."""

import warnings

import numpy as np
import pyloudnorm
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from selfcontact.lines.sound.refusals import RefusedSoundError
from selfcontact.voice.g711 import RATE

Wave = NDArray[np.float32]
#: EBU R 128 names -23 for broadcasting; a telephone in the street needs more (ITU-T P.330 leaves it to the network).
TARGET_LUFS = -16.0
FAINTEST_LUFS = -50.0
#: No sample goes over this: the law has nothing above.
CEILING = 0.89
FRAME = RATE // 50
SHORTEST = RATE // 2
_BEFORE, _AFTER = 6, 10
_REACH = 40


def trimmed(wave: Wave) -> Wave:
    """Return what is between the silences; raises RefusedSoundError when it is nothing, or next to nothing."""
    count = len(wave) // FRAME
    frames = wave[: count * FRAME].reshape(count, FRAME)
    power = np.sqrt((frames.astype(np.float64) ** 2).mean(axis=1)) if count else np.zeros(0)
    if not count or power.max() < 1e-4:
        raise RefusedSoundError("sound_empty")
    heard = np.flatnonzero(power > max(1e-4, power.max() * 10 ** (-38 / 20)))
    first, last = max(0, heard[0] - _BEFORE), min(count, heard[-1] + 1 + _AFTER)
    if (heard[-1] + 1 - heard[0]) * FRAME < SHORTEST:
        raise RefusedSoundError("sound_short")
    return wave[first * FRAME : last * FRAME]


def lufs(wave: Wave) -> float:
    """Return the integrated loudness (ITU-R BS.1770-4)."""
    with warnings.catch_warnings():
        # It warns of a sample over full scale while we are still turning the gain.
        warnings.simplefilter("ignore")
        return float(pyloudnorm.Meter(RATE).integrated_loudness(wave.astype(np.float64)))


def normalised(wave: Wave) -> Wave:
    """Return the recording at the target, its peaks held back; raises RefusedSoundError when it is too faint."""
    loudness = lufs(wave)
    if not loudness > FAINTEST_LUFS:
        raise RefusedSoundError("sound_quiet")
    gain = TARGET_LUFS - loudness
    for _ in range(4):
        louder = held_back(wave * np.float32(10 ** (gain / 20)))
        missing = TARGET_LUFS - lufs(louder)
        if abs(missing) < 0.1:
            break
        gain += missing
    return louder


def held_back(wave: Wave) -> Wave:
    """Turn the gain down around each peak, smoothly, so that none passes the ceiling."""
    wanted = np.minimum(1.0, CEILING / np.maximum(np.abs(wave), 1e-9))
    if wanted.min() >= 1.0:
        return wave
    padded = np.pad(wanted, 2 * _REACH, constant_values=1.0)
    lowest = sliding_window_view(padded, 2 * _REACH + 1).min(axis=1)
    shape = np.hanning(2 * _REACH + 3)[1:-1]
    smooth = np.convolve(lowest, shape / shape.sum(), mode="valid")
    return (wave * smooth).astype(np.float32)
