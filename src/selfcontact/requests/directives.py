"""Directives after death: put in force for the person, taken back by them, carried out for who proves the death.

A directive outlives every mandate: it is about whatever we hold when the time comes, and is found by the number.
"""

from datetime import datetime

from django.db.models import QuerySet

from selfcontact.lib.errors import UserError
from selfcontact.requests import contents
from selfcontact.requests.models import DeathProof, Directive, Request

Wish, Capacity = Directive.Wish, DeathProof.Capacity


def in_force(number: int) -> QuerySet[Directive]:
    """Return the directive of a number that is in force, if any."""
    of_number = Directive.objects.filter(phone_index__in=contents.indexes(number))
    return of_number.filter(in_force_at__isnull=False, revoked_at=None, carried_out_by=None)


def put_in_force(request: Request, number: int, at: datetime) -> None:
    """Put what the person stated in force, and end what they had wished before; raises UserError if nothing is."""
    stated = Directive.objects.filter(request=request).first()
    if stated is None:
        raise UserError(
            "directive_unstated",
            fr="Dites d’abord ce que la personne veut : effacer, garder, remettre à quelqu’un, ou reprendre.",
            en="State first what the person wishes: erase, keep, hand over, or take back.",
            hint="selfcontact request directive",
        )
    # What is taken back is forgotten at once: it names somebody whom nobody will ever write to.
    in_force(number).update(revoked_at=at, sealed=None, phone_index=None)
    over = {"revoked_at": at, "sealed": None, "phone_index": None} if stated.wish == Wish.REVOKE else {}
    Directive.objects.filter(pk=stated.pk).update(in_force_at=at, **over)


def proof_of(request: Request) -> DeathProof:
    """Return the proof that two people saw; raises UserError while there is none."""
    found = DeathProof.objects.filter(request=request, confirmed_at__isnull=False).first()
    if found is None:
        raise UserError(
            "death_unproven",
            fr="Deux personnes doivent avoir vu la preuve du décès et de la qualité de qui demande.",
            en="Two people must have seen the proof of the death and of the capacity of who asks.",
            hint="selfcontact request death",
        )
    return found


def carry_out(request: Request, number: int) -> Directive | None:
    """Return the directive that a proven death brings to its end, marked; None where there was none.

    Raises UserError for somebody who is not whom the directive names, or whom no directive names.
    """
    proof, found = proof_of(request), in_force(number).first()
    if found is None and proof.capacity == Capacity.NAMED:
        raise UserError(
            "directive_none",
            fr="Aucune directive ne nomme personne pour ce numéro.",
            en="No directive names anybody for this number.",
        )
    if found is None:
        return None
    if found.wish == Wish.HAND and proof.capacity != Capacity.NAMED:
        raise UserError(
            "directive_others",
            fr="La personne a voulu que ses données aillent à quelqu’un d’autre : les héritiers n’y ont pas droit.",
            en="The person wanted the data to go to somebody else: heirs have no right to them.",
        )
    found.carried_out_by = request
    found.save(update_fields=["carried_out_by"])
    return found
