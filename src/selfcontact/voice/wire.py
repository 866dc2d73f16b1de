"""SIP messages from and to bytes; nothing is let through that could harm: bounded, unfolded, no control signs."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import sipmessage

from selfcontact.voice.peer import HostPort, Peer
from selfcontact.voice.settings import AGENT

LARGEST: Final = 8192
MOST_LINES: Final = 100
FOLD: Final = re.compile(r"\r\n[ \t]+")
CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
TOKEN: Final = re.compile(r"[A-Za-z0-9.!%*_+`'~-]+")
LENGTH: Final = re.compile(r"[0-9]{1,6}")
REASONS: Final = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    415: "Unsupported Media Type",
    420: "Bad Extension",
    422: "Session Interval Too Small",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    491: "Request Pending",
    500: "Server Internal Error",
    503: "Service Unavailable",
    513: "Message Too Large",
}
Headers = Iterable[tuple[str, str]]


class MalformedError(ValueError):
    """Bytes that are no message, or too little of one to be answered."""


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A request and what finds its place; `fault` says what is wrong with one that can still be answered."""

    #: It holds the caller's number, and is not printed.
    request: sipmessage.Request = field(repr=False)
    sent_by: str
    branch: str
    call_id: str
    sequence: int
    from_tag: str
    to_tag: str
    fault: str | None = None

    @property
    def method(self) -> str:
        """INVITE, BYE and so on."""
        return self.request.method

    def key(self, method: str) -> tuple[str, str, str]:
        """Return what names the transaction of that method (RFC 3261, section 17.2.3)."""
        return self.branch, self.sent_by, "INVITE" if method == "ACK" else method


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A response to a request of ours."""

    code: int
    branch: str
    method: str


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever the parser raises within into a MalformedError.

    Its errors are of many kinds, as it unpacks parameters into keywords; and some are one instance raised over and
    over, which gathers every frame it ever passed through: the memory of a flood of bad messages would never be free.
    """
    try:
        yield
    except MalformedError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        error.__traceback__ = error.__context__ = None
        raise MalformedError(type(error).__name__) from None


def read(data: bytes) -> Incoming | Reply:
    """Read one message. Raises MalformedError."""
    with reading():
        message = sipmessage.Message.parse(_cleaned(data))
        return _request(message) if isinstance(message, sipmessage.Request) else _reply(message)


def _cleaned(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise MalformedError("too large")
    head, blank, body = data.lstrip(b"\r\n").partition(b"\r\n\r\n")
    first, *lines = FOLD.sub(" ", head.decode()).split("\r\n")
    if not blank or len(lines) > MOST_LINES or CONTROL.search("".join((first, *lines))):
        raise MalformedError("not a head")
    pairs = (line.partition(":") for line in lines)
    named = [f"{name.strip()}: {value.strip()}" for name, _, value in pairs]
    return "\r\n".join((first, *named)).encode() + blank + body


def _reply(message: sipmessage.Response) -> Reply:
    return Reply(code=message.code, branch=str(message.via[0].parameters["branch"]), method=message.cseq.method)


def _request(request: sipmessage.Request) -> Incoming:
    via = request.via[0]
    branch = _parameter(via.parameters, "branch")
    sequence = request.cseq
    if not branch or not TOKEN.fullmatch(request.method) or not 0 < len(request.call_id) <= 256:
        raise MalformedError("no branch, method or Call-ID")
    fault, from_tag, to_tag = _ends(request)
    if sequence.method != request.method or sequence.sequence >= 2**31:
        fault = "CSeq"
    return Incoming(
        request=request,
        sent_by=f"{via.host}:{via.port}",
        branch=branch,
        call_id=request.call_id,
        sequence=sequence.sequence,
        from_tag=from_tag,
        to_tag=to_tag,
        fault=_body_fault(request) or fault,
    )


def _ends(request: sipmessage.Request) -> tuple[str | None, str, str]:
    """Read the tags of both ends; a missing or unreadable one is a fault, its header missing is worse."""
    ends = [request.headers[name] for name in ("From", "To")]
    try:
        with reading():
            tags = [_parameter(sipmessage.Address.parse(end).parameters, "tag") for end in ends]
    except MalformedError:
        return "From or To", "", ""
    alone = all(len(request.headers.getlist(name)) == 1 for name in ("From", "To", "Call-ID", "CSeq"))
    return None if alone and tags[0] else "From", tags[0], tags[1]


def _body_fault(request: sipmessage.Request) -> str | None:
    length = request.headers.get("Content-Length")
    if length is None:
        return None
    if not LENGTH.fullmatch(length) or int(length) > len(request.body):
        return "Content-Length"
    request.body = request.body[: int(length)]
    return None


def _parameter(parameters: sipmessage.Parameters, name: str) -> str:
    return next((value or "" for key, value in parameters.items() if key.lower() == name), "")


def return_address(incoming: Incoming, peer: Peer) -> HostPort:
    """Return where responses go: where the request came from, at its port when it asks so (RFC 3581)."""
    via = incoming.request.via[0]
    if peer.reliable or any(key.lower() == "rport" for key in via.parameters):
        return peer.address
    return peer.host, via.port if via.port and via.port < 2**16 else 5060


def response(
    incoming: Incoming, peer: Peer, code: int, *, tag: str = "", headers: Headers = (), body: bytes = b""
) -> bytes:
    """Write a response; headers of the request are given back letter for letter."""
    given = incoming.request.headers
    first, *vias = given.getlist("Via")
    lines = [f"SIP/2.0 {code} {REASONS.get(code, 'Refused')}", f"Via: {_received(first, peer)}"]
    lines += [f"Via: {via}" for via in vias]
    if 100 < code < 300:
        lines += [f"Record-Route: {route}" for route in given.getlist("Record-Route")]
    to = given["To"] + (f";tag={tag}" if tag and not incoming.to_tag else "")
    lines += [f"From: {given['From']}", f"To: {to}", f"Call-ID: {incoming.call_id}", f"CSeq: {given['CSeq']}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return message_bytes(lines, body)


def _received(via: str, peer: Peer) -> str:
    own, comma, others = via.partition(",")
    asks = re.search(r";\s*rport\s*(?=;|$)", own, re.IGNORECASE)
    bare = re.sub(r";\s*(received\s*=[^;]*|rport\s*(=[^;]*)?)(?=;|$)", "", own.strip(), flags=re.IGNORECASE)
    return f"{bare};received={peer.host}{f';rport={peer.port}' if asks else ''}{comma}{others}"


def message_bytes(lines: Iterable[str], body: bytes) -> bytes:
    """Write a message from its first line and headers."""
    kind = ["Content-Type: application/sdp"] if body else []
    return "\r\n".join([*lines, f"Server: {AGENT}", *kind, f"Content-Length: {len(body)}", "", ""]).encode() + body
