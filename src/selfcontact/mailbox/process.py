"""The process `selfcontact mailbox`: reads the box as mails come, and carries what we write.

A process of its own and not a duty of the worker: it waits on a stranger's server and reads what strangers send, and
neither a slow server nor a mail made to break its reader may hold up the ledger or what is due. It takes the worker's
database role, since it does the worker's kind of work.
"""

import signal
import threading
from collections.abc import Callable
from types import FrameType

import structlog
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.mailbox import box, postman, reading

#: One reader and one postman at a time, however many processes run.
READER, POSTMAN = 0x3A11B1, 0x3A11B2
#: Between two looks at what was written.
LOOK = 2.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
log = structlog.get_logger("mailbox")


def run(clock: Clock, stopped: threading.Event) -> None:
    """Read and send until stopped; each by itself, so that neither waits for the other's server."""
    duties = []
    if settings.MAILBOX_HOST:
        duties.append(threading.Thread(target=keep_trying, args=("read", lambda: read(clock, stopped), stopped)))
    if postman.employed():
        duties.append(threading.Thread(target=keep_trying, args=("send", lambda: send(clock, stopped), stopped)))
    for duty in duties:
        duty.start()
    for duty in duties:
        duty.join()


def until_told() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopped


def read(clock: Clock, stopped: threading.Event) -> None:
    """Read the box and wait for more, until stopped; raises when the server goes away or may not be used any more."""
    if not _alone(READER):
        stopped.wait(settings.MAILBOX_POLL_SECONDS)
        return
    # Opened anew for each round: whether the host may still be used is asked each time.
    with box.opened(clock.now()) as opened:
        while not stopped.is_set():
            box.still_allowed(clock.now())
            if count := reading.take_in(actor=SYSTEM, box=opened, clock=clock):
                log.info("mails_taken", count=count)
            if opened.idles:
                opened.wait(settings.MAILBOX_POLL_SECONDS, stopped.is_set)
            else:
                stopped.wait(settings.MAILBOX_POLL_SECONDS)
                opened.alive()


def send(clock: Clock, stopped: threading.Event) -> None:
    """Carry what was written as it is written, until stopped; raises when the server goes away or may not be used."""
    if not _alone(POSTMAN):
        stopped.wait(settings.MAILBOX_POLL_SECONDS)
        return
    while not stopped.is_set():
        if count := postman.carry(actor=SYSTEM, clock=clock):
            log.info("mails_sent", count=count)
        stopped.wait(LOOK)


def keep_trying(name: str, duty: Callable[[], object], stopped: threading.Event) -> None:
    """Do a duty again and again; after a failure wait longer each time, and say each kind of failure once."""
    pause, said = FIRST_PAUSE, ""
    while not stopped.is_set():
        try:
            duty()
            pause, said = FIRST_PAUSE, ""
        except UserError as error:
            if error.code != said:
                log.warning("mailbox_refused", duty=name, code=error.code)
            said = error.code
        except (*box.LOST, OperationalError):
            log.warning("mailbox_lost", duty=name)
        except Exception:
            log.exception("mailbox_failed", duty=name)
        else:
            continue
        close_old_connections()
        stopped.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _alone(lock: int) -> bool:
    """Take a lock for as long as this connection lasts; tell whether it was free."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        row = cursor.fetchone()
    return bool(row and row[0])
