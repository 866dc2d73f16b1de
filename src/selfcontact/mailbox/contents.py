"""What is stored of a mail: its words under the platform's keys, and fingerprints by which it is found again."""

import hashlib
import json
from dataclasses import dataclass, field

from selfcontact.mailbox.letter import Letter, Part
from selfcontact.mailbox.models import Attachment, Mail
from selfcontact.vault import open_vault

MAIL, LABEL, ATTACHMENT = "mailbox_mail", "mailbox_label", "mailbox_content"


@dataclass(frozen=True, kw_only=True)
class Words:
    """A mail in clear, for as long as somebody reads it; `suggested` are pairs (kind, the sentence that says so)."""

    sender: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    message_id: str = field(default="", repr=False)
    references: tuple[str, ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    suggested: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class Label:
    """The name and the type that whoever wrote gave to an attachment."""

    name: str = field(repr=False)
    kind: str = field(repr=False)


def seal(mail: Mail, letter: Letter, suggested: tuple[tuple[str, str], ...]) -> None:
    """Put the words of a letter in a mail, sealed under the newest keys of the platform."""
    clear = {
        "sender": letter.sender,
        "name": letter.name,
        "subject": letter.subject,
        "message_id": letter.message_id,
        "references": list(letter.answers),
        "text": letter.text,
        "headers": [list(pair) for pair in letter.headers],
        "suggested": [list(pair) for pair in suggested],
    }
    keys = open_vault().keys.latest(None)
    mail.generation = keys.generation
    mail.sealed = keys.seal(MAIL, mail.uid.int >> 65, json.dumps(clear, ensure_ascii=False).encode())


def unseal(mail: Mail) -> Words | None:
    """Return the words of a mail, or None once they were destroyed, or of one that we sent."""
    if mail.sealed is None:
        return None
    keys = open_vault().keys.open(None, mail.generation)
    clear = json.loads(keys.open(MAIL, mail.uid.int >> 65, bytes(mail.sealed)))
    pairs = {name: tuple((one, other) for one, other in clear.pop(name)) for name in ("headers", "suggested")}
    return Words(**{**clear, **pairs, "references": tuple(clear["references"])})


def seal_part(mail: Mail, position: int, part: Part) -> Attachment:
    """Return an attachment ready to be stored."""
    keys = open_vault().keys.latest(None)
    made = Attachment(mail=mail, position=position, size=part.size, generation=keys.generation)
    row, label = made.uid.int >> 65, {"name": part.name, "kind": part.kind}
    made.label = keys.seal(LABEL, row, json.dumps(label, ensure_ascii=False).encode())
    made.sealed = None if part.content is None else keys.seal(ATTACHMENT, row, part.content)
    return made


def label(attachment: Attachment) -> Label | None:
    """Return the name and type of an attachment, or None once destroyed."""
    if attachment.label is None:
        return None
    keys = open_vault().keys.open(None, attachment.generation)
    return Label(**json.loads(keys.open(LABEL, attachment.uid.int >> 65, bytes(attachment.label))))


def octets(attachment: Attachment) -> bytes | None:
    """Return the octets of an attachment, or None when they were left out or destroyed."""
    if attachment.sealed is None:
        return None
    keys = open_vault().keys.open(None, attachment.generation)
    return keys.open(ATTACHMENT, attachment.uid.int >> 65, bytes(attachment.sealed))


def fingerprint(what: str, value: str) -> bytes:
    """Return the 16 octets by which a value is found again; nobody makes them without the keys."""
    return open_vault().keys.latest(None).scatter(f"mailbox.{what}:{value}")


def fingerprints(what: str, value: str) -> list[bytes]:
    """Return the fingerprint of a value under every generation of the platform's keys."""
    keys = open_vault().keys
    return [keys.open(None, one).scatter(f"mailbox.{what}:{value}") for one in keys.generations(None)]


def gist(letter: Letter, received: str) -> str:
    """Return what makes a mail the same when it is delivered twice: not its path, nor its place on a server.

    The Message-ID alone would let a stranger who knows one keep another mail from being taken in.
    """
    dated = letter.date or received
    said = f"{letter.message_id}\n{letter.sender.casefold()}\n{dated}\n{letter.subject}\n{letter.text}"
    return hashlib.sha256(said.encode()).hexdigest()
