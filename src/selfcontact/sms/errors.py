"""What a refusal of the carrier means for us: try again, give up this message, or stop the route.

A status that is not in the table is `refuse`. To try again could pay and send twice where a carrier answers oddly after
it has accepted; to stop the route would let one strange number silence a campaign. ESME_RSYSERR is `refuse` for the
first reason: it does not say that the message was turned away before it was stored.
Source: SMPP 3.4, table 5-2, with the two additions of SMPP 5.0 that carriers use.
"""

from typing import Final, NamedTuple

from selfcontact.sms.gateway import NOT_SENT, WITHDRAWN, RefusalClass

OK: Final = 0x00
INVALID_COMMAND_LENGTH: Final = 0x02
INVALID_COMMAND: Final = 0x03
WRONG_BIND_STATE: Final = 0x04
ALREADY_BOUND: Final = 0x05
SYSTEM_ERROR: Final = 0x08
INVALID_DESTINATION: Final = 0x0B
INVALID_MESSAGE_ID: Final = 0x0C
BIND_FAILED: Final = 0x0D
INVALID_PASSWORD: Final = 0x0E
QUEUE_FULL: Final = 0x14
SUBMIT_FAILED: Final = 0x45
THROTTLED: Final = 0x58
QUERY_FAILED: Final = 0x67
DELIVERY_FAILURE: Final = 0xFE


class Status(NamedTuple):
    """One command_status: the name in the specification, and its class."""

    name: str
    cls: RefusalClass


STATUSES: Final[dict[int, Status]] = {
    NOT_SENT: Status("NOT_SENT", "retry"),
    WITHDRAWN: Status("WITHDRAWN", "refuse"),
    QUEUE_FULL: Status("ESME_RMSGQFUL", "retry"),
    THROTTLED: Status("ESME_RTHROTTLED", "retry"),
    0x01: Status("ESME_RINVMSGLEN", "refuse"),
    0x06: Status("ESME_RINVPRTFLG", "refuse"),
    SYSTEM_ERROR: Status("ESME_RSYSERR", "refuse"),
    INVALID_DESTINATION: Status("ESME_RINVDSTADR", "refuse"),
    INVALID_MESSAGE_ID: Status("ESME_RINVMSGID", "refuse"),
    0x33: Status("ESME_RINVNUMDESTS", "refuse"),
    SUBMIT_FAILED: Status("ESME_RSUBMITFAIL", "refuse"),
    0x50: Status("ESME_RINVDSTTON", "refuse"),
    0x51: Status("ESME_RINVDSTNPI", "refuse"),
    0x61: Status("ESME_RINVSCHED", "refuse"),
    0x62: Status("ESME_RINVEXPIRY", "refuse"),
    0x65: Status("ESME_RX_P_APPN", "refuse"),
    QUERY_FAILED: Status("ESME_RQUERYFAIL", "refuse"),
    0xC0: Status("ESME_RINVOPTPARSTREAM", "refuse"),
    0xC4: Status("ESME_RINVOPTPARAMVAL", "refuse"),
    DELIVERY_FAILURE: Status("ESME_RDELIVERYFAILURE", "refuse"),
    0xFF: Status("ESME_RUNKNOWNERR", "refuse"),
    # From here on each next message would be refused for the same reason.
    INVALID_COMMAND_LENGTH: Status("ESME_RINVCMDLEN", "stop_route"),
    INVALID_COMMAND: Status("ESME_RINVCMDID", "stop_route"),
    WRONG_BIND_STATE: Status("ESME_RINVBNDSTS", "stop_route"),
    ALREADY_BOUND: Status("ESME_RALYBND", "stop_route"),
    0x07: Status("ESME_RINVREGDLVFLG", "stop_route"),
    0x0A: Status("ESME_RINVSRCADR", "stop_route"),
    BIND_FAILED: Status("ESME_RBINDFAIL", "stop_route"),
    INVALID_PASSWORD: Status("ESME_RINVPASWD", "stop_route"),
    0x0F: Status("ESME_RINVSYSID", "stop_route"),
    0x15: Status("ESME_RINVSERTYP", "stop_route"),
    0x43: Status("ESME_RINVESMCLASS", "stop_route"),
    0x48: Status("ESME_RINVSRCTON", "stop_route"),
    0x49: Status("ESME_RINVSRCNPI", "stop_route"),
    0x53: Status("ESME_RINVSYSTYP", "stop_route"),
    0x100: Status("ESME_RSERTYPUNAUTH", "stop_route"),
    0x101: Status("ESME_RPROHIBITED", "stop_route"),
}

# A bind refused for one of these is worth another try: the old session is not yet forgotten, or the carrier is busy.
_BIND_LATER: Final = frozenset({ALREADY_BOUND, SYSTEM_ERROR, QUEUE_FULL, THROTTLED})


def classify(status: int) -> RefusalClass:
    """Return what a refused submit_sm means; `refuse` when the status is not known (why: top of this file)."""
    known = STATUSES.get(status)
    return known.cls if known else "refuse"


def name(status: int) -> str:
    """Return the name in the specification, or the number for a status of the carrier's own."""
    known = STATUSES.get(status)
    return known.name if known else f"{status:#010x}"


def bind_may_be_tried_again(status: int) -> bool:
    """Return whether a refused bind is worth another try; wrong credentials are not, they would lock the account."""
    return status in _BIND_LATER
