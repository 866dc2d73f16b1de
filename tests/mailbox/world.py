"""Mails of invented people."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count
from uuid import UUID

from tests.mailbox.servers import DPO, PERSON

from selfcontact.ledger.leaf import Leaf
from selfcontact.ledger.models import Entry
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import SystemClock
from selfcontact.mailbox import box, postman, reading
from selfcontact.mailbox.models import Direction, Mail
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Subprocessor

CLOCK = SystemClock()
NUMBER = 33639980123
WRITTEN = "06 39 98 01 23"
numbers = count(1)


def examined(on: date, until: date) -> Subprocessor:
    """Put the operator of the mail server on record, reviewed."""
    made = subprocessors.add_subprocessor(
        actor=SYSTEM, reference="post-office", name="La Poste du test", kind=Subprocessor.Kind.HOST, country="FR"
    )
    subprocessors.vet(
        actor=SYSTEM,
        subprocessor=made,
        contract_sha256="a" * 64,
        on=on,
        until=until,
        grounds="essai",
        transfers="aucun",
    )
    return made


def written(
    text: str,
    *,
    subject: str = "Mes données",
    sender: str = f"Zoé Lefèvre <{PERSON}>",
    headers: Mapping[str, str] = {},
    attachments: Mapping[str, bytes] = {},
    html: str = "",
) -> bytes:
    """Return a mail as a person's program writes it."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, DPO, subject
    message["Date"] = datetime.now(UTC)
    if "Message-ID" not in headers:
        message["Message-ID"] = f"<m{next(numbers)}.{UUID(int=next(numbers)).hex}@people.example>"
    for name, value in headers.items():
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, octets in attachments.items():
        message.add_attachment(octets, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def message_id(raw: bytes) -> str:
    """Return the Message-ID of a mail."""
    return next(line.split(b":", 1)[1].strip().decode() for line in raw.splitlines() if line.startswith(b"Message-ID:"))


def take_in() -> list[Mail]:
    """Read the box once; return the mails taken, oldest first."""
    last = Mail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with box.opened(CLOCK.now()) as opened:
        reading.take_in(actor=SYSTEM, box=opened, clock=CLOCK)
    return list(Mail.objects.filter(pk__gt=last, direction=Direction.IN).order_by("pk"))


def deeds(uid: UUID) -> list[str]:
    """Return the actions that the ledger has of an object, oldest first."""
    found = Entry.objects.filter(object_id=uid).order_by("id")
    return [Leaf.decode(bytes(entry.leaf)).action for entry in found]


def carry() -> int:
    """Let the postman go round once; return how many mails left."""
    return postman.carry(actor=SYSTEM, clock=CLOCK)
