"""Long messages: the parts' numbers, in a user data header or in SAR parameters."""

from typing import Final, NamedTuple

from selfcontact.sms.message import UDHI, Message
from selfcontact.sms.pdu import SAR_REFERENCE, SAR_SEQUENCE, SAR_TOTAL, tlv

_CONCAT_8: Final = 0x00
_CONCAT_16: Final = 0x08


class Part(NamedTuple):
    """One part of a message: which one, of how many, of which group; and its text without any header."""

    number: int
    total: int
    group: int
    text: bytes

    def __repr__(self) -> str:
        return f"Part(number={self.number}, total={self.total})"


def udh(group: int, total: int, number: int) -> bytes:
    """Return the header of one part with an 8-bit reference (3GPP TS 23.040, 9.2.3.24.1)."""
    return bytes((5, _CONCAT_8, 3, group & 0xFF, total, number))


def sar(group: int, total: int, number: int) -> bytes:
    """Return the SAR parameters of one part (SMPP 3.4, 5.3.2.22 to 24)."""
    reference = tlv(SAR_REFERENCE, (group & 0xFFFF).to_bytes(2))
    return reference + tlv(SAR_TOTAL, bytes((total,))) + tlv(SAR_SEQUENCE, bytes((number,)))


def read_part(message: Message) -> Part:
    """Return which part a message is; a whole one, or a header that makes no sense, is part 1 of 1."""
    if message.esm_class & UDHI and message.text:
        return _from_header(message.text)
    tlvs = message.tlvs
    if SAR_TOTAL in tlvs and SAR_SEQUENCE in tlvs:
        number, total, group = (int.from_bytes(tlvs.get(tag, b"")) for tag in (SAR_SEQUENCE, SAR_TOTAL, SAR_REFERENCE))
        return Part(number, total, group, message.text)
    return Part(1, 1, 0, message.text)


def _from_header(octets: bytes) -> Part:
    end = octets[0] + 1
    text = octets[end:]
    at = 1
    while at + 2 <= min(end, len(octets)):
        kind, size = octets[at], octets[at + 1]
        value = octets[at + 2 : at + 2 + size]
        if (kind, len(value)) in ((_CONCAT_8, 3), (_CONCAT_16, 4)):
            return Part(value[-1], value[-2], int.from_bytes(value[:-2]), text)
        at += 2 + size
    return Part(1, 1, 0, text)
