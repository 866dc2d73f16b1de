"""Has files read in a child with its own bounds of memory and time; nothing of them touches a disk."""

import io
import json
import subprocess
import sys
from collections.abc import Sequence

from selfcontact.lines.sound.recording import Recording
from selfcontact.lines.sound.refusals import MOST_BYTES, sentence

PATIENCE = 120


def prepare(data: bytes) -> Recording:
    """Return what a telephone plays of a file; raises UserError with the reason why not."""
    return prepare_all([data])[0]


def prepare_all(files: Sequence[bytes]) -> list[Recording]:
    """Return what a telephone plays of each file; raises UserError with the reason of the first that does not do."""
    if any(len(one) > MOST_BYTES for one in files):
        raise sentence("sound_large")
    told = io.BytesIO(_asked(files))
    return [_recording(told) for _ in files]


def _recording(told: io.BytesIO) -> Recording:
    try:
        head = json.loads(told.readline())
    except ValueError as error:
        # It was ended by its bounds, or by the file.
        raise sentence("sound_unreadable") from error
    if "code" in head:
        raise sentence(str(head["code"]))
    samples = int(head["samples"])
    alaw, mulaw, outline = told.read(samples), told.read(samples), told.read(int(head["outline"]))
    return Recording(alaw=alaw, mulaw=mulaw, outline=outline, lufs=float(head["lufs"]))


def _asked(files: Sequence[bytes]) -> bytes:
    command = [sys.executable, "-m", "selfcontact.lines.sound"]
    given = b"".join(len(one).to_bytes(8, "big") + one for one in files)
    # One thread: each thread of a numeric library reserves memory that the bound would count. No secret of ours.
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=PATIENCE, check=False, env=alone)
    except subprocess.TimeoutExpired as error:
        raise sentence("sound_unreadable") from error
    return done.stdout
