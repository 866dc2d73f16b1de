"""What the worker does for the list by itself."""

from procrastinate.contrib.django import app

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import SystemClock
from selfcontact.opposition import actions


@app.periodic(cron="15 3 * * *")
@app.task(queueing_lock="opposition-purge", pass_context=False)
def purge(timestamp: int) -> None:
    """Drop expired entries each night."""
    actions.purge(actor=SYSTEM, on=SystemClock().now().date())
