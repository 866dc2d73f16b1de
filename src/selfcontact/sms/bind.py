"""The bodies of bind PDUs (SMPP 3.4, section 4.1)."""

from typing import NamedTuple

from selfcontact.sms.pdu import MalformedError, c_octets, c_string

VERSION = 0x34


class Bind(NamedTuple):
    """Who asks to be let in."""

    system_id: str
    password: str
    system_type: str

    def __repr__(self) -> str:
        return f"Bind(system_id={self.system_id!r})"


def write_bind(bind: Bind) -> bytes:
    """Return the body of a bind request; no address range, which carriers set on their side."""
    names = c_octets(bind.system_id, 16) + c_octets(bind.password, 9) + c_octets(bind.system_type, 13)
    return names + bytes((VERSION, 0, 0)) + b"\0"


def read_bind(body: bytes) -> Bind:
    """Return who asks. Raises MalformedError."""
    system_id, at = c_string(body, 0)
    password, at = c_string(body, at)
    system_type, at = c_string(body, at)
    if len(body) < at + 3:
        raise MalformedError("bind cut after system_type")
    return Bind(system_id, password, system_type)
