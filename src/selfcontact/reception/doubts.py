"""What the worker does not decide: it tells the DPO, in the request's own history."""

from django.db import transaction

from selfcontact.identity.models import Ticket
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM
from selfcontact.requests.models import Request

Finding = Ticket.Finding


def facts(*, ticket: Ticket, request: Request) -> None:
    """The number is proven, but name or postcode are not those that we have: nothing is disclosed (attack 4)."""
    _doubt(ticket, request, Finding.DOUBT)


def flood(*, ticket: Ticket, request: Request) -> None:
    """More objections than a day's: a programme may be filling the form in, with everybody's numbers."""
    _doubt(ticket, request, Finding.FLOOD)


def rung(*, ticket: Ticket, request: Request) -> None:
    """The proof is lower than the one on which the request rests."""
    _doubt(ticket, request, Finding.DOUBT)


def found(request: Request) -> list[Ticket.Finding]:
    """Return what was found by the tickets of a request, the newest last, for whoever deals with it."""
    seen = Ticket.objects.filter(request_uid=request.uid).exclude(finding=Finding.NONE).order_by("created_at")
    return [Finding(one) for one in seen.values_list("finding", flat=True)]


@transaction.atomic
def _doubt(ticket: Ticket, request: Request, why: Ticket.Finding) -> None:
    ticket.finding = why
    Ticket.objects.filter(pk=ticket.pk).update(finding=why)
    details = {"reference": request.reference, "why": str(why)}
    record(actor=SYSTEM, action=Action.REQUEST_DOUBTED, mandate_id=None, object_id=request.uid, details=details)
