"""Why a recording is not taken, in words."""

from selfcontact.lib.errors import UserError

#: Three minutes of 48 kHz, 16 bits, one channel, and some.
MOST_BYTES = 20 << 20
LONGEST_SECONDS = 180
_SENTENCES: dict[str, tuple[str, str]] = {
    "sound_large": (
        f"Ce fichier dépasse {MOST_BYTES >> 20} Mio.",
        f"This file is over {MOST_BYTES >> 20} MiB.",
    ),
    "sound_unreadable": (
        "Ce fichier ne se lit pas comme un enregistrement.",
        "This file does not read as a recording.",
    ),
    "sound_format": (
        "Un enregistrement est un fichier WAV, FLAC, MP3 ou OGG.",
        "A recording is a WAV, FLAC, MP3 or OGG file.",
    ),
    "sound_long": (
        f"Cet enregistrement dure plus de {LONGEST_SECONDS} secondes.",
        f"This recording is longer than {LONGEST_SECONDS} seconds.",
    ),
    "sound_empty": (
        "Cet enregistrement ne contient aucun son.",
        "This recording holds no sound.",
    ),
    "sound_short": (
        "Il reste moins d’une demi-seconde une fois le silence enlevé.",
        "Less than half a second is left once the silence is taken off.",
    ),
    "sound_quiet": (
        "Cet enregistrement est trop faible : l’amplifier ferait entendre surtout le bruit.",
        "This recording is too quiet: amplified, one would mostly hear its noise.",
    ),
    "sound_clipped": (
        "Cet enregistrement est saturé : refaites-le avec un niveau d’entrée plus bas.",
        "This recording is clipped: record it again with a lower input level.",
    ),
}


class RefusedSoundError(Exception):
    """A recording that is not taken; carries one of the codes above."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sentence(code: str) -> UserError:
    """Return what a person reads; an unknown code reads as a file that is not one."""
    fr, en = _SENTENCES.get(code, _SENTENCES["sound_unreadable"])
    return UserError(code if code in _SENTENCES else "sound_unreadable", fr=fr, en=en)
