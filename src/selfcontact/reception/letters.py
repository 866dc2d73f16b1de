"""A code by letter to the address on file, for whoever has lost the number, or has none that gets messages."""

from datetime import datetime

from django.db import transaction

from selfcontact.compliance.deadline import day_of
from selfcontact.contacts.finding import Found, everywhere
from selfcontact.contacts.watching import tell
from selfcontact.geo import communes
from selfcontact.identity import actions as identity
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lib.names import folded
from selfcontact.notices import actions as notices
from selfcontact.notices.models import PERSON, Kind, Means, Notice
from selfcontact.reception.taking import number_of
from selfcontact.requests import actions as requests
from selfcontact.requests import states, telling
from selfcontact.requests.models import Request, Rung


@transaction.atomic
def write(*, actor: Actor, request: Request, held: Found, at: datetime) -> Notice:
    """Write a letter with a code to the address that a contact bears; never to one that the person has typed.

    Raises UserError when a proof is not needed any more, or when the address cannot be written to.
    """
    if request.verified_at or not _waits(request):
        raise UserError(
            "letter_late", fr="Cette demande n’attend plus de preuve.", en="This request waits for no proof any more."
        )
    language = telling.language_of(request)
    code = identity.issue_letter(actor=actor, request_uid=request.uid, language=language)
    return notices.write(
        actor=actor,
        subject_uid=request.uid,
        kind=Kind.IDENTITY_LETTER,
        recipient=PERSON,
        language=language,
        means=Means.POST,
        to=address(held),
        facts={"reference": request.reference, "code": spaced(code), "until": day_of(at + identity.LETTER)},
        at=at,
    )


@transaction.atomic
def write_on_file(*, actor: Actor, request: Request, at: datetime) -> Notice:
    """Write to the one address that we have for the number of a request; raises UserError for none, or for several."""
    number = number_of(request)
    held = everywhere(number) if number else []
    if len({folded(address(one)) for one in held}) != 1:
        raise UserError(
            "letter_address",
            fr="Nous n’avons pas une seule adresse pour ce numéro : la lettre ne saurait où aller.",
            en="We have not exactly one address for this number: the letter would not know where to go.",
        )
    tell(actor=actor, mandates=(one.mandate_id for one in held))
    return write(actor=actor, request=request, held=held[0], at=at)


def prove(*, actor: Actor, request: Request, typed: str, at: datetime) -> bool:
    """Verify the person who reads the code of their letter to somebody of the house; tell whether it was the one."""
    # Not in one transaction: an attempt counts whatever comes of the rest.
    if not identity.try_letter(request_uid=request.uid, typed=typed):
        return False
    with transaction.atomic():
        if states.possible("identity_answered", request.state):
            requests.identity_answered(actor=actor, request=request, at=at)
        requests.verify(actor=actor, request=request, rung=Rung.LETTER, at=at)
    return True


def address(held: Found) -> str:
    """Return the lines of a contact's address, as the postman reads them."""
    person = held.payload
    lines = (f"{person.first_name} {person.surname}".strip(), person.address, f"{held.postcode} {_place(held)}".strip())
    return "\n".join(line for line in lines if line)


def spaced(code: str) -> str:
    """Return a code in two groups, as it is read and typed."""
    return f"{code[:5]} {code[5:]}"


def _place(held: Found) -> str:
    try:
        return communes.name(held.commune)
    except UserError:
        return ""


def _waits(request: Request) -> bool:
    return states.possible("verify", request.state) or states.possible("identity_answered", request.state)
