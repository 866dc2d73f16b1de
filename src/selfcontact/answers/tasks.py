"""What the worker does for answers by itself."""

from django.conf import settings
from procrastinate.contrib.django import app

from selfcontact.answers import actions
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import of_installation


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="answers-end", pass_context=False)
def end(timestamp: int) -> None:
    """Destroy what is over, then close the requests that were answered."""
    now = of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR).now()
    actions.destroy_due(actor=SYSTEM, at=now)
    actions.close_due(actor=SYSTEM, at=now)
