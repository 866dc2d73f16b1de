"""What is sealed of a contact, opened."""

from dataclasses import dataclass, field

from selfcontact.intake.payload import PLACE, SEPARATOR

#: Name of the place that a sealed contact is bound to (associated data).
TABLE = PLACE


@dataclass(frozen=True, kw_only=True)
class Payload:
    """A person, in clear, for as long as a message is made; prints nothing of it. `e164` has no plus."""

    surname: str = field(repr=False)
    first_name: str = field(repr=False)
    address: str = field(repr=False)
    e164: int = field(repr=False)


def unpack(clear: bytes) -> Payload:
    """Return what was sealed; raises ValueError when it is not a contact."""
    surname, first_name, address, number = clear.decode().split(SEPARATOR)
    return Payload(surname=surname, first_name=first_name, address=address, e164=int(number))


def pack(payload: Payload) -> bytes:
    """Return what is sealed, as the intake makes it column by column."""
    texts = (text.replace(SEPARATOR, " ") for text in (payload.surname, payload.first_name, payload.address))
    return SEPARATOR.join([*texts, str(payload.e164)]).encode()
