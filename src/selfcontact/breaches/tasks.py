"""What the worker does for breaches by itself."""

from django.conf import settings
from django.db import close_old_connections
from procrastinate.contrib.django import app

from selfcontact.breaches.alerts import alert
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import of_installation


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="breaches-alert", pass_context=False)
def warn(timestamp: int) -> None:
    """Write to the DPO about each term that comes to a new step."""
    close_old_connections()
    alert(actor=SYSTEM, at=of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR).now())
