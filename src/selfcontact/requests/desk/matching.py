"""Whom a request may be of: by its number in every live mandate, or by name and postcode; with a reason."""

from dataclasses import dataclass, field

from django.db import transaction

from selfcontact.contacts.finding import Found, everywhere
from selfcontact.contacts.nearby import near
from selfcontact.contacts.payload import Payload
from selfcontact.contacts.watching import tell, watch
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.requests import contents, refusals
from selfcontact.requests.desk.naming import Named, postcode_in
from selfcontact.requests.models import Request
from selfcontact.requests.noting import note


@dataclass(frozen=True, kw_only=True)
class Clues:
    """What is typed to find somebody; what is empty is taken from the request. Prints nothing."""

    name: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    age: int | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Match:
    """A contact that may be the person. `same_name`: the name of the request fits it."""

    found: Found = field(repr=False)
    same_name: bool


@dataclass(frozen=True, kw_only=True)
class Matches:
    """How many contacts were opened to find those, in how many mandates."""

    opened: int
    mandates: int
    found: list[Match] = field(repr=False)


@transaction.atomic
def by_number(*, actor: Actor, request: Request, reason: str) -> Matches:
    """Return every contact of the request's number in the live mandates; the ledger says who looked and why."""
    refusals.without_reason(reason)
    person = _person(request)
    number = refusals.numbered(person)
    held = everywhere(number)
    named = Named.of(person.name)
    found = [Match(found=one, same_name=_fits(named, one.payload)) for one in held]
    places = {one.mandate_id for one in held}
    matches = Matches(opened=len(held), mandates=len(places), found=found)
    tell(actor=actor, mandates=places)
    return _told(actor, request, matches, by="number", reason=reason)


@transaction.atomic
def by_name(*, actor: Actor, request: Request, clues: Clues, reason: str) -> Matches:
    """Return the contacts of a postcode whose surname and initial agree; raises UserError when that is too many."""
    refusals.without_reason(reason)
    person = _person(request)
    named = Named.of(clues.name or person.name)
    postcode = clues.postcode or postcode_in(person.address)
    if not named.complete or not postcode:
        raise UserError(
            "match_clues",
            fr="Il faut un nom, un prénom ou son initiale, et un code postal.",
            en="A surname, a first name or its initial, and a postcode are needed.",
        )
    seen = near(postcode, lambda payload: _fits(named, payload), age=clues.age)
    found = [Match(found=one, same_name=True) for one in seen.found]
    matches = Matches(opened=seen.opened, mandates=len(seen.mandates), found=found)
    tell(actor=actor, mandates=seen.mandates)
    return _told(actor, request, matches, by="name", reason=reason)


def _person(request: Request) -> contents.Person:
    person = contents.unseal(request)
    if person is None:
        raise UserError("request_forgotten", fr="La personne est oubliée.", en="The person is forgotten.")
    return person


def _fits(named: Named, payload: Payload) -> bool:
    return named.fits(payload.surname, payload.first_name)


def _told(actor: Actor, request: Request, matches: Matches, *, by: str, reason: str) -> Matches:
    note(
        actor,
        request,
        Action.REQUEST_MATCHED,
        by=by,
        reason=reason,
        opened=matches.opened,
        mandates=matches.mandates,
        contacts=[[one.found.mandate_id, one.found.id] for one in matches.found],
    )
    watch(actor=actor)
    return matches
