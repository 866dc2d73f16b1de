"""Tickets that nobody has taken yet: a request is opened, a code leaves, an objection is done at once.

Whoever dropped one sees the same page, whatever becomes of it here.
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from selfcontact.identity import actions as identity
from selfcontact.identity import contents, parcels
from selfcontact.identity.contents import Contents
from selfcontact.identity.models import Purpose, Ticket
from selfcontact.ledger.leaf import JSON
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.mandates.models import Candidate
from selfcontact.policies.models import Version
from selfcontact.reception import doubts
from selfcontact.requests import actions as requests
from selfcontact.requests import execution, states
from selfcontact.requests.contents import Person, unseal
from selfcontact.requests.models import Door, Kind, Means, Request, Rung

DAY = timedelta(days=1)
Finding = Ticket.Finding


@dataclass(frozen=True, kw_only=True)
class Case:
    """One ticket in hand, with what was typed and what time it is here."""

    ticket: Ticket
    said: Contents = field(repr=False)
    clock: Clock

    @property
    def actor(self) -> Actor:
        """Return who acts: a person of whom only the ticket is known."""
        return Actor(kind="public", uid=self.ticket.uid)

    @property
    def received_at(self) -> datetime:
        """Return when the ticket was dropped, by the clock of this installation: the database keeps true time."""
        waited = SystemClock().now() - self.ticket.created_at
        return self.clock.now() - max(waited, timedelta())


def take(ticket: Ticket, clock: Clock) -> None:
    """Do what a ticket asks, as far as that goes without a proof; raises UserError or UnreadableError for junk."""
    case = Case(ticket=ticket, said=contents.read(ticket), clock=clock)
    if ticket.purpose == Purpose.ASK and not case.said.reference:
        _ask(case)
    else:
        _come_back(case)


def _ask(case: Case) -> None:
    kinds = {Kind(kind) for kind in case.said.kinds if kind in Kind.values}
    objection = _receive(case, {Kind.OBJECTION}) if Kind.OBJECTION in kinds else None
    # Whoever also asks for something else objects all the same, and is asked for no proof of that.
    rest = _receive(case, kinds - {Kind.OBJECTION}) if kinds != {Kind.OBJECTION} else None
    main = rest or objection
    assert main is not None  # noqa: S101 - without any kind the register refuses
    identity.take(ticket=case.ticket, request_uid=main.uid)
    _receipt(case, main, objection)
    withheld = objection is not None and not _object(case, objection)
    if rest is not None:
        _prove(case, rest)
    elif not withheld:
        identity.finish(ticket=case.ticket)


def _receive(case: Case, kinds: Collection[Kind]) -> Request:
    said = case.said
    person = Person(
        number=said.number,
        name=f"{said.first_name} {said.surname}".strip(),
        # A landline or a foreign number is no number of ours, and yet one at which a person can be called.
        address=said.where or ("" if said.number else said.typed),
        text=said.text,
        language=case.ticket.language,
    )
    return requests.receive(
        actor=case.actor,
        kinds=kinds,
        door=Door.WEB,
        person=person,
        received_at=case.received_at,
        at=case.clock.now(),
        candidate=_candidate(case) if Kind.OBJECTION in kinds else None,
        policy=_policy(case),
    )


def _policy(case: Case) -> int | None:
    """Return the version that stood on the person's page, unless there is none of that number."""
    return Version.objects.filter(number=case.said.policy or 0).values_list("number", flat=True).first()


def _candidate(case: Case) -> Candidate | None:
    """Return whom an objection is against; everyone when nobody is named, or somebody whom we do not know."""
    with suppress(ValueError):
        return Candidate.objects.filter(uid=UUID(case.said.candidate)).first()
    return None


def _receipt(case: Case, main: Request, objection: Request | None) -> None:
    said: dict[str, JSON] = {"reference": main.reference, "due_on": str(main.due_on)}
    if objection and objection is not main:
        said["objection"] = objection.reference
    identity.lay(ticket=case.ticket, said=case.said, parcel=parcels.as_json(parcels.RECEIPT, said))


def _object(case: Case, request: Request) -> bool:
    """Carry an objection out at once, on nobody's proof; tell whether that was done.

    Whoever types another's number only spares them messages. Many a day, though, is no longer people.
    """
    if case.said.number is None:
        return False
    at = case.clock.now()
    done = Request.objects.filter(door=Door.WEB, kinds=[Kind.OBJECTION], executed_at__gt=at - DAY)
    if done.count() >= settings.WEB_OBJECTIONS_PER_DAY:
        doubts.flood(ticket=case.ticket, request=request)
        return False
    requests.verify(actor=case.actor, request=request, rung=Rung.NONE, at=at)
    requests.decide(actor=SYSTEM, request=request, ground=None, at=at)
    execution.execute(actor=SYSTEM, request=request, clock=case.clock)
    # The page that waits says so; nothing is left for anybody to do.
    requests.deliver(actor=SYSTEM, request=request, means=Means.PAGE, at=at)
    requests.close(actor=SYSTEM, request=request, at=at)
    return True


def _prove(case: Case, request: Request) -> None:
    """Send a code where a proof is needed; whoever only complains is asked for none."""
    if states.needed(request.kinds) == Rung.NONE:
        identity.finish(ticket=case.ticket)
    elif case.said.number is None:
        identity.withhold(actor=SYSTEM, ticket=case.ticket, reason="number")
    else:
        identity.issue(actor=SYSTEM, ticket=case.ticket, number=case.said.number)


def _come_back(case: Case) -> None:
    """Bind a ticket to the request that it names, if the number is its own; the code leaves in any case.

    Whoever holds a telephone learns nothing from a code that does not come, and nothing from one that does.
    """
    number = case.said.number
    request = Request.objects.filter(reference=case.said.reference).first()
    if request and number and number != number_of(request):
        request = None
    identity.take(ticket=case.ticket, request_uid=request.uid if request else None)
    if number:
        identity.issue(actor=SYSTEM, ticket=case.ticket, number=number)


def number_of(request: Request) -> int | None:
    """Return the number that a request bears, until it is purged."""
    person = unseal(request)
    return person.number if person else None


def unreadable(ticket: Ticket) -> None:
    """Lay a ticket aside that makes no request; whoever dropped it waits in vain, as for a code that never came."""
    if ticket.proven_at:
        identity.finish(ticket=ticket, finding=Finding.UNREADABLE)
    else:
        identity.take(ticket=ticket, request_uid=None, finding=Finding.UNREADABLE)
