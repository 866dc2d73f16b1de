"""Putting right what a mandate holds of a person: the sealed value, and every column and figure made from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from uuid import uuid4

import polars as pl
from django.db import transaction

from selfcontact.contacts import widths
from selfcontact.contacts.actions import of_number
from selfcontact.contacts.models import Contact
from selfcontact.contacts.payload import TABLE, Payload, pack, unpack
from selfcontact.geo import communes
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib import phone
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.vault import open_vault

SYSTEM_CLOCK = SystemClock()
ADULT, OLDEST = 18, 120


@dataclass(frozen=True, kw_only=True)
class Values:
    """What is right, of the five categories and nothing else; None is left as it is. `number` is E.164 without plus.

    The postcode, with the city where it serves several, tells the commune: who may write there, on whose clock.
    """

    surname: str | None = field(default=None, repr=False)
    first_name: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    postcode: str | None = field(default=None, repr=False)
    city: str | None = field(default=None, repr=False)
    number: int | None = field(default=None, repr=False)
    age: int | None = field(default=None, repr=False)

    @property
    def stated(self) -> list[str]:
        """Return the names of the fields that are stated."""
        return [one.name for one in fields(self) if getattr(self, one.name) is not None]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A postcode and the commune that it and the city tell."""

    postcode: str
    commune: str


def refuse_unfit(values: Values) -> None:
    """Raise UserError when nothing is stated, or a value is none that a contact can have."""
    if not values.stated:
        raise UserError("correction_empty", fr="Dites ce qui est exact.", en="Say what is right.")
    if "" in (values.surname, values.first_name, values.address):
        raise UserError("correction_blank", fr="Une valeur exacte n’est pas vide.", en="What is right is not empty.")
    if values.age is not None and not ADULT <= values.age <= OLDEST:
        raise UserError(
            "correction_age",
            fr=f"Un âge va de {ADULT} à {OLDEST} ans : les données d’un mineur s’effacent.",
            en=f"An age goes from {ADULT} to {OLDEST}: a minor's data are erased.",
        )
    if values.number is not None and isinstance(phone.parse(f"+{values.number}", fiction=True), phone.Refusal):
        raise UserError("correction_number", fr="Ce n’est pas un mobile français.", en="Not a French mobile number.")
    place_of(values)


def place_of(values: Values) -> Place | None:
    """Return where the person lives, None when it stays; raises UserError when the two do not tell a commune."""
    if values.postcode is None and values.city is None:
        return None
    asked = (pl.Series([values.postcode or ""]), pl.Series([values.city or ""]))
    found = communes.resolve(*asked).row(0, named=True)
    if not (values.postcode and found["postcode"] and found["commune"]):
        raise UserError(
            "correction_place",
            fr="Ce code postal et cette ville ne désignent pas une commune.",
            en="This postcode and this city do not tell a commune.",
        )
    return Place(postcode=found["postcode"], commune=found["commune"])


@transaction.atomic
def correct(*, actor: Actor, mandate: Mandate, number: int, values: Values, clock: Clock = SYSTEM_CLOCK) -> int:
    """Correct every contact that a live mandate has of an E.164 number; return how many that were.

    A number that changes is first listed as erased for the candidate, so that no file brings the wrong one back;
    the new one is set aside, and no campaign writes to it. What the list has of the old one does not follow by itself:
    see `opposition.actions.follow`, to be called before.
    """
    refuse_unfit(values)
    found = list(of_number(mandate, number).select_for_update().order_by("id"))
    if found and values.number not in (None, number):
        day = clock.now().date()
        oppose(
            actor=actor,
            number=number,
            channel=Entry.Channel.STAFF,
            on=day,
            candidate_id=mandate.candidate_id,
            kind=Entry.Kind.ERASURE,
        )
    for one in found:
        _correct(one, values, place_of(values))
    _note(actor, mandate, found, values)
    return len(found)


def _correct(one: Contact, values: Values, place: Place | None) -> None:
    # The generation stays: the index of a number must be made as those of the messages that were made from it.
    keys = open_vault().keys.open(one.mandate_id, one.generation)
    wrong = unpack(keys.open(TABLE, one.id, bytes(one.sealed)))
    right = _payload(wrong, values)
    changed: dict[str, object] = {"sealed": keys.seal(TABLE, one.id, pack(right))}
    if right.e164 != wrong.e164:
        changed |= {"phone_index": keys.fingerprint(right.e164), "dial": phone.dial(right.e164)}
        # Nobody has proven the new one: it may be anybody's, who agreed to nothing. Whoever has proof releases it.
        changed["restricted"] = True
    if place is not None:
        changed |= {"postcode": place.postcode, "commune": place.commune}
    if values.age is not None:
        changed["age"] = values.age
    rows = Contact.objects.filter(mandate_id=one.mandate_id, delivery_id=one.delivery_id, id=one.id)
    rows.update(**changed)
    widths.widen(one.mandate_id, one.delivery_id, right)


def _payload(wrong: Payload, values: Values) -> Payload:
    stated = {"surname": values.surname, "first_name": values.first_name, "address": values.address}
    kept = {name: value for name, value in stated.items() if value is not None}
    return replace(wrong, **kept, e164=values.number or wrong.e164)


def _note(actor: Actor, mandate: Mandate, found: Sequence[Contact], values: Values) -> None:
    record(
        actor=actor,
        action=Action.CONTACT_CORRECTED,
        mandate_id=mandate.pk,
        object_id=uuid4(),
        details={"contacts": [one.id for one in found], "fields": values.stated},
    )
