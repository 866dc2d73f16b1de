"""The worker: the ledger's sequencer each second, what is due, guarded, decided or published, and the queue of jobs."""

import math
import signal
import threading
from collections.abc import Callable, Mapping
from time import monotonic
from types import FrameType

import structlog
from django.conf import settings
from django.db import close_old_connections
from procrastinate.contrib.django import app

from selfcontact.accounts import actions as accounts
from selfcontact.campaigns import disclosing, due, guard
from selfcontact.figures.due import Publisher
from selfcontact.identity import actions as identity
from selfcontact.ledger import actions as ledger
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import Clock, of_installation
from selfcontact.lines import figures as lines
from selfcontact.proposals import desk, recordings
from selfcontact.reception import desk as reception
from selfcontact.requests import closing
from selfcontact.requests.restriction import Keeper
from selfcontact.transparency import actions as transparency

BEAT = 1.0
#: Jobs done at the same time; loads of files take turns by themselves.
CONCURRENCY = 4
log = structlog.get_logger("worker")


def clock() -> Clock:
    """Return the clock of this installation: shifted in a rehearsal."""
    return of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR)


def beat(stopped: threading.Event, duties: Mapping[str, Callable[[], object]]) -> None:
    """Do every duty once a second until told to stop; one that fails keeps none of the others from being done."""
    while not stopped.wait(BEAT):
        for name, duty in duties.items():
            try:
                duty()
            except Exception:
                # The next beat tries again: a passing fault of the database must not end the worker.
                log.exception("beat_failed", duty=name)
                close_old_connections()


def seldom(duty: Callable[[], object], *, every: float) -> Callable[[], object]:
    """Return a duty that is done at the first beat and then once in so many seconds."""
    due = -math.inf

    def done() -> None:
        nonlocal due
        if monotonic() >= due:
            due = monotonic() + every
            duty()

    return done


def hearts(time: Clock, stopped: threading.Event) -> list[threading.Thread]:
    """Return the threads that beat: what must be done within the second waits for no freeze and no large count."""
    publisher = Publisher()
    keeping: dict[str, Callable[[], object]] = {
        "ledger": lambda: ledger.sequence(clock=time),
        "due": lambda: due.start_due(actor=SYSTEM, at=time.now()),
        "accounts": lambda: accounts.note_accepted(actor=SYSTEM),
    }
    guarding: dict[str, Callable[[], object]] = {"guard": lambda: guard.watch(time.now())}
    deciding: dict[str, Callable[[], object]] = {
        "proposals": lambda: desk.tend(actor=SYSTEM, at=time.now()),
        "recordings": lambda: recordings.tend(actor=SYSTEM, at=time.now()),
    }
    publishing: dict[str, Callable[[], object]] = {
        "figures": lambda: publisher.publish(actor=SYSTEM, at=time.now()),
        "lines": lambda: lines.publish(time.now()),
    }
    telling: dict[str, Callable[[], object]] = {
        "disclosing": seldom(lambda: disclosing.refresh_all(actor=SYSTEM, at=time.now()), every=60),
        "archive": seldom(lambda: transparency.purge(actor=SYSTEM, at=time.now()), every=3600),
    }
    keeper = Keeper()
    receiving: dict[str, Callable[[], object]] = {
        "reception": lambda: reception.tend(clock=time),
        "restrictions": lambda: keeper.tend(actor=SYSTEM, at=time.now()),
        "closing": lambda: closing.tend(actor=SYSTEM, at=time.now()),
    }
    duties = (keeping, guarding, deciding, publishing, telling, receiving)
    return [threading.Thread(target=beat, args=(stopped, one)) for one in duties]


def work() -> None:
    """Run until SIGTERM or SIGINT; the ledger is sealed a last time on the way out."""
    stopped = threading.Event()
    # An installation of before the public site's forms has none yet.
    identity.ensure_box(actor=SYSTEM)
    beating = hearts(clock(), stopped)
    for heart in beating:
        heart.start()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGUSR1, stop)
    tasks = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    try:
        # Handles SIGTERM and SIGINT by itself, finishing the jobs it holds; a long load holds no other job back.
        tasks.run_worker(install_signal_handlers=True, concurrency=CONCURRENCY)
    finally:
        stopped.set()
        for heart in beating:
            heart.join()
        ledger.sequence(clock=clock())
