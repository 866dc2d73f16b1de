"""What the worker does not decide: it tells the DPO, in the request's own history."""

from enum import StrEnum

from django.db import transaction

from selfcontact.identity.models import Ticket
from selfcontact.ledger.actions import record
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM
from selfcontact.requests.models import Request

Finding = Ticket.Finding
#: Of one request, that its page looks back at.
MOST = 50


class Doubt(StrEnum):
    """What is not sure about whoever asks, in a code that says nothing of them."""

    #: Name or postcode are not those that we have.
    FACTS = "doubt"
    FLOOD = "flood"
    #: Of whoever takes a request back.
    RUNG = "rung"


def facts(*, ticket: Ticket, request: Request) -> None:
    """The number is proven, but name or postcode are not those that we have: nothing is disclosed (attack 4)."""
    _doubt(ticket, request, Doubt.FACTS)


def flood(*, ticket: Ticket, request: Request) -> None:
    """More objections than a day's: a programme may be filling the form in, with everybody's numbers."""
    _doubt(ticket, request, Doubt.FLOOD)


def rung(*, ticket: Ticket, request: Request) -> None:
    """The proof is lower than the one on which the request rests."""
    _doubt(ticket, request, Doubt.RUNG)


def found(request: Request) -> list[Ticket.Finding]:
    """Return what was found by the tickets of a request, the newest last, for whoever deals with it."""
    seen = Ticket.objects.filter(request_uid=request.uid).exclude(finding=Finding.NONE).order_by("created_at")
    return [Finding(one) for one in seen.values_list("finding", flat=True)]


def standing(request: Request) -> list[Doubt]:
    """Return what is not settled yet: a proof settles who asks, the end of a request who takes it back.

    Tickets are forgotten within days, and a request lasts a month or three: the ledger is what remembers.
    """
    question = Question(objects=(request.uid,), action=Action.REQUEST_DOUBTED)
    doubts = {Doubt(str(line.details["why"])) for line in read(question, limit=MOST).lines}
    settled = {Doubt.RUNG} if request.ended_at else set()
    return sorted(doubts - settled - ({Doubt.FACTS, Doubt.FLOOD} if request.verified_at else set()))


@transaction.atomic
def _doubt(ticket: Ticket, request: Request, why: Doubt) -> None:
    ticket.finding = Finding.FLOOD if why == Doubt.FLOOD else Finding.DOUBT
    Ticket.objects.filter(pk=ticket.pk).update(finding=ticket.finding)
    details = {"reference": request.reference, "why": str(why)}
    record(actor=SYSTEM, action=Action.REQUEST_DOUBTED, mandate_id=None, object_id=request.uid, details=details)
