"""Carrying out a rectification in every live mandate, and what must be settled before a number may change."""

from dataclasses import replace

from django.db.models import Q

from selfcontact.campaigns.models import Reply
from selfcontact.contacts.correcting import correct
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.actions import follow
from selfcontact.requests import contents
from selfcontact.requests.directives import in_force
from selfcontact.requests.models import Correction, Directive, Request
from selfcontact.requests.statements import corrected
from selfcontact.vault import open_vault


def rectify(actor: Actor, request: Request, number: int, clock: Clock) -> int:
    """Correct every contact of the number as stated; return how many. Raises UserError when nothing was stated."""
    stated = _stated(request)
    values = corrected(stated)
    mandates = list(Mandate.objects.filter(state=Mandate.State.LIVE).order_by("pk"))
    moves = values.number is not None and values.number != number
    if moves:
        _refuse_unread(number, mandates)
        # Before any contact has the new number: what the person said against the old one holds for it too.
        follow(actor=actor, old=number, new=values.number or 0)
    count = sum(correct(actor=actor, mandate=one, number=number, values=values, clock=clock) for one in mandates)
    if moves:
        _move(number, values.number or 0)
    Correction.objects.filter(pk=stated.pk).update(applied_at=clock.now(), contacts=count)
    return count


def _move(old: int, new: int) -> None:
    """Let what is known by the old number be found by the new one: else a hold or a directive would lose the person.

    A request that nobody verified stays where it is: whoever made it has the old number, or only says so.
    """
    found = Request.objects.filter(phone_index__in=contents.indexes(old), sealed__isnull=False)
    for one in found.filter(Q(verified_at__isnull=False) | Q(holds__isnull=False)).distinct():
        person = contents.unseal(one)
        if person is not None:
            moved = contents.seal(one, replace(person, number=new))
            Request.objects.filter(pk=one.pk).update(**vars(moved))
    for wish in in_force(old):
        Directive.objects.filter(pk=wish.pk).update(phone_index=contents.index_of(new, wish.generation))


def _stated(request: Request) -> Correction:
    found = Correction.objects.filter(request=request).first()
    if found is None:
        raise UserError(
            "correction_unstated",
            fr="Dites d’abord ce qui est exact.",
            en="State first what is right.",
            hint="selfcontact request correct",
        )
    return found


def _refuse_unread(number: int, mandates: list[Mandate]) -> None:
    """Raise while a doubtful reply freezes the number: who reads it finds the person by that number alone."""
    if any(_waits(number, one) for one in mandates):
        raise UserError(
            "reply_waits",
            fr="Une réponse de ce numéro attend d’être lue : lisez-la d’abord.",
            en="A reply of this number waits to be read: read it first.",
        )


def _waits(number: int, mandate: Mandate) -> bool:
    keys = open_vault().keys
    prints = [keys.open(mandate.pk, generation).fingerprint(number) for generation in keys.generations(mandate.pk)]
    return Reply.objects.filter(mandate_id=mandate.pk, waiting=True, phone_index__in=prints).exists()
