"""Takes back what nobody finishes: loads that died, uploads nobody came back for, files without an upload."""

from datetime import datetime, timedelta

from django.conf import settings

from selfcontact.intake import actions as intake
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.uploads import actions, place
from selfcontact.uploads.loading import MOST_ATTEMPTS, alone
from selfcontact.uploads.models import Upload

#: Time after which a load that waits is put in the queue again: its job was lost with a worker.
LOST = timedelta(minutes=10)
#: Seconds for which a file may lie without an upload: a form that brings it makes one at its end.
STRAY = 6 * 3600
State = Upload.State


def sweep(at: datetime) -> int:
    """Return how many uploads were put in the queue again, given up or expired."""
    place.remove_strays(set(Upload.objects.filter(state__in=Upload.OPEN).values_list("uid", flat=True)), STRAY)
    return _expire(at) + _revive(at)


def _expire(at: datetime) -> int:
    waiting = Upload.objects.filter(state__in=(State.RECEIVING, State.RECEIVED, State.QUEUED))
    ended = waiting.exclude(mandate__state=Mandate.State.LIVE)
    forgotten = waiting.exclude(state=State.QUEUED).filter(touched_at__lt=at - timedelta(hours=settings.UPLOAD_HOURS))
    gone = list(ended) + list(forgotten.filter(mandate__state=Mandate.State.LIVE))
    for upload in gone:
        actions.expire(actor=SYSTEM, upload=upload)
    return len(gone)


def _revive(at: datetime) -> int:
    dead = 0
    loading = Upload.objects.filter(state=State.LOADING)
    lost = Upload.objects.filter(state=State.QUEUED, touched_at__lt=at - LOST)
    for upload in [*loading, *lost]:
        with alone(upload.pk) as nobody:
            if nobody:
                dead += 1
                _again(upload, at)
    return dead


def _again(upload: Upload, at: datetime) -> None:
    upload.refresh_from_db()
    if upload.state not in (State.QUEUED, State.LOADING):
        return
    # What the dead load has written goes first: its file counts as loaded until then.
    intake.sweep(actor=SYSTEM)
    if upload.attempts < MOST_ATTEMPTS:
        actions.queue_again(upload=upload, attempts=upload.attempts, at=at)
    else:
        actions.finish(upload=upload, failure=_given_up())


def _given_up() -> UserError:
    return UserError(
        "load_died",
        fr=f"Le chargement a été interrompu {MOST_ATTEMPTS} fois ; rien n’a été gardé.",
        en=f"The load was interrupted {MOST_ATTEMPTS} times; nothing was kept.",
    )
