"""Tickets that were proven: what the proof opens is done, and nothing else."""

from selfcontact.identity import actions as identity
from selfcontact.identity import contents
from selfcontact.identity.models import Code, Purpose, Ticket
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.reception import doubts, facts
from selfcontact.reception.taking import Case
from selfcontact.requests import actions as requests
from selfcontact.requests import states
from selfcontact.requests.models import Request, Rung

Finding = Ticket.Finding


def prove(ticket: Ticket, clock: Clock) -> None:
    """Do what a proven ticket opens; raises UnreadableError for one whose contents were forgotten."""
    case = Case(ticket=ticket, said=contents.read(ticket), clock=clock)
    request = Request.objects.filter(uid=ticket.request_uid).first() if ticket.request_uid else None
    if request is None:
        identity.finish(ticket=ticket)
    elif ticket.purpose == Purpose.ASK:
        _verify(case, request)
    else:
        _withdraw(case, request)


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
    """Take a request back: it takes as much proof as the request rests on (duplicates and strangers end nothing)."""
    rung, finding = _proof(case)
    try:
        if states.possible("withdraw", request.state):
            requests.withdraw(actor=case.actor, request=request, rung=rung, at=case.clock.now())
    except UserError:
        doubts.rung(ticket=case.ticket, request=request)
    identity.finish(ticket=case.ticket, finding=finding)


def _proof(case: Case) -> tuple[Rung, Ticket.Finding]:
    """Return on which rung a proven ticket stands, and what was found.

    Where we hold nothing, the code alone stands as high as code and facts: there is nothing to compare, and nothing
    to lay open but that we hold nothing, to the holder of the number.
    """
    number = case.said.number
    if not case.ticket.codes.filter(form=Code.Form.SMS, used_at__isnull=False).exists() or number is None:
        # The only other code that can have proven it came by post, to the address on file.
        return Rung.LETTER, Finding.MATCHED
    finding = facts.compared(case.said, number)
    return (Rung.CODE if finding == Finding.DOUBT else Rung.CODE_AND_FACTS), finding
