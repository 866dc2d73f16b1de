"""SIPp as the caller: scenarios are put together here, the audio is sent to an `Ear` of ours."""

import asyncio
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.voice.world import CALLER, LINE_NUMBER, House

SDP = """v=0
o=user1 53655765 2353687637 IN IP[local_ip_type] [media_ip]
s=-
c=IN IP[local_ip_type] [media_ip]
t=0 0
m=audio {port} RTP/AVP {formats}
a=rtpmap:8 PCMA/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
"""
HEAD = """Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch{back}]
From: "caller" <sip:+{caller}@[local_ip]>;tag=[call_number]
To: <sip:{called}@[local_ip]>{to}
Call-ID: [call_id]
CSeq: {sequence} {method}
Contact: <sip:caller@[local_ip]:[local_port];transport=[transport]>
Max-Forwards: 70
"""


@dataclass(frozen=True, kw_only=True)
class Sipp:
    """One run of SIPp."""

    code: int
    output: str


def scenario(*steps: str) -> str:
    """Put a scenario together."""
    return f'<?xml version="1.0"?><scenario name="call">{"".join(steps)}</scenario>'


def send(
    method: str,
    sequence: int,
    *,
    body: str = "",
    headers: str = "",
    called: str = LINE_NUMBER,
    caller: str = CALLER,
    back: int = 0,
    plus: str = "+",
) -> str:
    """Send a request; all but the first INVITE are within the dialog. `back`: so many steps ago its branch was made.

    `plus`: what is written before the called number.
    """
    called = f"{plus}{called}"
    first = method == "INVITE" and sequence == 1
    uri = f"sip:{called}@[remote_ip]:[remote_port]" if first or method == "CANCEL" else "[next_url]"
    to = "" if first or method == "CANCEL" else "[peer_tag_param]"
    before = f"-{back}" if back else ""
    head = HEAD.format(sequence=sequence, method=method, to=to, called=called, caller=caller, back=before)
    # The way through proxies that the answer told.
    routes = "[routes]\n" if to else ""
    text = f"{method} {uri} SIP/2.0\n{head}{routes}{headers}Content-Length: [len]\n\n{body}"
    again = "" if method == "ACK" else ' retrans="500"'
    return f"<send{again}><![CDATA[\n{text}\n]]></send>"


def invite(
    port: int,
    *,
    formats: str = "8 0 101",
    headers: str = "",
    called: str = LINE_NUMBER,
    caller: str = CALLER,
    plus: str = "+",
) -> str:
    """Send the INVITE that offers a port."""
    body, told = SDP.format(port=port, formats=formats), f"Content-Type: application/sdp\n{headers}"
    return send("INVITE", 1, body=body, headers=told, called=called, caller=caller, plus=plus)


def info(key: str, sequence: int) -> str:
    """Press a key by INFO and wait for the answer."""
    body = f"Signal={key}\nDuration=160\n"
    return send("INFO", sequence, body=body, headers="Content-Type: application/dtmf-relay\n") + receive(200)


def receive(code: int, *, optional: bool = False) -> str:
    """Wait for a response."""
    return f'<recv response="{code}" rrs="true"{" optional=" + chr(34) + "true" + chr(34) if optional else ""}></recv>'


def pause(milliseconds: int) -> str:
    """Let time pass."""
    return f'<pause milliseconds="{milliseconds}"/>'


def await_bye(*, again: int = 0) -> str:
    """Wait for the server's BYE, and answer it; some other response may come again meanwhile."""
    answer = """SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0
"""
    repeated = f'<recv response="{again}" optional="true"></recv>' if again else ""
    return f'{repeated}<recv request="BYE"></recv><send><![CDATA[\n{answer}\n]]></send>'


async def run(house: House, steps: Iterable[str], *, transport: str = "u1", calls: int = 1) -> Sipp:
    """Run a scenario against the server to its end, and tell how SIPp judged it."""
    return await run_at(house.address, steps, transport=transport, calls=calls)


async def run_at(address: str, steps: Iterable[str], *, transport: str = "u1", calls: int = 1) -> Sipp:
    """Run a scenario against whatever answers there."""
    return await asyncio.to_thread(_run, address, scenario(*steps), transport, calls)


def _run(address: str, text: str, transport: str, calls: int) -> Sipp:
    with TemporaryDirectory(prefix="sipp-") as folder:
        file, errors = Path(folder, "scenario.xml"), Path(folder, "errors")
        file.write_text(text)
        here = "::1" if address.startswith("[") else "127.0.0.1"
        command = ["sipp", address, "-i", here, "-sf", str(file), "-m", str(calls), "-nostdin", "-t", transport]
        command += ["-timeout", "60s", "-timeout_error", "-trace_err", "-error_file", str(errors), "-r", "50"]
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        written = errors.read_text() if errors.exists() else ""
    return Sipp(code=done.returncode, output=written + re.sub(r"\x1b\[[0-9;]*\w", "", done.stdout))
