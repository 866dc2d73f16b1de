"""A verification that somebody asks for: at once when the ledger is small, else by the worker; the ledger keeps it."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from selfcontact.ledger import heads
from selfcontact.ledger.actions import note_verification
from selfcontact.ledger.verification import Report, verify
from selfcontact.lib.actor import Actor

#: The worker's task, and up to how many entries somebody can wait for in front of a screen.
CHECK = "ledger-verify"
SMALL = 10_000


def check(*, actor: Actor) -> Report:
    """Check everything now and record what was found."""
    report = verify()
    figures = {
        "entries": report.size,
        "checkpoints": report.checkpoints,
        "details": report.details,
        "forgotten": report.forgotten,
        "pending": report.pending,
    }
    note_verification(actor=actor, figures=figures, problems=[f"{one.code} {one.at}" for one in report.problems])
    return report


def request_check(*, actor: Actor) -> Report | None:
    """Check now when the ledger is small; else leave it to the worker and return None. Safe to repeat."""
    head = heads.newest()
    if head is None or head.size <= SMALL:
        return check(actor=actor)
    try:
        with transaction.atomic():
            app.configure_task(CHECK, queueing_lock=CHECK).defer(actor_kind=actor.kind, actor_uid=str(actor.uid))
    except AlreadyEnqueued:
        pass
    return None
