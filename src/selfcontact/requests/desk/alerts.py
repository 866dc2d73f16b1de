"""Telling the DPO by e-mail that a month is passing: once for each request and step, and nothing of the person."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.formats import date_format

from selfcontact.compliance.deadline import Pressure
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.notices.alarms import claim
from selfcontact.requests import states
from selfcontact.requests.models import Request
from selfcontact.requests.noting import note
from selfcontact.requests.queue import open_requests, standing

SAID = {
    Pressure.HALF: "la moitié du délai est passée",
    Pressure.THREE_QUARTERS: "les trois quarts du délai sont passés",
    Pressure.FIVE_DAYS: "il reste cinq jours ou moins",
    Pressure.LATE: "le délai est passé",
}


def alert(*, actor: Actor, at: datetime) -> int:
    """Write to the DPO about each request that has come to a new step; return how many mails that were.

    A mail that cannot leave is tried again the next time: the step is not claimed then.
    """
    return sum(_alert(actor, one, at) for one in open_requests().filter(state__in=states.UNANSWERED))


@transaction.atomic
def _alert(actor: Actor, request: Request, at: datetime) -> bool:
    found = standing(request, at)
    if found.paused_days is not None or found.pressure not in SAID:
        return False
    # An extension is a new deadline, with its own steps; a pause moves the same one.
    step = f"{found.pressure.name.lower()}-{request.deadline.months}"
    if not claim(subject_uid=request.uid, step=step, at=at):
        return False
    note(actor, request, Action.REQUEST_ALERTED, step=step)
    _send(request, SAID[found.pressure])
    return True


def _send(request: Request, said: str) -> None:
    day = date_format(request.due_on, "j F Y")
    send_mail(
        subject=f"Demande {request.reference} : {said}",
        message=f"Demande {request.reference} : {said}.\nRéponse due le {day}.\n\n"
        f"{settings.FACE_URLS['console']}/requests/{request.reference}/\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[settings.DPO_EMAIL],
    )
