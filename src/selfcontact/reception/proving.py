"""Tickets that were proven: what the proof opens is done, and nothing else."""

from datetime import datetime, timedelta

from selfcontact.answers.parcels import for_ticket
from selfcontact.identity import actions as identity
from selfcontact.identity import contents
from selfcontact.identity.models import Code, Purpose, Ticket
from selfcontact.identity.parcels import Parcel
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.reception import doubts, facts, news
from selfcontact.reception.taking import Case, number_of
from selfcontact.requests import actions as requests
from selfcontact.requests import states
from selfcontact.requests.models import Request, Rung

Finding = Ticket.Finding
#: How long an opened answer stays on the page of its browser; to read it again takes another code.
OPENED = timedelta(hours=1)


def prove(ticket: Ticket, clock: Clock) -> None:
    """Do what a proven ticket opens; raises UnreadableError for one whose contents were forgotten."""
    case = Case(ticket=ticket, said=contents.read(ticket), clock=clock)
    request = Request.objects.filter(uid=ticket.request_uid).first() if ticket.request_uid else None
    if request is None:
        identity.finish(ticket=ticket)
    elif ticket.purpose == Purpose.ASK:
        _verify(case, request)
    elif ticket.purpose == Purpose.OPEN:
        _open(case, request)
    else:
        _withdraw(case, request)


def _open(case: Case, request: Request) -> None:
    """Lay out the answer, or where the request stands, for the browser that has just proven the number."""
    number, at = case.said.number or number_of(request), case.clock.now()
    if number and (parcel := _found(request, number, at)):
        identity.lay(ticket=case.ticket, said=case.said, parcel=parcel, until=OPENED)
    identity.finish(ticket=case.ticket)


def _found(request: Request, number: int, at: datetime) -> Parcel | None:
    return for_ticket(request=request, number=number, at=at) or news.for_ticket(request=request, number=number, at=at)


def _verify(case: Case, request: Request) -> None:
    rung, finding = _proof(case)
    if rung < states.needed(request.kinds):
        doubts.facts(ticket=case.ticket, request=request)
    else:
        if states.possible("identity_answered", request.state):
            # The code is the answer to the question that paused the clock.
            requests.identity_answered(actor=case.actor, request=request, at=case.clock.now())
        if states.possible("verify", request.state):
            requests.verify(actor=case.actor, request=request, rung=rung, at=case.clock.now())
    identity.finish(ticket=case.ticket, finding=finding)


def _withdraw(case: Case, request: Request) -> None:
    """Take a request back: a code to its number, from somebody who knows its reference.

    The reference is laid out for the browser that asked and for no other: whoever brings it back with a fresh code
    stands where the one stood who was verified by code and facts. What rests on more takes a letter to end.
    """
    rung = Rung.LETTER if _by_letter(case) else Rung.CODE_AND_FACTS
    try:
        if states.possible("withdraw", request.state):
            requests.withdraw(actor=case.actor, request=request, rung=rung, at=case.clock.now())
    except UserError as error:
        if error.code != "rung_too_low":
            raise
        doubts.rung(ticket=case.ticket, request=request)
    identity.finish(ticket=case.ticket)


def _proof(case: Case) -> tuple[Rung, Ticket.Finding]:
    """Return on which rung a proven ticket stands, and what was found.

    Where we hold nothing, the code alone stands as high as code and facts: there is nothing to compare, and nothing
    to lay open but that we hold nothing, to the holder of the number.
    """
    number = case.said.number
    if _by_letter(case) or number is None:
        return Rung.LETTER, Finding.MATCHED
    finding = facts.compared(case.said, number, actor=case.actor)
    return (Rung.CODE if finding == Finding.DOUBT else Rung.CODE_AND_FACTS), finding


def _by_letter(case: Case) -> bool:
    """Tell whether the code came by post, to the address on file: nothing else proves a ticket without a message."""
    return not case.ticket.codes.filter(form=Code.Form.SMS, used_at__isnull=False).exists()
