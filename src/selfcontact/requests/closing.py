"""An objection that is carried out and confirmed ends by itself: nobody has to remember to.

Of every other right somebody prepares an answer, and lets it out, before the request ends.
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
from selfcontact.requests.models import Kind, Means, Request, State

MEANS = {Way.PAGE: Means.PAGE, Way.POST: Means.POST, Way.MAIL: Means.CONFIRMATION}


def tend(*, actor: Actor, at: datetime) -> int:
    """End the objections that are carried out and confirmed; return how many that were."""
    done = Request.objects.filter(state=State.EXECUTED, kinds=[Kind.OBJECTION])
    return sum(_end(actor, one, at) for one in done.order_by("pk"))


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
    return left and any(one.kind == Said.DONE for one in written)
