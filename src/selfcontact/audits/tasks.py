"""What the worker does for audits by itself."""

from django.conf import settings
from django.db import close_old_connections
from procrastinate.contrib.django import app

from selfcontact.audits import actions, answering
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import of_installation


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="audits-tend", pass_context=False)
def tend(timestamp: int) -> None:
    """Draw the deliveries that were never audited, take the proofs in, close what is past its time."""
    close_old_connections()
    at = of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR).now()
    actions.draw_missing(actor=SYSTEM, at=at)
    answering.take(actor=SYSTEM)
    actions.conclude_due(actor=SYSTEM, at=at)
