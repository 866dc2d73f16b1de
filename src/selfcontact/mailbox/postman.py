"""Carries what was written to people: each mail is marked before it leaves, and no crash makes it leave twice."""

from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.db import transaction

from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock
from selfcontact.mailbox import contents
from selfcontact.mailbox.models import Direction, Mail, Passage
from selfcontact.mailbox.smtp import Session, Verdict, session
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Means, Notice
from selfcontact.notices.templates import Letter
from selfcontact.requests.models import Request

#: A server that has not taken a mail after so many attempts, one and a half days, will not.
MOST_ATTEMPTS = 24
LONGEST_PAUSE = timedelta(hours=2)
#: Said of a mail that was on its way when the program stopped.
UNKNOWN = "unknown: it may have left"


def employed() -> bool:
    """Tell whether a mail server is set: without one nothing leaves, since a mail is not left lying in clear."""
    return str(settings.EMAIL_BACKEND).endswith("smtp.EmailBackend")


def carry(*, actor: Actor, clock: Clock) -> int:
    """Send what waits and may leave now; return how many mails left. Raises UserError, or OSError without a server."""
    due = [notice for notice in notices.waiting(Means.MAIL) if _due(notice, clock)]
    if not due:
        return 0
    with session(clock.now()) as opened:
        return sum(_carry(actor, opened, notice, clock) for notice in due)


def _due(notice: Notice, clock: Clock) -> bool:
    mail = Mail.objects.filter(notice_uid=notice.uid).first()
    return mail is None or mail.next_at is None or mail.next_at <= clock.now()


def _carry(actor: Actor, opened: Session, notice: Notice, clock: Clock) -> bool:
    mail = _claim(actor, notice, clock)
    if mail is None:
        return False
    verdict = Verdict(code=0)
    try:
        verdict = _hand_over(opened, notice, mail, clock)
    finally:
        # Whatever went wrong, the server did not have it: it may leave later.
        _conclude(actor, notice, mail, verdict, clock)
    return verdict.taken


def _hand_over(opened: Session, notice: Notice, mail: Mail, clock: Clock) -> Verdict:
    letter = notices.opened(notice)
    try:
        message = _message(notice, mail, letter, clock)
        return opened.hand_over(message, sender=settings.DPO_EMAIL, to=letter.to)
    except ValueError:
        # An address that no header or no envelope can hold.
        return Verdict(code=553, said="address")


@transaction.atomic(durable=True)
def _claim(actor: Actor, notice: Notice, clock: Clock) -> Mail | None:
    """Mark a mail as leaving, committed before it does; None when it was on its way as the program stopped."""
    mail = Mail.objects.select_for_update().filter(notice_uid=notice.uid).first() or _new(notice, clock)
    if mail.passage == Passage.LEAVING:
        mail.passage = Passage.UNKNOWN
        mail.save(update_fields=["passage"])
        notices.failed(actor=actor, notice=notice, reason=UNKNOWN, at=clock.now())
        return None
    # What failed waits for somebody: when it is among the waiting again, they let it leave again.
    again = mail.passage in {Passage.FAILED, Passage.UNKNOWN}
    mail.attempts = 1 if again else mail.attempts + 1
    mail.passage = Passage.LEAVING
    mail.save()
    return mail


def _new(notice: Notice, clock: Clock) -> Mail:
    request = Request.objects.filter(uid=notice.subject_uid).first()
    return Mail(
        direction=Direction.OUT,
        request=request,
        notice_uid=notice.uid,
        received_at=clock.now(),
        recorded_at=clock.now(),
        generation=notice.generation,
        message_print=contents.fingerprint("message", message_id(notice)),
        passage=Passage.WAITING,
    )


@transaction.atomic(durable=True)
def _conclude(actor: Actor, notice: Notice, mail: Mail, verdict: Verdict, clock: Clock) -> None:
    """Write down what the server said; a mail that it did not take waits longer each time, and fails at last."""
    now = clock.now()
    mail.answer, mail.received_at = f"{verdict.code or ''} {verdict.said}".strip(), now
    if verdict.taken:
        mail.passage = Passage.SENT
        notices.sent(actor=actor, notice=notice, proof=f"{message_id(notice)} {mail.answer}", at=now)
    elif verdict.final or mail.attempts >= MOST_ATTEMPTS:
        mail.passage = Passage.UNKNOWN if verdict.lost else Passage.FAILED
        reason = UNKNOWN if verdict.lost else mail.answer or "refused"
        notices.failed(actor=actor, notice=notice, reason=reason, at=now)
    else:
        mail.passage = Passage.WAITING
        mail.next_at = now + min(timedelta(minutes=2 ** min(mail.attempts, 10)), LONGEST_PAUSE)
    mail.save()


def message_id(notice: Notice) -> str:
    """Return the Message-ID under which a notice leaves, always the same: who got it twice sees it once."""
    return f"<{notice.uid}@{settings.DPO_EMAIL.rpartition('@')[2]}>"


def _message(notice: Notice, mail: Mail, letter: Letter, clock: Clock) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"] = formataddr((settings.COMPANY_NAME, settings.DPO_EMAIL))
    made["To"], made["Subject"] = letter.to, letter.subject
    made["Date"], made["Message-ID"] = format_datetime(clock.now()), message_id(notice)
    for name, value in _thread(mail.request).items():
        made[name] = value
    # Whoever answers by machine is asked not to (RFC 3834), and what comes back by a loop is known again.
    made["Auto-Submitted"] = "auto-replied"
    made["X-Auto-Response-Suppress"] = "All"
    made["X-Loop"] = settings.DPO_EMAIL
    made.set_content(letter.text)
    return made


def _thread(request: Request | None) -> dict[str, str]:
    """Return the headers that put a mail under the last one that the person wrote."""
    if request is None:
        return {}
    came = Mail.objects.filter(direction=Direction.IN, sealed__isnull=False)
    last = came.filter(request=request).order_by("-received_at", "-pk").first()
    last = last or came.filter(objection=request).order_by("-received_at", "-pk").first()
    words = contents.unseal(last) if last else None
    if words is None or not words.message_id:
        return {}
    path = [*reversed(words.references[:10]), words.message_id]
    return {"In-Reply-To": words.message_id, "References": " ".join(path)}
