"""Which mandates a breach touches, how many people, which keys, and whether a key was used: from ledger and vault.

The ledger knows each use that the program made. Of a key that was copied and used elsewhere it knows nothing, and the
custody says who could have copied it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum

from selfcontact.breaches.models import Breach, Extent
from selfcontact.figures.rules import RULES
from selfcontact.intake.models import Delivery
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.mandates.models import Mandate
from selfcontact.vault import open_vault

#: What opens or makes something sealed under the keys of a mandate.
USES = (
    Action.UPLOAD_OPENED, Action.UPLOAD_RECEIVED, Action.UPLOAD_CONFIRMED, Action.DELIVERY_RECEIVED,
    Action.DELIVERY_PUBLISHED, Action.DELIVERY_HELD, Action.CONTACT_NAMES_MEASURED, Action.AUDIT_ANSWERED,
    Action.AUDIT_DISCLOSED, Action.CAMPAIGN_TESTED, Action.CAMPAIGN_STARTED, Action.TEAM_NUMBER_DECLARED,
    Action.CONTACT_OPENED, Action.CONTACT_CORRECTED, Action.CONTACT_ERASED, Action.CONTACT_RESTRICTED,
    Action.CONTACT_RELEASED, Action.REPLY_DISCLOSED, Action.REPLY_DECIDED, Action.KEY_CREATED, Action.KEY_ROTATED,
    Action.MANDATE_OPENED, Action.MANDATE_KEYS_DESTROYED,
)  # fmt: skip
#: Those that are about one person each: a controller is never told of a few (rules of small counts).
OF_PERSONS = frozenset(
    {
        Action.CONTACT_OPENED, Action.CONTACT_CORRECTED, Action.CONTACT_ERASED, Action.CONTACT_RESTRICTED,
        Action.CONTACT_RELEASED, Action.REPLY_DISCLOSED, Action.REPLY_DECIDED, Action.AUDIT_DISCLOSED,
        Action.TEAM_NUMBER_DECLARED,
    }
)  # fmt: skip
#: The same of the house's own keys.
OWN_USES = (
    Action.REQUEST_RECEIVED, Action.REQUEST_DISCLOSED, Action.REQUEST_MATCHED, Action.REQUEST_EXECUTED,
    Action.REQUEST_HELD, Action.REQUEST_HOLD_LIFTED, Action.REQUEST_RELEASE_ANNOUNCED, Action.REQUEST_RELEASED,
    Action.REQUEST_REOPENED, Action.REQUEST_STATED, Action.CODE_ISSUED, Action.LETTER_CODE_ISSUED,
    Action.IDENTITY_DOCUMENT_RECEIVED, Action.IDENTITY_DOCUMENT_SEEN, Action.MAIL_TAKEN, Action.MAIL_DISCLOSED,
    Action.MAIL_ATTACHMENT_DISCLOSED, Action.MAIL_ASSIGNED, Action.NOTICE_WRITTEN, Action.NOTICE_DISCLOSED,
    Action.NOTICE_PRINTED, Action.NOTICE_SENT, Action.ANSWER_PREPARED, Action.ANSWER_LEFT_OUT, Action.ANSWER_DISCLOSED,
    Action.ANSWER_REVIEWED, Action.ANSWER_PUBLISHED, Action.ANSWER_ARCHIVED, Action.ANSWER_OPENED,
    Action.BREACH_RECORDED, Action.BREACH_ADDED, Action.BREACH_CONTROLLER_TOLD, Action.BREACH_CLOSED,
    Action.ROUTE_ADDED, Action.ROUTE_CHANGED, Action.TRUNK_ADDED, Action.TRUNK_CHANGED, Action.WEBHOOK_ADDED,
    Action.WEBHOOK_ROTATED, Action.KEY_CREATED, Action.KEY_ROTATED,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Span:
    """From when until when it may have lasted."""

    since: datetime
    until: datetime


def touched(breach: Breach) -> list[Mandate]:
    """Return the mandates whose data was here during a breach; whatever is not known of its time excludes none."""
    found = Mandate.objects.order_by("reference")
    if breach.began_at:
        found = found.exclude(state=Mandate.State.ENDED, ended_at__lt=breach.began_at)
    return list(found.filter(created_at__lt=breach.ended_at) if breach.ended_at else found)


def measure(breach: Breach, mandates: Iterable[Mandate], at: datetime) -> list[Extent]:
    """Return what is known of each mandate, then of the house's own keys; nothing is written."""
    return [*(_of_mandate(breach, one, at) for one in mandates), _of_house(breach, at)]


def _of_mandate(breach: Breach, mandate: Mandate, at: datetime) -> Extent:
    keys, span = open_vault().keys, _span(breach, mandate.created_at, at)
    destroyed = keys.destruction(mandate.pk)
    return Extent(
        breach=breach,
        mandate=mandate,
        measured_at=at,
        since=span.since,
        until=span.until,
        people=_people(mandate, span.since),
        generations=len(keys.generations(mandate.pk)) or mandate.generation,
        keys_destroyed_at=destroyed.at if destroyed else None,
        uses=_uses(Q(mandate_id=mandate.pk, action__in=[str(one) for one in USES]), span),
    )


def _of_house(breach: Breach, at: datetime) -> Extent:
    first = Entry.objects.order_by("recorded_at", "id").values_list("recorded_at", flat=True).first()
    span = _span(breach, first or breach.learnt_at, at)
    return Extent(
        breach=breach,
        measured_at=at,
        since=span.since,
        until=span.until,
        generations=len(open_vault().keys.generations(None)),
        uses=_uses(Q(mandate_id=None, action__in=[str(one) for one in OWN_USES]), span),
    )


def _span(breach: Breach, earliest: datetime, at: datetime) -> Span:
    return Span(since=breach.began_at or min(earliest, breach.learnt_at), until=breach.ended_at or at)


def _uses(which: Q, span: Span) -> Mapping[str, int]:
    found = Entry.objects.filter(which, recorded_at__gte=span.since, recorded_at__lte=span.until)
    return dict(found.order_by().values_list("action").annotate(count=Count("pk")))


def _people(mandate: Mandate, since: datetime) -> int | None:
    """Return how many contacts a mandate has held since then, as `coarse` tells it: those withdrawn meanwhile too."""
    gone = Entry.objects.filter(mandate_id=mandate.pk, action=Action.DELIVERY_WITHDRAWN, recorded_at__gte=since)
    # A delivery that is held is read by no campaign, and lies here all the same.
    here = Q(state__in=(Delivery.State.PUBLISHED, Delivery.State.HELD))
    here |= Q(state=Delivery.State.WITHDRAWN, uid__in=list(gone.values_list("object_id", flat=True)))
    return coarse(mandate.deliveries.filter(here).aggregate(whole=Sum("accepted"))["whole"] or 0)


def coarse(count: int) -> int | None:
    """Return a count rounded down; None when it is too small to be told to a controller (rules of small counts)."""
    return count // RULES.base * RULES.base if count >= RULES.volume else None
