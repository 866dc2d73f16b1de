"""Telling the DPO by e-mail that a term of a breach is passing: once for each term and step."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from selfcontact.breaches.models import Breach, Kind, Step
from selfcontact.breaches.telling import PARIS, missing
from selfcontact.compliance import breach as terms
from selfcontact.compliance.breach import Term, Urgency
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.notices.alarms import claim

SAID = {
    Urgency.HALF: "la moitié du temps est passée",
    Urgency.THREE_QUARTERS: "les trois quarts du temps sont passés",
    Urgency.LATE: "le terme est passé",
}
WHOM = {"controllers": "responsables", "authority": "CNIL"}


def open_breaches() -> QuerySet[Breach]:
    """Return the breaches that are not closed, the most pressing first."""
    closed = Step.objects.filter(breach=OuterRef("pk"), kind=Kind.CLOSED)
    return Breach.objects.filter(~Exists(closed)).defer("sealed").order_by("learnt_at", "pk")


def running(breach: Breach) -> Iterator[tuple[str, Term]]:
    """Yield the terms that still run: until every controller is told, until the authority is or need not be."""
    lacking = missing(breach)
    for name, stored in (("controllers", breach.controllers_term), ("authority", breach.authority_term)):
        if name in lacking:
            yield name, terms.from_json(stored)


def alert(*, actor: Actor, at: datetime) -> int:
    """Write to the DPO about each term that has come to a new step; return how many mails that were."""
    return sum(_alert(actor, one, name, term, at) for one in open_breaches() for name, term in running(one))


@transaction.atomic
def _alert(actor: Actor, breach: Breach, name: str, term: Term, at: datetime) -> bool:
    urgency = term.urgency(at)
    if urgency not in SAID or not claim(subject_uid=breach.uid, step=f"{name}-{urgency.name.lower()}", at=at):
        return False
    details = {"breach": breach.reference, "term": name, "step": urgency.name.lower()}
    record(actor=actor, action=Action.BREACH_ALERTED, mandate_id=None, object_id=breach.uid, details=details)
    _write(breach, term, f"Violation {breach.reference} ({WHOM[name]}) : {SAID[urgency]}")
    return True


def _write(breach: Breach, term: Term, said: str) -> None:
    due = term.due_at.astimezone(PARIS)
    send_mail(
        subject=said,
        message=f"{said}.\nTerme : {due:%d/%m/%Y %H:%M} (Europe/Paris, UTC{due:%z}).\n\n"
        f"{settings.FACE_URLS['console']}/breaches/{breach.reference}/\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[settings.DPO_EMAIL],
    )
