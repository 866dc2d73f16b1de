"""What is done with a mail: taken in, read with a reason, brought to a request, dealt with, forgotten.

Ledger entries carry codes and references, never a word of the mail.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from selfcontact.contacts.watching import watch
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.mailbox import contents, natures, opening, threads
from selfcontact.mailbox.contents import Label, Words
from selfcontact.mailbox.letter import Letter
from selfcontact.mailbox.meaning import Meaning, understood
from selfcontact.mailbox.models import Attachment, Direction, Flag, Mail, Nature
from selfcontact.requests import refusals
from selfcontact.requests.models import Kind, Request, State

LOCK = 0x3A11B0
HOUR = timedelta(hours=1)
#: How long a mail that belongs to no request is kept.
KEPT = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Where a mail lay on its server, how long it was, and when that server took it."""

    place: str
    size: int
    received_at: datetime


@transaction.atomic
def take(*, actor: Actor, letter: Letter, arrival: Arrival, clock: Clock) -> Mail:
    """Seal a mail and bring it to its request, which it opens when there is none; the same one twice is taken once."""
    _alone()
    gist = contents.gist(letter, arrival.received_at.isoformat())
    if known := taken(arrival.place, gist):
        return known
    now = clock.now()
    mail = Mail(
        direction=Direction.IN,
        received_at=arrival.received_at,
        recorded_at=now,
        size=arrival.size,
        message_print=contents.fingerprint("message", letter.message_id) if letter.message_id else None,
        sender_print=contents.fingerprint("sender", letter.sender.casefold()),
        content_print=contents.fingerprint("gist", gist),
        place_print=contents.fingerprint("place", arrival.place),
    )
    meaning = understood(letter.subject, letter.text)
    contents.seal(mail, letter, tuple((str(kind), said) for kind, said in meaning.found))
    _bring(actor, mail, letter, meaning, clock)
    mail.save()
    Attachment.objects.bulk_create(contents.seal_part(mail, n, one) for n, one in enumerate(letter.parts))
    _note(actor, mail, Action.MAIL_TAKEN, nature=str(mail.nature), flags=list(mail.flags), parts=len(letter.parts))
    return mail


def taken(place: str, gist: str = "") -> Mail | None:
    """Return the mail that was taken from that place, or that says the same."""
    same = Q(place_print__in=contents.fingerprints("place", place))
    if gist:
        same |= Q(content_print__in=contents.fingerprints("gist", gist))
    return Mail.objects.filter(same).first()


def _bring(actor: Actor, mail: Mail, letter: Letter, meaning: Meaning, clock: Clock) -> None:
    """Find out who wrote, and bring the mail to a request when a person did."""
    mail.flags = [Flag.DAMAGED] if letter.damaged else []
    mail.flags += [Flag.LEFT_OUT] if any(part.content is None for part in letter.parts) else []
    mail.nature = _nature(mail, letter)
    if mail.nature == Nature.BOUNCE:
        sent = threads.what_bounced(letter)
        mail.request, mail.flags = (sent.request if sent else None), [*mail.flags, Flag.BOUNCED]
        return
    found = threads.request_of(letter)
    if mail.nature != Nature.PERSON:
        mail.request = found
        return
    if found:
        opening.join(actor=actor, mail=mail, letter=letter, meaning=meaning, request=found, clock=clock)
    else:
        opening.begin(actor=actor, mail=mail, letter=letter, meaning=meaning, clock=clock)


def _nature(mail: Mail, letter: Letter) -> Nature:
    said = natures.nature(letter, ours=settings.DPO_EMAIL)
    if said == Nature.PERSON and (threads.is_ours(letter) or _floods(mail)):
        return Nature.LOOP
    return said


def _floods(mail: Mail) -> bool:
    """Tell whether this sender wrote too often within the hour: two machines that answer each other end here."""
    at = mail.received_at
    lately = Mail.objects.filter(sender_print=mail.sender_print, received_at__range=(at - HOUR, at))
    return lately.count() >= settings.MAILBOX_SENDER_PER_HOUR


@transaction.atomic
def disclose(*, actor: Actor, mail: Mail, reason: str) -> Words | None:
    """Return a mail in clear, or None once forgotten; the ledger says who looked and why."""
    refusals.without_reason(reason)
    words = contents.unseal(mail)
    _note(actor, mail, Action.MAIL_DISCLOSED, reason=reason)
    watch(actor=actor)
    return words


def labels(mail: Mail) -> list[tuple[Attachment, Label | None]]:
    """Return the attachments of a mail with their names, for whoever has just opened it with a reason."""
    return [(one, contents.label(one)) for one in mail.attachments.defer("sealed").order_by("position")]


@transaction.atomic
def disclose_attachment(*, actor: Actor, attachment: Attachment, reason: str) -> bytes:
    """Return the octets of an attachment as they came; raises UserError when they were left out or forgotten."""
    refusals.without_reason(reason)
    octets = contents.octets(attachment)
    if octets is None:
        raise UserError(
            "attachment_gone",
            fr="Cette pièce jointe n’a pas été gardée, ou est oubliée.",
            en="This attachment was not kept, or is forgotten.",
        )
    said: dict[str, JSON] = {"position": attachment.position, "size": attachment.size, "reason": reason}
    _note(actor, attachment.mail, Action.MAIL_ATTACHMENT_DISCLOSED, **said)
    watch(actor=actor)
    return octets


@transaction.atomic
def settle(*, actor: Actor, mail: Mail, at: datetime) -> None:
    """Say that a mail is dealt with."""
    if mail.settled_at is None:
        mail.settled_at = at
        mail.save(update_fields=["settled_at"])
        _note(actor, mail, Action.MAIL_SETTLED)


@transaction.atomic
def assign(*, actor: Actor, mail: Mail, request: Request) -> None:
    """Bring a mail that fits no request to one."""
    _without_request(mail)
    mail.request = request
    mail.save(update_fields=["request"])
    _note(actor, mail, Action.MAIL_ASSIGNED, opened=False)


@transaction.atomic
def open_request(*, actor: Actor, mail: Mail, kinds: Collection[Kind], at: datetime) -> Request:
    """Open a request for a mail that opened none by itself; its clock starts when the mail came."""
    _without_request(mail)
    words = contents.unseal(mail)
    if words is None:
        raise UserError("mail_forgotten", fr="Ce courriel est oublié.", en="This mail is forgotten.")
    person = opening.person(words, understood(words.subject, words.text))
    mail.request = opening.receive(actor=actor, mail=mail, kinds=kinds, person=person, at=at)
    mail.settled_at = at
    mail.save(update_fields=["request", "settled_at"])
    _note(actor, mail, Action.MAIL_ASSIGNED, opened=True)
    return mail.request


def purge_due(*, actor: Actor, at: datetime) -> int:
    """Destroy mails of people who were forgotten, and those that fit no request and grew old; return their number."""
    alone = Q(request=None, recorded_at__lte=at - KEPT)
    forgotten = Q(request__state=State.PURGED) & (
        Q(recorded_at__lte=at - KEPT) | Q(recorded_at__lte=F("request__ended_at"))
    )
    due = list(Mail.objects.filter(alone | forgotten, purged_at=None).defer("sealed"))
    for mail in due:
        _purge(actor, mail, at)
    return len(due)


@transaction.atomic
def _purge(actor: Actor, mail: Mail, at: datetime) -> None:
    mail.attachments.update(sealed=None, label=None)
    Mail.objects.filter(pk=mail.pk).update(sealed=None, sender_print=None, purged_at=at)
    _note(actor, mail, Action.MAIL_PURGED)


def _without_request(mail: Mail) -> None:
    if mail.request_id is not None:
        raise UserError(
            "mail_has_request", fr="Ce courriel appartient déjà à une demande.", en="This mail belongs to a request."
        )


def _alone() -> None:
    """Take in one mail at a time until the end of the transaction: what is counted per day is then counted right."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _note(actor: Actor, mail: Mail, action: Action, **details: JSON) -> None:
    reference = mail.request.reference if mail.request else None
    said = {"reference": reference, **details}
    record(actor=actor, action=action, mandate_id=None, object_id=mail.uid, details=said)
