"""What a caller says in SIP and offers in SDP: enough for a simulated telephone, and no more."""

import re
from dataclasses import dataclass, field
from typing import Final

#: How the payload of key events is numbered (RFC 4733).
EVENTS: Final = 101
_REQUEST: Final = """{method} sip:+{line}@{host}:{port} SIP/2.0
Via: SIP/2.0/UDP {local};branch=z9hG4bK{method}{call_id}
From: <sip:+{caller}@127.0.0.1>;tag=t{call_id}
To: <sip:+{line}@127.0.0.1>{tag}
Call-ID: {call_id}
CSeq: {sequence} {method}
Contact: <sip:t@{local}>
Max-Forwards: 70
"""
_OFFER: Final = """v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
c=IN IP4 127.0.0.1
t=0 0
m=audio {port} RTP/AVP 8 {events}
a=rtpmap:8 PCMA/8000
a=rtpmap:{events} telephone-event/8000
a=ptime:20
"""


@dataclass(kw_only=True)
class Words:
    """One call of `caller` to `line`, which answers at `at`.

    `local` is where the caller speaks from, once that is open; `tag` the line's end of the call, once it has answered.
    """

    line: str
    caller: str = field(repr=False)
    call_id: str
    at: tuple[str, int]
    local: tuple[str, int] = ("", 0)
    tag: str = ""

    def request(self, method: str, offer: int | None = None) -> bytes:
        """Write a request, with an offer of sound to that port of this machine if there is one."""
        host, port = self.at
        head = _REQUEST.format(
            method=method,
            line=self.line,
            host=host,
            port=port,
            local=f"{self.local[0]}:{self.local[1]}",
            call_id=self.call_id,
            caller=self.caller,
            tag=self.tag,
            sequence=2 if method == "BYE" else 1,
        )
        body = "" if offer is None else _OFFER.format(port=offer, events=EVENTS)
        kind = "Content-Type: application/sdp\n" if body else ""
        text = f"{head}{kind}Content-Length: {len(body) + body.count(chr(10))}\n\n{body}"
        return text.replace("\n", "\r\n").encode()


def line_tag(answer: str) -> str:
    """Return the line's end of a call as its answer names it."""
    found = re.search(r"\r\nTo: .*?(;tag=[^;\r]+)", answer)
    return found[1] if found else ""


def acceptance(request: str) -> bytes:
    """Write the answer that takes a request of the line's, as it stands in its headers."""
    kept = ("via:", "from:", "to:", "call-id:", "cseq:")
    lines = [line for line in request.split("\r\n") if line.lower().startswith(kept)]
    return "\r\n".join(["SIP/2.0 200 OK", *lines, "Content-Length: 0", "", ""]).encode()
