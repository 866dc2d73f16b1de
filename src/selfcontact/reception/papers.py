"""Identity documents as they come in: kept for a request that asked for one in writing, destroyed with its decision."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from selfcontact.identity import documents
from selfcontact.identity.models import IdentityDocument, Ticket
from selfcontact.requests.models import Request, State

#: How long a document may wait for its ticket to be taken.
PATIENCE = timedelta(minutes=10)
AT_ONCE = 20


def tend() -> int:
    """Take the documents that came, destroy those of requests that are decided; return how many that were."""
    return sum(_take(uid) for uid in _waiting()) + sum(_end(uid) for uid in _decided())


def _waiting() -> list[UUID]:
    fresh = IdentityDocument.objects.filter(taken_at=None, destroyed_at=None).order_by("created_at")
    return list(fresh.values_list("pk", flat=True)[:AT_ONCE])


def _decided() -> list[UUID]:
    """Return the requests with documents that have served: the person is verified, refused, or gone."""
    held = IdentityDocument.objects.filter(destroyed_at=None, request_uid__isnull=False).values("request_uid")
    over = Q(verified_at__isnull=False) | Q(decided_at__isnull=False) | Q(ended_at__isnull=False)
    return list(Request.objects.filter(over, uid__in=held).values_list("uid", flat=True))


def _end(request_uid: UUID) -> int:
    return documents.destroy(request_uid=request_uid)


@transaction.atomic
def _take(uid: UUID) -> int:
    found = IdentityDocument.objects.select_for_update(skip_locked=True)
    document = found.filter(pk=uid, taken_at=None, destroyed_at=None).first()
    if document is None:
        return 0
    ticket = Ticket.objects.filter(pk=document.ticket_uid).first()
    young = IdentityDocument.objects.filter(pk=uid, created_at__gt=Now() - PATIENCE).exists()
    if ticket is not None and ticket.taken_at is None and young:
        return 0
    documents.take(document=document, ticket=ticket, asked_by=_asked_by(ticket))
    return 1


def _asked_by(ticket: Ticket | None) -> UUID | None:
    """Return the request of a ticket if it has asked, with a reason, who the person is (GDPR art. 12(6))."""
    if ticket is None or ticket.request_uid is None:
        return None
    asked = Request.objects.filter(uid=ticket.request_uid, state=State.IDENTITY_ASKED, asked_at__isnull=False)
    return asked.values_list("uid", flat=True).first()
