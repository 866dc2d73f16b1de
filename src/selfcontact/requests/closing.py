"""Requests of which all that was asked is done and confirmed end by themselves: nobody has to remember to.

Not those whose answer lays data open, which two people prepare; nor complaints and refusals, which somebody answers.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from selfcontact.lib.actor import Actor
from selfcontact.notices import actions as notices
from selfcontact.notices.models import PERSON, Notice
from selfcontact.notices.models import Kind as Said
from selfcontact.notices.models import Means as Way
from selfcontact.requests import actions
from selfcontact.requests.models import Hold, Kind, Means, Request, Rung, State

#: Answered by somebody of the house, whatever the program did.
ANSWERED_BY_HAND = [Kind.ACCESS, Kind.PORTABILITY, Kind.COMPLAINT]
CONFIRMATIONS = frozenset({Said.DONE, Said.DIRECTIVES_RECORDED})
MEANS = {Way.PAGE: Means.PAGE, Way.POST: Means.POST, Way.MAIL: Means.CONFIRMATION}


def tend(*, actor: Actor, at: datetime) -> int:
    """End what is carried out and confirmed; return how many requests that were.

    One that a hold keeps waiting, or that heirs made, ends by hand.
    """
    held = Hold.objects.filter(lifted_at=None).values("request")
    done = Request.objects.filter(state=State.EXECUTED).exclude(rung=Rung.MANDATE).exclude(pk__in=held)
    return sum(_end(actor, one, at) for one in done.exclude(kinds__overlap=ANSWERED_BY_HAND).order_by("pk"))


@transaction.atomic
def _end(actor: Actor, request: Request, at: datetime) -> int:
    written = list(notices.of(request.uid).filter(recipient=PERSON))
    if not _confirmed(written):
        return 0
    actions.deliver(actor=actor, request=request, means=MEANS[Way(written[-1].means)], at=at)
    actions.close(actor=actor, request=request, at=at)
    return 1


def _confirmed(written: Collection[Notice]) -> bool:
    """Tell whether a confirmation is among them, and none still has to leave; a page waits for its reader."""
    left = all(one.sent_at or one.means == Way.PAGE for one in written)
    return left and any(one.kind in CONFIRMATIONS for one in written)
