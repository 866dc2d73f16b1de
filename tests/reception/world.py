"""A house that holds one invented person, and the worker's second as the worker does it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from tests.identity.world import Browser, as_process, code_in

from selfcontact.identity import actions as identity
from selfcontact.identity import outgoing
from selfcontact.identity.models import Ticket
from selfcontact.ledger.leaf import Leaf
from selfcontact.ledger.models import Entry
from selfcontact.lib.clock import ShiftedClock
from selfcontact.reception import desk
from selfcontact.requests.models import Request

#: A Monday in a rehearsal: tickets bear true times, requests those of the house.
NOW = datetime(2027, 3, 15, 9, tzinfo=UTC)
CLOCK = ShiftedClock(start=NOW)


def tend() -> int:
    """Do one second of the worker's reception, with the rights of its process and nothing else."""
    with as_process("worker"):
        return desk.tend(clock=CLOCK)


def messages() -> Sequence[outgoing.Outgoing]:
    """Return the codes that leave now, to invented people, with the rights of the sender."""
    with as_process("sender"):
        found = outgoing.claim(synthetic=True)
        identity.told(ended=[(one.uid, True) for one in found])
    return found


def prove(browser: Browser, ticket: UUID) -> None:
    """Read the one code that left, and type it."""
    (one,) = messages()
    assert browser.try_code(ticket, code_in(one.text))


def ticket_of(uid: UUID) -> Ticket:
    """Return a ticket as it is now."""
    return Ticket.objects.get(pk=uid)


def request_of(uid: UUID) -> Request:
    """Return the request of a ticket."""
    found = ticket_of(uid).request_uid
    assert found
    return Request.objects.get(uid=found)


def deeds(uid: UUID | None) -> list[str]:
    """Return the actions that the ledger has of an object, oldest first."""
    found = Entry.objects.filter(object_id=uid).order_by("id")
    return [Leaf.decode(bytes(entry.leaf)).action for entry in found]
