"""What the worker does for mails by itself."""

from django.conf import settings
from procrastinate.contrib.django import app

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import of_installation
from selfcontact.mailbox import actions


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="mailbox-purge", pass_context=False)
def purge(timestamp: int) -> None:
    """Forget each night, after the requests, the mails of people who were forgotten."""
    clock = of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR)
    actions.purge_due(actor=SYSTEM, at=clock.now())
