"""From a stream of octets to PDUs, whatever the peer sends."""

from typing import Final

from selfcontact.sms.pdu import HEADER, HEADER_SIZE, Pdu

# The longest legal PDU we may meet is a message_payload of 64 KiB with its header and addresses.
LONGEST: Final = 70_000


class Splitter:
    """Cuts a stream into PDUs. Once `fault` is set the stream has lost its frame: nothing more comes out of it."""

    def __init__(self, longest: int = LONGEST) -> None:
        self.fault = ""
        self._longest = longest
        self._rest = b""

    def feed(self, data: bytes) -> list[Pdu]:
        """Take what arrived, return the PDUs it completes, in order; an impossible length sets `fault`."""
        if self.fault:
            return []
        buffer = self._rest + data if self._rest else data
        pdus: list[Pdu] = []
        at, size, unpack, add = 0, len(buffer), HEADER.unpack_from, pdus.append
        while size - at >= HEADER_SIZE:
            length, command, status, sequence = unpack(buffer, at)
            if not HEADER_SIZE <= length <= self._longest:
                self.fault = f"impossible PDU length {length}"
                break
            if size - at < length:
                break
            add(Pdu(command, status, sequence, buffer[at + HEADER_SIZE : at + length]))
            at += length
        self._rest = b"" if self.fault else buffer[at:]
        return pdus
