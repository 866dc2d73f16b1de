"""The worker: the ledger's sequencer each second, the campaigns that are due, and the queue of jobs."""

import signal
import threading
from types import FrameType

import structlog
from django.conf import settings
from django.db import close_old_connections
from procrastinate.contrib.django import app

from selfcontact.accounts import actions as accounts
from selfcontact.campaigns import due
from selfcontact.ledger import actions as ledger
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import Clock, of_installation

BEAT = 1.0
log = structlog.get_logger("worker")


def clock() -> Clock:
    """Return the clock of this installation: shifted in a rehearsal."""
    return of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR)


def beat(stopped: threading.Event) -> None:
    """Seal the ledger and start what is due, once a second, until told to stop."""
    time = clock()
    while not stopped.wait(BEAT):
        try:
            ledger.sequence(clock=time)
            due.start_due(actor=SYSTEM, at=time.now())
            accounts.note_accepted(actor=SYSTEM)
        except Exception:
            # The next beat tries again: a passing fault of the database must not end the worker.
            log.exception("beat_failed")
            close_old_connections()


def work() -> None:
    """Run until SIGTERM or SIGINT; the ledger is sealed a last time on the way out."""
    stopped = threading.Event()
    heart = threading.Thread(target=beat, args=(stopped,), name="beat")
    heart.start()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGUSR1, stop)
    try:
        # Handles SIGTERM and SIGINT by itself, finishing the jobs it holds.
        app.with_connector(app.connector.get_worker_connector()).run_worker(install_signal_handlers=True)  # type: ignore[attr-defined]
    finally:
        stopped.set()
        heart.join()
        ledger.sequence(clock=clock())
