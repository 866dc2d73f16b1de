"""The two ends of a call as SIP names them, and requests of ours within it (RFC 3261, section 12)."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Self

import sipmessage

from selfcontact.voice.peer import HostPort, Peer
from selfcontact.voice.trunk import Trunk
from selfcontact.voice.wire import Incoming, MalformedError, message_bytes, reading

Key = tuple[str, str, str]


@dataclass(kw_only=True)
class Dialog:
    """One call. The headers hold the caller's number: they stay in memory, and are not printed."""

    call_id: str
    tag: str
    remote_tag: str
    local: str = field(repr=False)
    remote: str = field(repr=False)
    target: sipmessage.URI = field(repr=False)
    routes: tuple[str, ...] = field(repr=False)
    peer: Peer
    trunk: Trunk
    heard: int
    sent: int = 0

    @classmethod
    def begun(cls, incoming: Incoming, peer: Peer, trunk: Trunk) -> Self:
        """Begin the dialog of an INVITE. Raises ValueError or LookupError when its Contact can't be read."""
        tag = secrets.token_hex(8)
        headers = incoming.request.headers
        return cls(
            call_id=incoming.call_id,
            tag=tag,
            remote_tag=incoming.from_tag,
            local=f"{headers['To']};tag={tag}",
            remote=headers["From"],
            target=incoming.request.contact[0].uri,
            routes=tuple(headers.getlist("Record-Route")),
            peer=peer,
            trunk=trunk,
            heard=incoming.sequence,
        )

    @property
    def key(self) -> Key:
        """What requests within the dialog find it by."""
        return self.call_id, self.tag, self.remote_tag

    def follow(self, incoming: Incoming, peer: Peer) -> None:
        """Take the new whereabouts that a later INVITE tells."""
        self.peer = peer
        with suppress(MalformedError), reading():
            self.target = incoming.request.contact[0].uri

    def in_order(self, incoming: Incoming) -> bool:
        """Whether a request comes after those before; notes that it came."""
        later = incoming.sequence > self.heard
        self.heard = max(self.heard, incoming.sequence)
        return later

    def request(self, method: str, contact: str) -> tuple[str, bytes]:
        """Write a request to the caller, and return its branch with it."""
        self.sent += 1
        branch = f"z9hG4bK{secrets.token_hex(8)}"
        host, port = self.peer.local
        lines = [f"{method} {self.target} SIP/2.0"]
        lines += [f"Via: SIP/2.0/{self.peer.transport} {bracketed(host)}:{port};branch={branch};rport"]
        lines += [f"Route: {route}" for route in self.routes]
        lines += [f"From: {self.local}", f"To: {self.remote}", f"Call-ID: {self.call_id}"]
        lines += [f"CSeq: {self.sent} {method}", f"Contact: {contact}", "Max-Forwards: 70"]
        return branch, message_bytes(lines, b"")

    @property
    def destination(self) -> HostPort:
        """Where requests to the caller go: its first route or its contact if that is the trunk's, else the peer."""
        uri = self._next_hop()
        host = uri.host.strip("[]")
        try:
            ip_address(host)
        except ValueError:
            return self.peer.address
        port = 5060 if uri.port is None else uri.port
        return (host, port) if self.trunk.holds(host) and 0 < port < 2**16 else self.peer.address

    def _next_hop(self) -> sipmessage.URI:
        with suppress(MalformedError, IndexError), reading():
            return sipmessage.Address.parse_many(self.routes[0])[0].uri
        return self.target


def bracketed(host: str) -> str:
    """Write an address as URIs have it."""
    return f"[{host}]" if ":" in host else host
