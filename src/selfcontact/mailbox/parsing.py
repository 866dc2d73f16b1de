"""Octets of a stranger read as a mail: every length, count and depth is bounded, and nothing that fails is raised."""

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import getaddresses

from selfcontact.lib.environment import ADDRESS
from selfcontact.mailbox import plain
from selfcontact.mailbox.letter import Letter, Part

LONGEST_HEADER, MOST_HEADERS = 2000, 200
MOST_PARTS, DEEPEST, MOST_ATTACHMENTS = 200, 20, 50
MOST_ANSWERED = 30
#: The standard parser compares each line with every boundary above it: a mail that has more is not given to it.
MOST_BOUNDARIES, MOST_NESTED = 500, 40
BOUNDARY, NESTED = re.compile(rb"^--", re.MULTILINE), re.compile(rb"multipart/|message/", re.IGNORECASE)
ID = re.compile(r"<[^<>\s]{1,250}>")


class Bounded(EmailPolicy):
    """The standard policy over headers cut to a length that its parser reads at once."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return name and value of a header, the value cut."""
        name, value = super().header_source_parse([sourcelines[0][:LONGEST_HEADER], *sourcelines[1:50]])
        return name[:100], value[:LONGEST_HEADER]


POLICY = Bounded()


def read(raw: bytes, *, most: int) -> Letter:
    """Return a mail; attachments of more than `most` octets are left out."""
    if len(BOUNDARY.findall(raw)) > MOST_BOUNDARIES or len(NESTED.findall(raw)) > MOST_NESTED:
        return broken(raw)
    try:
        message = parsed(raw)
        found = list(_leaves(message))
    except (RecursionError, ValueError, LookupError, AttributeError, IndexError, TypeError, AssertionError):
        # A mail made to break its reader: what can be shown of it is its beginning, as it came.
        return broken(raw)
    chosen = _chosen(found)
    parts = [_part(one, most) for one in found if one is not chosen][:MOST_ATTACHMENTS]
    text, damaged = _text(chosen) if chosen is not None else ("", False)
    return letter(headers_of(message), text=text, parts=parts, kind=kind_of(message), damaged=damaged)


def parsed(raw: bytes) -> EmailMessage:
    """Return octets as the standard library cuts them."""
    # The library's types do not know that a policy makes messages of the class given.
    return message_from_bytes(raw, _class=EmailMessage, policy=POLICY)  # type: ignore[arg-type]


def broken(raw: bytes) -> Letter:
    """Return a mail that cannot be parsed: its headers line by line, and its beginning as text."""
    head, _, body = raw[: LONGEST_HEADER * 50].partition(b"\r\n\r\n")
    lines = re.sub(r"\n[ \t]+", " ", plain.decoded(head, None)).splitlines()
    pairs = [tuple(line.split(":", 1)) for line in lines[:MOST_HEADERS] if ":" in line]
    headers = [(name.strip()[:100], _value(name.strip(), value.strip()[:LONGEST_HEADER])) for name, value in pairs]
    return letter(headers, text=plain.decoded(body, None), parts=(), kind="", damaged=True)


def letter(headers: Sequence[tuple[str, str]], *, text: str, parts: Sequence[Part], kind: str, damaged: bool) -> Letter:
    """Return a mail from its headers and what was read of its body."""
    first = {name.casefold(): value for name, value in reversed(headers)}
    name, sender = _sender(first.get("from", ""))
    ids = ID.findall(first.get("message-id", ""))
    answered = [*ID.findall(first.get("in-reply-to", "")), *reversed(ID.findall(first.get("references", "")))]
    return Letter(
        headers=headers,
        sender=sender,
        name=name[:200],
        subject=" ".join(first.get("subject", "").split())[:500],
        date=first.get("date", "")[:100],
        message_id=ids[0] if ids else "",
        answers=list(dict.fromkeys(answered))[:MOST_ANSWERED],
        text=text,
        parts=parts,
        kind=kind,
        damaged=damaged,
    )


def headers_of(message: EmailMessage) -> list[tuple[str, str]]:
    """Return the headers, decoded where they can be."""
    return [(name[:100], _value(name, str(raw))) for name, raw in list(message.raw_items())[:MOST_HEADERS]]


def kind_of(part: EmailMessage) -> str:
    """Return the type of a part, in lower case."""
    try:
        return str(part.get_content_type())[:100]
    except Exception:  # noqa: BLE001 - the parser of headers fails in many ways on what was made to break it
        return "application/octet-stream"


def _value(name: str, raw: str) -> str:
    flat = raw.replace("\r", "").replace("\n", " ")
    if name.casefold() == "from":
        # Decoded only after the address was found: a name may spell "<somebody@else>".
        return plain.clean(flat)
    try:
        return plain.clean(str(POLICY.header_factory(name, flat)))
    except Exception:  # noqa: BLE001 - see kind_of
        return plain.clean(raw)


def _sender(value: str) -> tuple[str, str]:
    """Return the name and the address of the first sender; the address is empty when it is none."""
    for name, address in getaddresses([value[:LONGEST_HEADER]]):
        if ADDRESS.fullmatch(address) and address.isascii() and len(address) <= 254:
            return " ".join(_value("subject", name).split()), address
    return "", ""


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that hold something, in order; a mail inside a mail is one of them, not opened."""
    waiting, seen = [(message, 0)], 0
    while waiting and seen < MOST_PARTS:
        part, depth = waiting.pop()
        seen += 1
        inner = part.get_payload()
        if kind_of(part).startswith("multipart/") and isinstance(inner, list):
            if depth < DEEPEST:
                waiting.extend((one, depth + 1) for one in reversed(inner) if isinstance(one, EmailMessage))
            continue
        yield part


def _chosen(found: Sequence[EmailMessage]) -> EmailMessage | None:
    """Return the part that is the text: plain when there is one, else HTML."""
    for kind in ("text/plain", "text/html"):
        for part in found:
            if kind_of(part) == kind and _filename(part) == "" and _octets(part).strip():
                return part
    return None


def _text(part: EmailMessage) -> tuple[str, bool]:
    try:
        charset = part.get_content_charset()
    except Exception:  # noqa: BLE001 - see kind_of
        charset = None
    octets = _octets(part)
    text = plain.decoded(octets, charset)
    cut = len(octets) > plain.LONGEST * 4
    return (plain.from_html(text) if kind_of(part) == "text/html" else text.strip()), cut


def _part(part: EmailMessage, most: int) -> Part:
    content = _octets(part)
    kept = content if len(content) <= most else None
    return Part(name=_filename(part), kind=kind_of(part), size=len(content), content=kept)


def _filename(part: EmailMessage) -> str:
    try:
        return plain.clean(part.get_filename() or "")[:200]
    except Exception:  # noqa: BLE001 - see kind_of
        return ""


def _octets(part: EmailMessage) -> bytes:
    """Return the octets of a part as they were attached; of a mail inside, that mail as it came."""
    try:
        inner = part.get_payload()
        if isinstance(inner, list):
            return b"\n".join(one.as_bytes() for one in inner if isinstance(one, EmailMessage))
        octets = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001 - see kind_of
        return b""
    return octets if isinstance(octets, bytes) else b""
