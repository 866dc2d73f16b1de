"""query_sm and its answer (SMPP 3.4, section 4.8)."""

from datetime import UTC, tzinfo

from selfcontact.sms.address import write_sender
from selfcontact.sms.gateway import Receipt, State
from selfcontact.sms.pdu import MalformedError, c_octets, c_string
from selfcontact.sms.receipt import STATES, read_date


def write_query(carrier_id: str, sender: str) -> bytes:
    """Return the body of a query; `sender` must be the one of the message, or empty for the account's default."""
    return c_octets(carrier_id, 65) + (write_sender(sender) if sender else b"\0\0\0")


def read_query(body: bytes) -> str:
    """Return the carrier's id that is asked about. Raises MalformedError."""
    return c_string(body, 0)[0]


def write_answer(carrier_id: str, done: str, state: int, error: int) -> bytes:
    """Return the body of an answer; `done`: `YYMMDDhhmmss` in UTC, or empty while the message is on its way."""
    date = f"{done}000+" if done else ""
    return c_octets(carrier_id, 65) + c_octets(date, 17) + bytes((state, error))


def read_answer(body: bytes, zone: tzinfo = UTC) -> Receipt:
    """Return what the carrier answers, with no destination: it does not say one. Raises MalformedError."""
    carrier_id, at = c_string(body, 0)
    done, at = c_string(body, at)
    if len(body) < at + 2:
        raise MalformedError("query answer cut short")
    state = STATES.get(body[at], State.UNKNOWN)
    error = str(body[at + 1]) if body[at + 1] else ""
    return Receipt(
        carrier_id=carrier_id, destination=0, state=state, error=error, at=read_date(done[:12], zone), final=state.final
    )
