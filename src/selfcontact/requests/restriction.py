"""The end of a restriction: the person is told first (GDPR art. 18(3)), then what was set aside is used again."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from selfcontact.compliance.deadline import day_of
from selfcontact.contacts import actions as contacts
from selfcontact.contacts.finding import closed
from selfcontact.intake.models import Delivery
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Kind as Said
from selfcontact.notices.models import Means
from selfcontact.requests import contents, recipients, refusals, states, telling
from selfcontact.requests.models import Request, Restriction
from selfcontact.requests.noting import note

SYSTEM_CLOCK = SystemClock()


@transaction.atomic
def announce(*, actor: Actor, request: Request, on: date, reason: str, at: datetime) -> None:
    """Tell the person on which day what was set aside is used again; nothing is, before they were told."""
    states.demand("announce_release", request)
    refusals.without_reason(reason)
    if on < day_of(at):
        raise UserError("release_past", fr="Ce jour est passé.", en="This day is over.")
    live = refusals.live_restrictions().filter(request=request, announced_at=None)
    if not live.exists():
        raise UserError("nothing_aside", fr="Rien à annoncer : rien n’est mis de côté.", en="Nothing to announce.")
    states.move(request, "announce_release")
    live.update(announced_at=at, ends_on=on)
    telling.release(actor, request, on, at)
    note(actor, request, Action.REQUEST_RELEASE_ANNOUNCED, reason=reason, on=str(on))


@transaction.atomic
def release(*, actor: Actor, request: Request, clock: Clock = SYSTEM_CLOCK) -> int:
    """Use again what this request had set aside; return how many contacts. Raises UserError before the announcement.

    What another request of the same person still sets aside stays so.
    """
    states.demand("release", request)
    live = list(_ending(request, clock.now()))
    number = refusals.numbered(contents.unseal(request))
    states.move(request, "release")
    request.restrictions.filter(pk__in=[one.pk for one in live]).update(lifted_at=clock.now())
    kept = _kept(number)
    mandates = Mandate.objects.filter(pk__in={one.mandate_id for one in live} - kept).order_by("pk")
    told = recipients.of_number(number, set(mandates.values_list("pk", flat=True)))
    count = sum(contacts.release(actor=actor, mandate=one, number=number) for one in mandates)
    recipients.tell(actor, request, Said.RELEASED_RECIPIENT, told, clock.now())
    note(actor, request, Action.REQUEST_RELEASED, contacts=count)
    return count


class Keeper:
    """Sets aside what a file brings of people whose data are set aside: a new delivery puts nobody back in use."""

    def __init__(self) -> None:
        self._seen: int | None = None

    def tend(self, *, actor: Actor, at: datetime) -> int:
        """Look again after each delivery that was published; return how many contacts that set aside."""
        published = Delivery.objects.filter(state=Delivery.State.PUBLISHED).count()
        if published == self._seen:
            return 0
        live = Request.objects.filter(restrictions__in=refusals.live_restrictions()).distinct().order_by("pk")
        count = sum(_again(actor, one, at) for one in live)
        self._seen = published
        return count


@transaction.atomic
def _again(actor: Actor, request: Request, at: datetime) -> int:
    person = contents.unseal(request)
    if person is None or person.number is None:
        return 0
    fresh = {one.mandate_id for one in closed(person.number) if not one.restricted}
    released = request.restrictions.filter(lifted_at__isnull=False).values_list("mandate_id", flat=True)
    mandates = Mandate.objects.filter(pk__in=fresh - set(released)).order_by("pk")
    for one in mandates:
        request.restrictions.get_or_create(mandate=one, defaults={"placed_at": at})
    return sum(contacts.restrict(actor=actor, mandate=one, number=person.number) for one in mandates)


def _ending(request: Request, at: datetime) -> QuerySet[Restriction]:
    """Return what may end now; raises UserError before the day that was announced, or while its letter is here."""
    announced = refusals.live_restrictions().filter(request=request, ends_on__lte=day_of(at))
    written = notices.of(request.uid).filter(kind=Said.RELEASE_ANNOUNCED, sent_at=None)
    unsent = written.exclude(means=Means.PAGE).exists()
    if not announced.exists() or unsent:
        raise UserError(
            "release_unannounced",
            fr="La personne doit d’abord apprendre que la limitation prend fin, et quel jour (RGPD, 18.3).",
            en="The person has to be told first that the restriction ends, and on which day (GDPR, 18(3)).",
            hint="selfcontact request announce-release",
        )
    return announced


def _kept(number: int) -> set[int]:
    found = refusals.live_restrictions().filter(request__phone_index__in=contents.indexes(number))
    return set(found.values_list("mandate_id", flat=True))
