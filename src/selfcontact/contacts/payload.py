"""Reading what intake sealed of a contact (see `selfcontact.intake.payload`, which writes it)."""

from typing import NamedTuple

from selfcontact.intake.payload import PLACE, SEPARATOR

#: Name of the place that a sealed contact is bound to.
TABLE = PLACE
_SEPARATOR = SEPARATOR.encode()


class Payload(NamedTuple):
    """Surname, first name, address and E.164 digits of one person; it does not print them."""

    # A named tuple, since one is made for each message and a frozen dataclass takes three times as long to build.
    surname: str
    first_name: str
    address: str
    e164: int

    def __repr__(self) -> str:
        return "Payload()"


def unpack(clear: bytes) -> Payload:
    """Return the person that an opened contact holds; raises ValueError for anything else."""
    surname, first_name, address, number = clear.split(_SEPARATOR)
    return Payload(surname.decode(), first_name.decode(), address.decode(), int(number))
