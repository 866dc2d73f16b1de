"""What one can do with a person's data: find it, set it aside, erase it so that no file brings it back."""

from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from selfcontact.contacts.models import Contact
from selfcontact.contacts.payload import TABLE, Payload, unpack
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.vault import open_vault

SYSTEM_CLOCK = SystemClock()


@dataclass(frozen=True, kw_only=True)
class Found:
    """One contact of one live mandate, opened for a person who asked what is held about them."""

    mandate_id: int
    delivery_id: int
    id: int
    age: int
    commune: str
    postcode: str
    form_id: int
    consented_on: date
    restricted: bool
    payload: Payload = field(repr=False)


@transaction.atomic
def erase(*, actor: Actor, mandate: Mandate, number: int, clock: Clock = SYSTEM_CLOCK) -> int:
    """Delete what a mandate holds of an E.164 number and return how many contacts that were.

    The number is listed as erased for that candidate first: a crash in between withholds a message, never sends one.
    """
    oppose(
        actor=actor,
        number=number,
        channel=Entry.Channel.STAFF,
        on=clock.now().date(),
        candidate_id=mandate.candidate_id,
        kind=Entry.Kind.ERASURE,
    )
    found = _of_number(mandate, number)
    record(
        actor=actor,
        action=Action.CONTACT_ERASED,
        mandate_id=mandate.pk,
        object_id=uuid4(),
        details={"contacts": list(found.values_list("id", flat=True))},
    )
    count, _ = found.delete()
    return count


def restrict(*, actor: Actor, mandate: Mandate, number: int) -> int:
    """Set aside what a mandate holds of a number (GDPR art. 18); return how many contacts that changed."""
    return _set_restricted(actor, mandate, number, restricted=True)


def release(*, actor: Actor, mandate: Mandate, number: int) -> int:
    """End a restriction; return how many contacts that changed."""
    return _set_restricted(actor, mandate, number, restricted=False)


@transaction.atomic
def find(*, actor: Actor, number: int, reason: str) -> list[Found]:
    """Return every contact of that E.164 number in the live mandates, opened; the ledger says who looked and why.

    One fingerprint is made for each live mandate and generation: the files stay unrelated to each other.
    """
    found = [one for mandate in Mandate.objects.filter(state=Mandate.State.LIVE) for one in _opened(mandate, number)]
    record(
        actor=actor,
        action=Action.CONTACT_DISCLOSED,
        mandate_id=None,
        object_id=uuid4(),
        details={"reason": reason, "contacts": [[one.mandate_id, one.id] for one in found]},
    )
    return found


@transaction.atomic
def _set_restricted(actor: Actor, mandate: Mandate, number: int, *, restricted: bool) -> int:
    found = _of_number(mandate, number).filter(restricted=not restricted)
    ids = list(found.values_list("id", flat=True))
    record(
        actor=actor,
        action=Action.CONTACT_RESTRICTED if restricted else Action.CONTACT_RELEASED,
        mandate_id=mandate.pk,
        object_id=uuid4(),
        details={"contacts": ids},
    )
    return found.update(restricted=restricted)


def _of_number(mandate: Mandate, number: int) -> QuerySet[Contact]:
    keys = open_vault().keys
    prints = [keys.open(mandate.pk, generation).fingerprint(number) for generation in keys.generations(mandate.pk)]
    return Contact.objects.filter(mandate_id=mandate.pk, phone_index__in=prints)


def _opened(mandate: Mandate, number: int) -> list[Found]:
    keys = open_vault().keys
    return [
        Found(
            mandate_id=mandate.pk,
            delivery_id=one.delivery_id,
            id=one.id,
            age=one.age,
            commune=one.commune,
            postcode=one.postcode,
            form_id=one.form_id,
            consented_on=one.consented_on,
            restricted=one.restricted,
            payload=unpack(keys.open(mandate.pk, one.generation).open(TABLE, one.id, bytes(one.sealed))),
        )
        for one in _of_number(mandate, number)
    ]
