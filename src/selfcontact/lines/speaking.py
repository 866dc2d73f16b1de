"""A voice of the system that reads texts aloud, where no human has recorded them."""

import shutil
import subprocess
from collections.abc import Sequence

from selfcontact.lib.errors import UserError
from selfcontact.lines.models import Language
from selfcontact.lines.sound import apart
from selfcontact.lines.sound.recording import Recording

PROGRAM = "espeak-ng"
VOICES = {Language.FRENCH: "fr", Language.ENGLISH: "en-gb"}
WORDS_PER_MINUTE = 150
PATIENCE = 60
LONGEST_TEXT = 2000


def available() -> bool:
    """Tell whether this machine has the voice."""
    return shutil.which(PROGRAM) is not None


def demand() -> str:
    """Return the voice's program; raises UserError when the machine has none."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise UserError(
            "no_voice",
            fr="Aucune voix sur cette machine pour dire les annonces de la maison.",
            en="This machine has no voice to speak the announcements of the house.",
            hint=f"apt-get install {PROGRAM}",
        )
    return program


def speak(texts: Sequence[tuple[str, Language]]) -> list[Recording]:
    """Return each text as a telephone plays it; raises UserError when the machine has no voice."""
    return apart.prepare_all([spoken(text, language) for text, language in texts])


def spoken(text: str, language: Language) -> bytes:
    """Return a text as a WAV file; raises UserError when the machine has no voice, or not for this text."""
    program = demand()
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise UserError("text_long", fr="Ce texte ne se dit pas.", en="This text cannot be spoken.")
    # The text goes through standard input: a command line can be read by everybody on the machine.
    command = [program, "-v", VOICES[language], "-s", str(WORDS_PER_MINUTE), "--stdin", "--stdout"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=PATIENCE, check=False)
    if done.returncode or not done.stdout:
        raise UserError("voice_failed", fr="La voix de la machine a échoué.", en="The machine’s voice has failed.")
    return done.stdout
