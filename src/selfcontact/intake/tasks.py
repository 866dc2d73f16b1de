"""What the worker does for the intake by itself."""

from procrastinate.contrib.django import app

from selfcontact.intake import actions
from selfcontact.lib.actor import SYSTEM


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="intake-sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Take back what loads that died have left."""
    actions.sweep(actor=SYSTEM)
