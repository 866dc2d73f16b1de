"""Identity documents (rung 4): taken only when one was asked for, looked at by two people, destroyed soon.

Nothing of one is ever in the ledger, a log or a file; its key lies in no database and is shredded days later.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from selfcontact.identity import boxes, context, papers
from selfcontact.identity.models import BoxKey, IdentityDocument, Ticket
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.errors import UserError
from selfcontact.vault import SealBrokenError

#: True time from its arrival to its end, whatever happens (privacy note 4.8).
KEPT = timedelta(hours=72)
#: Of one request, at the same time: both sides of a card, and a page more.
AT_MOST = 3
EYES = 2
End = IdentityDocument.End


def live(request_uid: UUID) -> QuerySet[IdentityDocument]:
    """Return the documents of a request that still exist, oldest first, without what is sealed."""
    found = IdentityDocument.objects.filter(request_uid=request_uid, destroyed_at=None)
    return found.defer("sealed").order_by("created_at")


@transaction.atomic
def take(*, document: IdentityDocument, ticket: Ticket | None, asked_by: UUID | None) -> bool:
    """Keep a document for the request that asked for one, or destroy it unread; tell which.

    `asked_by` is that request, None when nobody asked. The ticket has to be of the same browser.
    """
    same = ticket is not None and bytes(ticket.browser_digest) == bytes(document.browser_digest)
    wanted = asked_by is not None and same and live(asked_by).count() < AT_MOST
    if not wanted or papers.kind(_opened(document)) is None:
        _destroy([document.uid], End.UNWANTED)
        return False
    IdentityDocument.objects.filter(pk=document.pk).update(request_uid=asked_by, taken_at=Now())
    _note(SYSTEM, Action.IDENTITY_DOCUMENT_RECEIVED, asked_by or document.uid, document=str(document.uid))
    return True


@transaction.atomic
def disclose(*, actor: Actor, uid: UUID) -> bytes:
    """Return a document, and record that this person has seen it; raises UserError once it is destroyed."""
    document = IdentityDocument.objects.select_for_update().filter(pk=uid, destroyed_at=None).first()
    clear = _opened(document) if document and document.request_uid else b""
    if document is None or not clear:
        raise UserError("document_gone", fr="Cette pièce est déjà détruite.", en="This document is destroyed already.")
    if actor.uid not in document.seen_by:
        IdentityDocument.objects.filter(pk=uid).update(seen_by=[*document.seen_by, actor.uid])
    _note(actor, Action.IDENTITY_DOCUMENT_SEEN, document.request_uid or uid, document=str(uid))
    return clear


def unseen(request_uid: UUID) -> bool:
    """Tell whether a document of the request waits for a second pair of eyes: it proves nothing before."""
    return any(len(set(one.seen_by)) < EYES for one in live(request_uid))


@transaction.atomic
def destroy(*, request_uid: UUID) -> int:
    """Destroy the documents of a request that was decided; return how many that were."""
    return _destroy(list(live(request_uid).values_list("pk", flat=True)), End.DECIDED)


@transaction.atomic
def destroy_old() -> int:
    """Destroy what is older than three days, decided or not; return how many documents that were."""
    old = IdentityDocument.objects.filter(destroyed_at=None, created_at__lte=Now() - KEPT)
    return _destroy(list(old.values_list("pk", flat=True)), End.TIME)


def _destroy(uids: list[UUID], end: IdentityDocument.End) -> int:
    found = list(IdentityDocument.objects.filter(pk__in=uids, destroyed_at=None).defer("sealed"))
    IdentityDocument.objects.filter(pk__in=[one.pk for one in found]).update(sealed=None, destroyed_at=Now(), end=end)
    for one in found:
        _note(
            SYSTEM, Action.IDENTITY_DOCUMENT_DESTROYED, one.request_uid or one.uid, document=str(one.uid), end=str(end)
        )
    return len(found)


def _opened(document: IdentityDocument) -> bytes:
    """Return the file, or nothing when it was sealed for another place, or its key is shredded."""
    place = context.of_document(document.uid, document.ticket_uid, bytes(document.browser_digest))
    try:
        return boxes.unseal(bytes(document.sealed or b""), place)
    except (SealBrokenError, BoxKey.DoesNotExist):
        return b""


def _note(actor: Actor, action: Action, object_id: UUID, **details: JSON) -> None:
    record(actor=actor, action=action, mandate_id=None, object_id=object_id, details=details)
