"""How like what should have been heard a sound is that was."""

import numpy as np

from selfcontact.voice.g711 import Samples


def likeness(heard: Samples, wanted: Samples) -> float:
    """Return the best correlation of what was wanted with what was heard, wherever it begins in it."""
    found = place(heard, wanted)
    return 0.0 if found is None else float(np.corrcoef(heard[found : found + wanted.size], wanted)[0, 1])


def place(heard: Samples, wanted: Samples) -> int | None:
    """Return the sample at which what was wanted begins best in what was heard."""
    if heard.size < wanted.size:
        return None
    size = 1 << (heard.size + wanted.size - 1).bit_length()
    spectrum = np.fft.rfft(heard.astype(float), size) * np.conj(np.fft.rfft(wanted.astype(float), size))
    return int(np.argmax(np.fft.irfft(spectrum, size)[: heard.size - wanted.size + 1]))
