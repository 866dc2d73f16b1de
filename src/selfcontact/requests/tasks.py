"""What the worker does for requests by itself."""

from django.conf import settings
from procrastinate.contrib.django import app

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import of_installation
from selfcontact.requests import actions


@app.periodic(cron="25 3 * * *")
@app.task(queueing_lock="requests-purge", pass_context=False)
def purge(timestamp: int) -> None:
    """Forget each night the people of requests that ended long ago."""
    clock = of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR)
    actions.purge_due(actor=SYSTEM, at=clock.now())
