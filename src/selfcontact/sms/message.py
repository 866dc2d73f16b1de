"""The body that submit_sm and deliver_sm share (SMPP 3.4, sections 4.4.1 and 4.6.1)."""

from typing import Final, NamedTuple

from selfcontact.sms.pdu import MESSAGE_PAYLOAD, MalformedError, read_tlvs

UDHI: Final = 0x40
RECEIPT: Final = 0x04
INTERMEDIATE: Final = 0x20
_NO_TLVS: Final[dict[int, bytes]] = {}


class Message(NamedTuple):
    """What both bodies hold, as octets; `text` still carries its user data header."""

    source_type: bytes
    source: bytes
    destination: bytes
    esm_class: int
    validity: bytes
    registered: int
    data_coding: int
    text: bytes
    tlvs: dict[int, bytes]

    def __repr__(self) -> str:
        return f"Message(esm_class={self.esm_class:#x}, data_coding={self.data_coding}, text={len(self.text)} octets)"


def read_message(body: bytes) -> Message:
    """Return the fields of a submit_sm or deliver_sm body. Raises MalformedError."""
    try:
        return _read(body)
    except (ValueError, IndexError) as error:
        raise MalformedError("message body cut short") from error


def _read(body: bytes) -> Message:
    source = body.index(0) + 3
    source_end = body.index(0, source)
    destination = source_end + 3
    destination_end = body.index(0, destination)
    flags = destination_end + 1
    validity = body.index(0, flags + 3) + 1
    last = body.index(0, validity) + 1
    length = body[last + 4]
    text_end = last + 5 + length
    if text_end > len(body):
        raise MalformedError("short_message longer than the PDU")
    tlvs = read_tlvs(body, text_end) if text_end < len(body) else _NO_TLVS
    return Message(
        body[source - 2 : source],
        body[source:source_end],
        body[destination:destination_end],
        body[flags],
        body[validity : last - 1],
        body[last],
        body[last + 2],
        body[last + 5 : text_end] if length else tlvs.get(MESSAGE_PAYLOAD, b""),
        tlvs,
    )
