"""Type of number and numbering plan of an address (SMPP 3.4, sections 5.2.5 and 5.2.6)."""

from functools import lru_cache
from typing import Final

from selfcontact.sms.pdu import c_octets

INTERNATIONAL: Final = b"\x01\x01"
_NETWORK_SPECIFIC: Final = b"\x03\x00"
_ALPHANUMERIC: Final = b"\x05\x00"
# E.164 numbers of a real subscriber have more digits than this; short codes have fewer.
_LONGEST_SHORT_CODE: Final = 7


@lru_cache(maxsize=1024)
def write_sender(sender: str) -> bytes:
    """Return TON, NPI and address of a sender: a name, a short code or a number. Raises ValueError when too long."""
    if not sender.isdecimal():
        return _ALPHANUMERIC + c_octets(sender, 21)
    if len(sender) <= _LONGEST_SHORT_CODE:
        return _NETWORK_SPECIFIC + c_octets(sender, 21)
    return INTERNATIONAL + c_octets(sender, 21)


def read_number(address: bytes) -> int:
    """Return the E.164 digits of an address, 0 when it is a name or empty: the caller parks what it cannot match."""
    digits = address.lstrip(b"+")
    return int(digits) if digits.isdigit() and len(digits) <= 20 else 0
