"""Things written to invented people."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from selfcontact.compliance.deadline import PARIS
from selfcontact.ledger.history import Question, read
from selfcontact.lib.actor import SYSTEM
from selfcontact.notices import actions, fields
from selfcontact.notices.models import PERSON, Kind, Language, Means, Notice

NOW = datetime(2027, 3, 15, 10, tzinfo=PARIS)
STREET = "Zoé Lefèvre\n1 rue de la Paix\n35000 Rennes"
MAIL = "zoe.lefevre@example.org"
ADDRESSES = {Means.POST: STREET, Means.MAIL: MAIL, Means.PAGE: ""}
CODE = "4071 8832"


def facts(kind: Kind) -> dict[str, str | date]:
    """Return what a kind has to be told."""
    values = fields.samples(kind, "fr")
    return {name: CODE if name == "code" else values[name] for name in fields.NEEDS[kind].facts}


def write(
    kind: Kind = Kind.ACKNOWLEDGED,
    *,
    means: Means = Means.POST,
    to: str | None = None,
    recipient: str = PERSON,
    language: Language = Language.FRENCH,
    subject: UUID | None = None,
    given: Mapping[str, str | date] | None = None,
) -> Notice:
    """Write to the invented person."""
    return actions.write(
        actor=SYSTEM,
        subject_uid=subject or uuid4(),
        kind=kind,
        recipient=recipient,
        language=language,
        means=means,
        to=ADDRESSES[means] if to is None else to,
        facts=facts(kind) if given is None else given,
        at=NOW,
    )


def told(subject: UUID) -> list[tuple[str, dict[str, object]]]:
    """Return what the ledger has of an object, oldest first."""
    lines = reversed(read(Question(objects=(subject,))).lines)
    return [(line.leaf.action, dict(line.details or {})) for line in lines if line.leaf]
