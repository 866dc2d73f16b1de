"""What one can do with something written: write it, print it, say that it left or could not, read it, forget it.

The ledger has the kind, the reader's role, the version of the text and the proof; never the words nor the address.
"""

import json
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lib.masking import mask_text
from selfcontact.notices import fields, house, refusals, templates
from selfcontact.notices.models import Kind, Language, Means, Notice
from selfcontact.notices.substitution import put
from selfcontact.notices.templates import Letter
from selfcontact.vault import open_vault

TABLE = "notice"
HIDDEN = "••••••••"
#: What a server answers may repeat an address.
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")

Fact = str | date


@transaction.atomic
def write(
    *,
    actor: Actor,
    subject_uid: UUID,
    kind: Kind,
    recipient: str,
    language: Language | str,
    means: Means,
    to: str,
    facts: Mapping[str, Fact],
    at: datetime,
) -> Notice:
    """Write to somebody with the text in use, sealed at once; raises UserError for a fact or an address that lacks.

    `recipient` is "person", or "provider:", "subprocessor:" or "candidate:" and a reference. A `date` is said in the
    language.
    """
    refusals.recipient(recipient)
    refusals.address(means, to)
    refusals.facts(kind, facts)
    language = Language(language)
    template = templates.current(kind, language)
    values = house.said(facts, language, at)
    letter = Letter(
        to=to.strip(),
        subject=" ".join(put(template.subject, values).split()),
        text=put(template.text, values),
        secret=next((values[name] for name in fields.SECRETS if name in facts), ""),
    )
    made = Notice(
        subject_uid=subject_uid,
        kind=kind,
        recipient=recipient,
        language=language,
        template=template,
        means=means,
        created_at=at,
        generation=open_vault().keys.latest(None).generation,
    )
    made.sealed = _seal(made, letter)
    made.save()
    _note(actor, made, Action.NOTICE_WRITTEN, recipient=recipient, means=str(means), text=str(template))
    return made


def waiting(means: Means) -> QuerySet[Notice]:
    """Return what has not left yet by that way and did not fail, oldest first."""
    return Notice.objects.filter(means=means, sent_at=None, failed_at=None, sealed__isnull=False).order_by("pk")


def of(subject_uid: UUID) -> QuerySet[Notice]:
    """Return what was written about a request, oldest first, without the words."""
    return Notice.objects.filter(subject_uid=subject_uid).select_related("template").defer("sealed").order_by("pk")


def opened(notice: Notice) -> Letter:
    """Return what is to be sent, for whoever sends or prints it; raises UserError once it was forgotten."""
    if notice.sealed is None:
        raise UserError("notice_forgotten", fr="Ce texte a été oublié.", en="This text was forgotten.")
    keys = open_vault().keys.open(None, notice.generation)
    return Letter(**json.loads(keys.open(TABLE, _row(notice), bytes(notice.sealed))))


@transaction.atomic
def disclose(*, actor: Actor, notice: Notice, reason: str) -> Letter:
    """Return what was written, for somebody who reads it on a screen: a code in it stays hidden."""
    refusals.without_reason(reason)
    letter = _without_secret(opened(notice))
    _note(actor, notice, Action.NOTICE_DISCLOSED, reason=reason)
    return letter


@transaction.atomic
def printed(*, actor: Actor, notices: Collection[Notice], at: datetime) -> None:
    """Record that letters were made to print."""
    for one in notices:
        _change(one, printed_at=at)
        _note(actor, one, Action.NOTICE_PRINTED)


@transaction.atomic
def sent(*, actor: Actor, notice: Notice, proof: str, at: datetime) -> None:
    """Record that it left, once; `proof` is what shows it (the server's answer, a number of the post)."""
    refusals.gone(notice)
    letter = opened(notice)
    # Whoever opens the database later must not find a code that a letter still carries.
    sealed = _seal(notice, _without_secret(letter)) if letter.secret else notice.sealed
    proof = _masked(proof)
    _change(notice, sent_at=at, proof=proof, failed_at=None, failure="", sealed=sealed)
    _note(actor, notice, Action.NOTICE_SENT, means=notice.means, proof=proof)


@transaction.atomic
def failed(*, actor: Actor, notice: Notice, reason: str, at: datetime) -> None:
    """Record that it could not leave; it waits for somebody then."""
    refusals.gone(notice)
    reason = _masked(reason)
    _change(notice, failed_at=at, failure=reason)
    _note(actor, notice, Action.NOTICE_FAILED, means=notice.means, reason=reason)


@transaction.atomic
def retry(*, actor: Actor, notice: Notice) -> None:
    """Let something that failed leave again."""
    if notice.failed_at is None or notice.sealed is None:
        raise UserError("notice_not_failed", fr="Il n’y a rien à renvoyer.", en="There is nothing to send again.")
    refusals.gone(notice)
    _change(notice, failed_at=None, failure="")
    _note(actor, notice, Action.NOTICE_RETRIED, means=notice.means)


@transaction.atomic
def forget(*, actor: Actor, subject_uid: UUID) -> int:
    """Destroy the words of all that was written about a request; return how many texts that were."""
    found = list(Notice.objects.filter(subject_uid=subject_uid, sealed__isnull=False).defer("sealed"))
    for one in found:
        _change(one, sealed=None)
        _note(actor, one, Action.NOTICE_FORGOTTEN)
    return len(found)


def _seal(notice: Notice, letter: Letter) -> bytes:
    keys = open_vault().keys.open(None, notice.generation)
    return keys.seal(TABLE, _row(notice), json.dumps(vars(letter), ensure_ascii=False).encode())


def _without_secret(letter: Letter) -> Letter:
    if not letter.secret:
        return letter
    return Letter(to=letter.to, subject=letter.subject, text=letter.text.replace(letter.secret, HIDDEN))


def _change(notice: Notice, **changes: object) -> None:
    """Write if nobody did meanwhile: one who sends and one who prints do not both."""
    found = Notice.objects.filter(pk=notice.pk, sent_at=notice.sent_at, failed_at=notice.failed_at)
    if found.update(**changes) != 1:
        raise UserError(
            "notice_changed",
            fr="Cet envoi a changé entre-temps : relisez-le.",
            en="It has changed meanwhile: read again.",
        )
    notice.refresh_from_db()


def _masked(said: str) -> str:
    """Return what a server said without anybody's address; our own message identifiers stay."""
    own = re.escape(settings.DPO_EMAIL.partition("@")[2])
    pieces = re.split(rf"(<[A-Za-z0-9.+=_-]+@{own}>)", " ".join(said.split()))
    masked = [piece if place % 2 else mask_text(_ADDRESS.sub("‹…›", piece)) for place, piece in enumerate(pieces)]
    return "".join(masked)[:200]


def _row(notice: Notice) -> int:
    return notice.uid.int >> 65


def _note(actor: Actor, notice: Notice, action: Action, **details: JSON) -> None:
    said: dict[str, JSON] = {"notice": str(notice.uid), "kind": str(notice.kind), **details}
    # Told of the request: its history then shows what was written.
    record(actor=actor, action=action, mandate_id=None, object_id=notice.subject_uid, details=said)
