"""What the worker does for requests by itself."""

from django.conf import settings
from procrastinate.contrib.django import app

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import of_installation
from selfcontact.requests import actions
from selfcontact.requests.desk.alerts import alert


@app.periodic(cron="25 3 * * *")
@app.task(queueing_lock="requests-purge", pass_context=False)
def purge(timestamp: int) -> None:
    """Forget each night the people of requests that ended long ago."""
    clock = of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR)
    actions.purge_due(actor=SYSTEM, at=clock.now())


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="requests-alerts", pass_context=False)
def warn(timestamp: int) -> None:
    """Write to the DPO, each hour, about the requests whose month is passing."""
    clock = of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR)
    alert(actor=SYSTEM, at=clock.now())
