"""The worker's second: take what was dropped on the public site, and do what has been proven since."""

from collections.abc import Callable, Iterable
from uuid import UUID

import structlog
from django.db import transaction

from selfcontact.identity.contents import UnreadableError
from selfcontact.identity.models import Ticket
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.reception import papers, proving, taking

AT_ONCE = 100
Verb = Callable[[Ticket, Clock], None]
log = structlog.get_logger("reception")


def tend(*, clock: Clock) -> int:
    """Take the tickets that wait and answer those that are proven; return how many that were.

    Any number of workers may do it at the same time: each ticket is held by one of them.
    """
    waiting = Ticket.objects.filter(taken_at=None).order_by("created_at")
    proven = Ticket.objects.filter(taken_at__isnull=False, proven_at__isnull=False, done_at=None).order_by("proven_at")
    papers.tend()
    taken = _each(waiting.values_list("pk", flat=True)[:AT_ONCE], taking.take, clock, {"taken_at": None})
    return taken + _each(proven.values_list("pk", flat=True)[:AT_ONCE], proving.prove, clock, {"done_at": None})


def _each(uids: Iterable[UUID], verb: Verb, clock: Clock, still: dict[str, None]) -> int:
    return sum(_one(uid, verb, clock, still) for uid in list(uids))


def _one(uid: UUID, verb: Verb, clock: Clock, still: dict[str, None]) -> int:
    try:
        with transaction.atomic():
            ticket = Ticket.objects.select_for_update(skip_locked=True).filter(pk=uid, **still).first()
            if ticket is None:
                return 0
            _do(ticket, verb, clock)
    except Exception:
        # The next beat tries again; meanwhile one ticket holds none of the others back.
        log.exception("ticket_failed", ticket=str(uid))
        return 0
    return 1


def _do(ticket: Ticket, verb: Verb, clock: Clock) -> None:
    try:
        with transaction.atomic():
            verb(ticket, clock)
    except UnreadableError:
        _junk(ticket, "unreadable")
    except UserError as error:
        # Somebody of the house was at the request at the same time: what is true in a second will be done then.
        if error.code == "request_changed":
            raise
        _junk(ticket, error.code)


def _junk(ticket: Ticket, code: str) -> None:
    log.warning("ticket_junk", ticket=str(ticket.uid), code=code)
    taking.unreadable(ticket)
