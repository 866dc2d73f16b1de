"""Taking mails in: each is read in bounded pieces, sealed, committed, and only then taken off the server."""

from collections.abc import Iterator

import structlog
from django.conf import settings
from imapclient.response_types import BodyData

from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock
from selfcontact.mailbox import actions, parsing, plain
from selfcontact.mailbox.actions import Arrival
from selfcontact.mailbox.box import Box, Lying
from selfcontact.mailbox.letter import Letter, Part

MEGABYTE = 1 << 20
LONGEST_HEAD, LONGEST_TEXT = 64 * 1024, 256 * 1024
log = structlog.get_logger("mailbox")


def take_in(*, actor: Actor, box: Box, clock: Clock) -> int:
    """Take in everything that lies in the folder; return how many mails that was. One that fails keeps none back."""
    count = 0
    for uid in box.waiting():
        if lying := box.look(uid):
            count += _take(actor, box, lying, clock)
    return count


def _take(actor: Actor, box: Box, lying: Lying, clock: Clock) -> int:
    # Sealed before, and the crash came between the commit and the removal.
    if actions.taken(lying.place) is None:
        received = clock.now() if settings.CLOCK_START else lying.received_at
        arrival = Arrival(place=lying.place, size=lying.size, received_at=received)
        actions.take(actor=actor, letter=letter(box, lying), arrival=arrival, clock=clock)
    box.take_out(lying.uid)
    return 1


def letter(box: Box, lying: Lying) -> Letter:
    """Return a mail; of one that is too large to be held whole, its headers, its text and the list of the rest."""
    most = settings.MAILBOX_ATTACHMENT_MB * MEGABYTE
    # Base64 makes three octets four, and breaks its lines.
    whole = most * 3 // 2 + MEGABYTE
    if lying.size <= whole:
        return parsing.read(box.section(lying.uid, "", whole), most=most)
    head = box.section(lying.uid, "HEADER", LONGEST_HEAD)
    structure = box.structure(lying.uid)
    if structure is None:
        return parsing.broken(box.section(lying.uid, "", LONGEST_HEAD))
    return _by_pieces(box, lying.uid, head, list(_leaves(structure)))


def _by_pieces(box: Box, uid: int, head: bytes, leaves: list[tuple[str, BodyData]]) -> Letter:
    message = parsing.parsed(head)
    chosen = next((one for kind in ("plain", "html") for one in leaves if _is_text(one[1], kind)), None)
    text, cut = _text(box, uid, *chosen) if chosen else ("", False)
    parts = [_left_out(one) for one in leaves if one is not chosen][: parsing.MOST_ATTACHMENTS]
    kind, headers = parsing.kind_of(message), parsing.headers_of(message)
    return parsing.letter(headers, text=text, parts=parts, kind=kind, damaged=cut)


def _leaves(structure: BodyData) -> Iterator[tuple[str, BodyData]]:
    """Yield the section number and the description of each part that holds something."""
    waiting: list[tuple[str, BodyData, int]] = [("", structure, 0)]
    seen = 0
    while waiting and seen < parsing.MOST_PARTS:
        number, part, depth = waiting.pop()
        seen += 1
        if not part.is_multipart:
            yield number or "1", part
        elif depth < parsing.DEEPEST:
            inner = [(f"{number}.{n}".strip("."), one, depth + 1) for n, one in enumerate(part[0], 1)]
            waiting.extend(reversed(inner))


def _is_text(part: BodyData, kind: str) -> bool:
    return _said(part[0]) == "text" and _said(part[1]) == kind and "name" not in _pairs(part[2])


def _text(box: Box, uid: int, number: str, part: BodyData) -> tuple[str, bool]:
    """Return the text of a part, and whether it was cut."""
    octets = box.section(uid, number, LONGEST_TEXT)
    coding, charset = _said(part[5]) or "7bit", _pairs(part[2]).get("charset", "utf-8")
    head = f"Content-Type: text/plain\r\nContent-Transfer-Encoding: {coding}\r\n\r\n".encode("ascii", errors="replace")
    raw = parsing.parsed(head + octets).get_payload(decode=True)
    text = plain.decoded(raw if isinstance(raw, bytes) else b"", charset)
    cut = int(part[6] or 0) > LONGEST_TEXT
    return (plain.from_html(text) if _said(part[1]) == "html" else text.strip()), cut


def _left_out(leaf: tuple[str, BodyData]) -> Part:
    part = leaf[1]
    name = _pairs(part[2]).get("name", "")
    disposition = next((one for one in part[8:11] if isinstance(one, tuple) and len(one) == 2), None)
    if not name and disposition and isinstance(disposition[1], tuple):
        name = _pairs(disposition[1]).get("filename", "")
    return Part(name=name[:200], kind=f"{_said(part[0])}/{_said(part[1])}", size=int(part[6] or 0), content=None)


def _said(value: object) -> str:
    return plain.clean(value.decode("ascii", errors="replace")).casefold()[:80] if isinstance(value, bytes) else ""


def _pairs(values: object) -> dict[str, str]:
    """Return the parameters of a part; the server gives them one after the other."""
    flat = list(values) if isinstance(values, tuple) else []
    return {
        _said(name): plain.decoded(value, None)
        for name, value in zip(flat[::2], flat[1::2], strict=False)
        if isinstance(value, bytes)
    }
