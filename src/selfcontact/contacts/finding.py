"""What the live mandates hold of one number, opened; whoever calls this records why."""

from dataclasses import dataclass, field
from datetime import date

from selfcontact.contacts.models import Contact
from selfcontact.contacts.payload import TABLE, Payload, unpack
from selfcontact.mandates.models import Mandate
from selfcontact.vault import open_vault


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


def everywhere(number: int) -> list[Found]:
    """Return every contact of an E.164 number in the live mandates: one query, however many mandates there are."""
    return [opened(one) for one in closed(number)]


def closed(number: int) -> list[Contact]:
    """Return the same contacts without opening them, for what is done with their rows alone."""
    prints = fingerprints(number)
    found = Contact.objects.filter(
        mandate_id__in={place for place, _ in prints}, phone_index__in={index for _, index in prints}
    )
    return [one for one in found.order_by("mandate_id", "id") if (one.mandate_id, bytes(one.phone_index)) in prints]


def fingerprints(number: int) -> set[tuple[int, bytes]]:
    """Return the fingerprint of a number in each live mandate and generation: files stay unrelated."""
    keys = open_vault().keys
    live = Mandate.objects.filter(state=Mandate.State.LIVE).values_list("pk", flat=True)
    places = [(mandate_id, generation) for mandate_id in live for generation in keys.generations(mandate_id)]
    return {(mandate_id, keys.open(mandate_id, at).fingerprint(number)) for mandate_id, at in places}


def opened(one: Contact) -> Found:
    """Return a contact opened; whoever calls it tells the ledger why."""
    keys = open_vault().keys.open(one.mandate_id, one.generation)
    return Found(
        mandate_id=one.mandate_id,
        delivery_id=one.delivery_id,
        id=one.id,
        age=one.age,
        commune=one.commune,
        postcode=one.postcode,
        form_id=one.form_id,
        consented_on=one.consented_on,
        restricted=one.restricted,
        payload=unpack(keys.open(TABLE, one.id, bytes(one.sealed))),
    )
