"""What one sees and hears of a stored recording: its outline as SVG, its sound as WAV."""

import io
import wave

from selfcontact.voice.g711 import RATE, pcm_of_alaw

HEIGHT = 48


def svg(outline: bytes) -> str:
    """Return a picture without style, script or words: what it shows is heard beside it."""
    middle = HEIGHT / 2
    tops = [f"{x},{middle - level / 255 * middle:.1f}" for x, level in enumerate(outline)]
    bottoms = [f"{x},{middle + level / 255 * middle:.1f}" for x, level in enumerate(outline)]
    points = " ".join([*tops, *reversed(bottoms)])
    size = f'viewBox="0 0 {max(1, len(outline) - 1)} {HEIGHT}" preserveAspectRatio="none"'
    return f'<svg class="outline" aria-hidden="true" focusable="false" {size}><polygon points="{points}"/></svg>'


def wav(alaw: bytes) -> bytes:
    """Return a file that every browser plays: sixteen bits, 8 kHz, exactly what callers hear."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm_of_alaw(alaw).astype("<i2").tobytes())
    return made.getvalue()
