"""The versions of the texts: which one is in use, what a new one must hold, how it would read."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.digest import text_sha256
from selfcontact.lib.errors import UserError
from selfcontact.notices import fields
from selfcontact.notices.models import Kind, Language, Template
from selfcontact.notices.substitution import named, put

#: Advisory lock under which a version takes its number.
LOCK = 0x4071CE
LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_NOTE = 150, 10_000, 500


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a reader gets, in clear for as long as it is sent; prints nothing. `secret` is shown on no screen."""

    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    secret: str = field(default="", repr=False)


def versions() -> QuerySet[Template]:
    """Return every version, the newest of each text first."""
    return Template.objects.order_by("kind", "language", "-number")


def in_use() -> QuerySet[Template]:
    """Return the version in use of every text."""
    return versions().distinct("kind", "language")


def current(kind: Kind, language: Language) -> Template:
    """Return the version in use of one text."""
    return Template.objects.filter(kind=kind, language=language).order_by("-number")[0]


def check(kind: Kind, subject: str, text: str) -> None:
    """Raise UserError for a text that lacks what it must say, or names what we do not know."""
    if not subject.strip() or not text.strip() or len(subject.splitlines()) > 1:
        raise UserError(
            "template_empty",
            fr="Il faut un objet, sur une ligne, et un texte.",
            en="A subject, on one line, and a text are needed.",
        )
    if len(subject) > LONGEST_SUBJECT or len(text) > LONGEST_TEXT or "\0" in subject + text:
        raise UserError(
            "template_long",
            fr=f"Un objet d’au plus {LONGEST_SUBJECT} caractères, un texte d’au plus {LONGEST_TEXT}.",
            en=f"A subject of at most {LONGEST_SUBJECT} characters, a text of at most {LONGEST_TEXT}.",
        )
    found = named(subject) | named(text)
    _refuse_fields(found - fields.admitted(kind), set(fields.NEEDS[kind].required) - found)
    if fields.SECRETS & named(subject):
        raise UserError(
            "template_secret",
            fr="Un code ne s’écrit pas dans l’objet : il ne se lit que dans la lettre.",
            en="A code does not stand in the subject: it is read in the letter alone.",
        )


def _refuse_fields(unknown: set[str], missing: set[str]) -> None:
    if unknown:
        said = ", ".join(f"${name}" for name in sorted(unknown))
        raise UserError("template_field", fr=f"Champ inconnu ici : {said}.", en=f"Unknown field here: {said}.")
    if missing:
        said = ", ".join(f"${name}" for name in sorted(missing))
        raise UserError("template_missing", fr=f"Le texte doit contenir {said}.", en=f"The text must hold {said}.")


def preview(kind: Kind, language: Language, subject: str, text: str) -> Letter:
    """Return how a text would read, with invented values; raises UserError as `check` does."""
    check(kind, subject, text)
    values = fields.samples(kind, language)
    return Letter(to="", subject=put(subject, values), text=put(text, values))


@transaction.atomic
def publish(
    *, actor: Actor, kind: Kind, language: Language, subject: str, text: str, note: str, at: datetime
) -> Template:
    """Add the next version of a text, for ever; raises UserError for one that says too little, or the same."""
    subject, text = subject.strip(), _clean(text)
    check(kind, subject, text)
    if not 0 < len(note.strip()) <= LONGEST_NOTE:
        raise UserError(
            "template_note",
            fr="Dites en une phrase ce qui change.",
            en="Say in a sentence what changes.",
            hint="--note",
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    former = current(kind, language)
    if (former.subject, former.text) == (subject, text):
        raise UserError("template_unchanged", fr="Ce texte est déjà en usage.", en="This text is in use already.")
    made = Template.objects.create(
        kind=kind,
        language=language,
        number=former.number + 1,
        subject=subject,
        text=text,
        note=note.strip(),
        published_at=at,
        sha256=text_sha256(f"{subject}\n{text}"),
    )
    details = {"text": str(made), "sha256": made.sha256, "reason": made.note}
    record(actor=actor, action=Action.TEMPLATE_PUBLISHED, mandate_id=None, object_id=made.uid, details=details)
    return made


def _clean(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
