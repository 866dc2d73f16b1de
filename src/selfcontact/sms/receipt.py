"""Delivery receipts: the text of SMPP 3.4 appendix B and its optional parameters, in and out."""

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple

from selfcontact.sms.address import read_number
from selfcontact.sms.gateway import Receipt, State
from selfcontact.sms.message import INTERMEDIATE, Message
from selfcontact.sms.pdu import MESSAGE_STATE, NETWORK_ERROR_CODE, RECEIPTED_MESSAGE_ID

# Table 5.2.28; 6 is not final: the spelling ACCEPTD is what carriers send when they have taken a message.
STATES: Final[dict[int, State]] = {
    1: State.ENROUTE,
    2: State.DELIVERED,
    3: State.FAILED_EXPIRED,
    4: State.FAILED_DELETED,
    5: State.FAILED_UNDELIVERABLE,
    6: State.ACCEPTED,
    7: State.FAILED_UNKNOWN,
    8: State.FAILED_REJECTED,
}
NUMBERS: Final = {state: number for number, state in STATES.items()}
# First five letters, since carriers disagree on the last ones (DELIVRD, DELIVERED; ACCEPTD, ACCEPTED).
_WORDS: Final[dict[str, State]] = {
    "ENROU": State.ENROUTE,
    "DELIV": State.DELIVERED,
    "EXPIR": State.FAILED_EXPIRED,
    "DELET": State.FAILED_DELETED,
    "UNDEL": State.FAILED_UNDELIVERABLE,
    "ACCEP": State.ACCEPTED,
    "UNKNO": State.FAILED_UNKNOWN,
    "REJEC": State.FAILED_REJECTED,
}
SPELLINGS: Final[dict[State, str]] = {
    State.ENROUTE: "ENROUTE",
    State.DELIVERED: "DELIVRD",
    State.FAILED_EXPIRED: "EXPIRED",
    State.FAILED_DELETED: "DELETED",
    State.FAILED_UNDELIVERABLE: "UNDELIV",
    State.ACCEPTED: "ACCEPTD",
    State.FAILED_UNKNOWN: "UNKNOWN",
    State.FAILED_REJECTED: "REJECTD",
}
_STANDARD: Final = re.compile(
    r"id:(\S+) sub:\d* dlvrd:\d* submit date:\d* done date:(\d*) stat:(\w+) err:(\w*)",
    re.ASCII,
)
_FIELD: Final = re.compile(
    r"(id|sub|dlvrd|submit\s*date|done\s*date|stat|err|text)\s*[:=]\s*", re.ASCII | re.IGNORECASE
)


class ReceiptText(NamedTuple):
    """The fields of a receipt's text that we use; empty when absent."""

    carrier_id: str
    done: str
    stat: str
    error: str


def read_text(text: str) -> ReceiptText:
    """Return the fields of a receipt's text, tolerant of case, spaces, order and absence; never raises."""
    if standard := _STANDARD.match(text):
        carrier_id, done, stat, error = standard.groups()
        return ReceiptText(carrier_id, done, stat, error)
    found: dict[str, str] = {}
    matches = list(_FIELD.finditer(text))
    for at, match in enumerate(matches):
        key = "".join(match[1].lower().split())
        if key == "text":
            break  # What follows is a quotation of the message.
        end = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        found.setdefault(key, text[match.end() : end].strip())
    return ReceiptText(*(found.get(key, "") for key in ("id", "donedate", "stat", "err")))


def state_of(word: str) -> State:
    """Return the state that a `stat:` word means; a word of the carrier's own is `unknown`, never a failure."""
    return _WORDS.get(word[:5].upper(), State.UNKNOWN)


@lru_cache(maxsize=1024)
def read_date(digits: str, zone: tzinfo = UTC) -> datetime | None:
    """Return `YYMMDDhhmm[ss]` as an aware instant in UTC; `zone` is the carrier's. None when it is not a date."""
    if len(digits) not in (10, 12) or not digits.isdecimal():
        return None
    parts = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    try:
        return datetime(2000 + parts[0], *parts[1:], tzinfo=zone).astimezone(UTC)  # type: ignore[misc, arg-type]
    except (ValueError, OverflowError):
        return None


def read_receipt(message: Message, zone: tzinfo = UTC) -> Receipt:
    """Return what a receipt says; optional parameters win over the text, ids stay as the carrier spells them."""
    fields = read_text(message.text.decode("latin-1"))
    tlvs = message.tlvs
    carrier_id, state, error = fields.carrier_id, state_of(fields.stat), fields.error
    if tlvs:
        carrier_id = tlvs.get(RECEIPTED_MESSAGE_ID, b"").rstrip(b"\0").decode("latin-1") or carrier_id
        number = tlvs.get(MESSAGE_STATE, b"")
        state = STATES.get(number[0], State.UNKNOWN) if number else state
        error = _network_error(tlvs.get(NETWORK_ERROR_CODE, b"")) or error
    return Receipt(
        carrier_id=carrier_id,
        destination=read_number(message.source),
        state=state,
        error=error,
        at=read_date(fields.done, zone),
        final=state.final and not message.esm_class & INTERMEDIATE,
    )


def _network_error(octets: bytes) -> str:
    """Return network type and code as text; "" when absent or of the wrong size."""
    return f"{octets[0]}-{int.from_bytes(octets[1:])}" if len(octets) == 3 else ""


def write_text(carrier_id: str, submitted: str, done: str, state: State, error: str) -> bytes:
    """Return a receipt's text in the form of appendix B, without quoting the message. Dates: `YYMMDDhhmm`."""
    delivered = "001" if state is State.DELIVERED else "000"
    return (
        f"id:{carrier_id} sub:001 dlvrd:{delivered} submit date:{submitted} done date:{done} "
        f"stat:{SPELLINGS[state]} err:{error} text:"
    ).encode("latin-1")
