"""The child that opens strangers' files: files in, recordings or codes out, within fixed bounds.

What decodes is written in C, and a file is anybody's: whatever it does to this process, it is done to nobody else.
"""

import json
import resource
import sys
from typing import BinaryIO, Final

MEMORY: Final = 2 << 30
SECONDS: Final = 60


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(data: bytes) -> bytes:
    """Return one line of JSON, then the bytes of both laws and of the outline."""
    from selfcontact.lines.sound.recording import prepare
    from selfcontact.lines.sound.refusals import RefusedSoundError

    try:
        made = prepare(data)
    except RefusedSoundError as error:
        return json.dumps({"code": error.code}).encode() + b"\n"
    except MemoryError:
        return json.dumps({"code": "sound_unreadable"}).encode() + b"\n"
    told = {"samples": len(made.alaw), "outline": len(made.outline), "lufs": made.lufs}
    return json.dumps(told).encode() + b"\n" + made.alaw + made.mulaw + made.outline


def main(given: BinaryIO, out: BinaryIO) -> None:
    """Answer for each file; a file is preceded by its length in eight bytes."""
    _bound()
    while head := given.read(8):
        out.write(answer(given.read(int.from_bytes(head, "big"))))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
