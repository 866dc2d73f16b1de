"""The end of a restriction: the person is told first (GDPR art. 18(3)), then what was set aside is used again."""

from datetime import datetime

from django.db import transaction

from selfcontact.contacts import actions as contacts
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.requests import contents, refusals, states
from selfcontact.requests.models import Request
from selfcontact.requests.noting import note

SYSTEM_CLOCK = SystemClock()


@transaction.atomic
def announce(*, actor: Actor, request: Request, reason: str, at: datetime) -> None:
    """Tell the person that what was set aside will be used again, and why; nothing is, before they were told."""
    states.demand("announce_release", request)
    refusals.without_reason(reason)
    live = refusals.live_restrictions().filter(request=request, announced_at=None)
    if not live.exists():
        raise UserError("nothing_aside", fr="Rien à annoncer : rien n’est mis de côté.", en="Nothing to announce.")
    states.move(request, "announce_release")
    live.update(announced_at=at)
    note(actor, request, Action.REQUEST_RELEASE_ANNOUNCED, reason=reason)


@transaction.atomic
def release(*, actor: Actor, request: Request, clock: Clock = SYSTEM_CLOCK) -> int:
    """Use again what this request had set aside; return how many contacts. Raises UserError before the announcement.

    What another request of the same person still sets aside stays so.
    """
    states.demand("release", request)
    live = list(refusals.live_restrictions().filter(request=request, announced_at__isnull=False))
    if not live:
        raise UserError(
            "release_unannounced",
            fr="La personne doit d’abord apprendre que la limitation va prendre fin (RGPD, 18.3).",
            en="The person has to be told first that the restriction will end (GDPR, 18(3)).",
            hint="selfcontact request announce-release",
        )
    number = refusals.numbered(contents.unseal(request))
    states.move(request, "release")
    request.restrictions.filter(pk__in=[one.pk for one in live]).update(lifted_at=clock.now())
    kept = _kept(number)
    mandates = Mandate.objects.filter(pk__in={one.mandate_id for one in live} - kept).order_by("pk")
    count = sum(contacts.release(actor=actor, mandate=one, number=number) for one in mandates)
    note(actor, request, Action.REQUEST_RELEASED, contacts=count)
    return count


def _kept(number: int) -> set[int]:
    found = refusals.live_restrictions().filter(request__phone_index__in=contents.indexes(number))
    return set(found.values_list("mandate_id", flat=True))
