"""The load of a received file, in a worker: followed every second, stopped by a cancellation, tried anew if it dies."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import structlog

from selfcontact.intake import actions as intake
from selfcontact.intake.loading import lease
from selfcontact.intake.loading.load import conninfo, today
from selfcontact.intake.loading.publishing import CancelledError
from selfcontact.intake.report import Report
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.uploads import actions
from selfcontact.uploads.choices import Choices
from selfcontact.uploads.looking import look, sealed
from selfcontact.uploads.models import Upload
from selfcontact.uploads.reading import Sealed

#: First key of the advisory locks of uploads being loaded; the second is the upload.
LOADING = 0x10AE
#: Seconds between two looks at a load that runs, and before one that has to wait is tried again.
BEAT = 1.0
WAIT = 5
#: Loads of one file that may die before it is given up.
MOST_ATTEMPTS = 3
#: One load at a time in a process: it takes two cores and most of the memory meant for it.
ALONE = threading.Lock()
log = structlog.get_logger("uploads")
State = Upload.State


def load(upload: Upload, clock: Clock) -> None:
    """Load a queued upload; does nothing with another one. Every end of it is written in its row."""
    with alone(upload.pk) as mine:
        if not mine:
            return
        changes = {"state": State.LOADING, "attempts": upload.attempts + 1, "touched_at": clock.now()}
        if not ALONE.acquire(blocking=False):
            actions.queue_again(upload=upload, attempts=upload.attempts, at=clock.now(), seconds=WAIT)
            return
        try:
            if Upload.objects.filter(pk=upload.pk, state=State.QUEUED).update(**changes):
                upload.refresh_from_db()
                _try(upload, clock)
        finally:
            ALONE.release()


@contextmanager
def alone(upload_id: int) -> Iterator[bool]:
    """Hold an upload for this process for as long as its connection lives; False when another one does."""
    with psycopg.connect(conninfo(), autocommit=True) as connection:
        yield lease.take(connection, upload_id, LOADING)


def _try(upload: Upload, clock: Clock) -> None:
    failure, lines = None, None
    try:
        lines = _load(upload, clock).lines
    except CancelledError:
        pass
    except UserError as error:
        if error.code == "load_running":
            actions.queue_again(upload=upload, attempts=upload.attempts - 1, at=clock.now(), seconds=WAIT)
            return
        failure = error
    except Exception:
        log.exception("load_failed", upload=upload.reference)
        failure = UserError(
            "load_failed",
            fr="Le chargement a échoué ; rien n’a été gardé. La cause est dans le journal du serveur.",
            en="The load failed; nothing was kept. The cause is in the log of the server.",
        )
    actions.finish(upload=upload, lines=lines, failure=failure)


def _load(upload: Upload, clock: Clock) -> Report:
    choices = Choices.read(upload.choices)
    source = sealed(upload)
    seen = look(upload, choices, on=today(clock), source=source)
    return intake.load_file(
        actor=Actor(kind="staff", uid=upload.confirmed_by or SYSTEM.uid),
        mandate=upload.mandate,
        agreement=upload.agreement,
        seen=seen,
        received_on=choices.received_on,
        form=choices.form,
        synthetic=upload.synthetic,
        reference=upload.delivery_reference,
        clock=clock,
        progress=Teller(upload=upload, source=source, clock=clock),
    )


@dataclass(kw_only=True)
class Teller:
    """Writes down, at most once a second, how far a load is; raises CancelledError when it is no longer wanted."""

    upload: Upload
    source: Sealed
    clock: Clock
    told: float = 0.0

    def __call__(self, done: int, total: int, lines: int) -> None:
        """Take what the load says: bytes dealt, bytes of the file, lines judged."""
        if self.told and time.monotonic() - self.told < BEAT:
            return
        self.told, now = time.monotonic(), self.clock.now()
        self.upload.reading_since = self.upload.reading_since or now
        # A packed file yields more bytes than it has: how far it was read says how much is left.
        changed = Upload.objects.filter(pk=self.upload.pk, state=State.LOADING).update(
            done=min(self.source.reached or done, total),
            lines=lines,
            reading_since=self.upload.reading_since,
            progressed_at=now,
        )
        if not changed:
            raise CancelledError
