"""The frame of SMPP 3.4: header, command ids, C strings, optional parameters (specification, sections 3 to 5)."""

from struct import Struct
from typing import Final, NamedTuple

HEADER: Final = Struct(">IIII")
HEADER_SIZE: Final = HEADER.size
RESPONSE: Final = 0x80000000

GENERIC_NACK: Final = 0x80000000
BIND_RECEIVER: Final = 0x00000001
BIND_TRANSMITTER: Final = 0x00000002
QUERY: Final = 0x00000003
SUBMIT: Final = 0x00000004
DELIVER: Final = 0x00000005
UNBIND: Final = 0x00000006
BIND_TRANSCEIVER: Final = 0x00000009
ENQUIRE_LINK: Final = 0x00000015
SUBMIT_RESP: Final = SUBMIT | RESPONSE
DELIVER_RESP: Final = DELIVER | RESPONSE
UNBIND_RESP: Final = UNBIND | RESPONSE
QUERY_RESP: Final = QUERY | RESPONSE
ENQUIRE_LINK_RESP: Final = ENQUIRE_LINK | RESPONSE
BINDS: Final = frozenset({BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER})

RECEIPTED_MESSAGE_ID: Final = 0x001E
SAR_REFERENCE: Final = 0x020C
SAR_TOTAL: Final = 0x020E
SAR_SEQUENCE: Final = 0x020F
NETWORK_ERROR_CODE: Final = 0x0423
MESSAGE_PAYLOAD: Final = 0x0424
MESSAGE_STATE: Final = 0x0427

_TLV: Final = Struct(">HH")


class MalformedError(ValueError):
    """A PDU whose frame is sound and whose body is not. Says where, never what it held."""


class Pdu(NamedTuple):
    """One protocol data unit; `body` is what follows the header."""

    command: int
    status: int
    sequence: int
    body: bytes

    def __repr__(self) -> str:
        return f"Pdu(command={self.command:#010x}, status={self.status:#x}, body={len(self.body)} octets)"


def frame(command: int, status: int, sequence: int, body: bytes = b"") -> bytes:
    """Return the PDU as octets."""
    return HEADER.pack(HEADER_SIZE + len(body), command, status, sequence) + body


def c_string(body: bytes, at: int) -> tuple[str, int]:
    """Return the C string at `at`, and the place after its NUL. Raises MalformedError when there is none."""
    end = body.find(0, at)
    if end < 0:
        raise MalformedError("unterminated string")
    return body[at:end].decode("latin-1"), end + 1


def c_octets(text: str, limit: int) -> bytes:
    """Return `text` as a C string of at most `limit` octets, NUL included. Raises ValueError beyond it."""
    octets = text.encode("latin-1")
    if len(octets) >= limit or 0 in octets:
        raise ValueError("text does not fit its SMPP field")
    return octets + b"\0"


def tlv(tag: int, value: bytes) -> bytes:
    """Return one optional parameter as octets."""
    return _TLV.pack(tag, len(value)) + value


def read_tlvs(body: bytes, at: int) -> dict[int, bytes]:
    """Return the optional parameters from `at` on; the last of a repeated tag wins.

    A cut tail is ignored: carriers pad, and what stands before it is still true.
    """
    found: dict[int, bytes] = {}
    size = len(body)
    while at + 4 <= size:
        tag, length = _TLV.unpack_from(body, at)
        at += 4
        if at + length > size:
            break
        found[tag] = body[at : at + length]
        at += length
    return found
