"""Key presses told by SIP INFO: `application/dtmf-relay`, and the bare `application/dtmf`."""

import re
from typing import Final

import sipmessage

SIGNAL: Final = re.compile(r"^\s*Signal\s*=\s*([0-9*#A-D]|1[0-5])\s*$", re.IGNORECASE | re.MULTILINE)
BARE: Final = re.compile(r"\s*([0-9*#A-D])\s*", re.IGNORECASE)
NAMES: Final = {"10": "*", "11": "#", "12": "A", "13": "B", "14": "C", "15": "D"}


class UnknownKindError(ValueError):
    """An INFO that is about something else."""


def pressed(request: sipmessage.Request) -> str | None:
    """Return the key of an INFO, or nothing when it names none. Raises UnknownKindError."""
    kind = (request.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    text = request.body.decode("ascii", "replace")
    if kind == "application/dtmf-relay":
        match = SIGNAL.search(text)
    elif kind == "application/dtmf":
        match = BARE.fullmatch(text)
    elif not kind and not text:
        # Some ends send an empty INFO to see whether we are alive.
        return None
    else:
        raise UnknownKindError
    return NAMES.get(match[1], match[1].upper()) if match else None
