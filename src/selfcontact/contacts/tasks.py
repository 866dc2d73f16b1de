"""What the worker does for contacts by itself."""

from procrastinate.contrib.django import app

from selfcontact.contacts import actions, widths
from selfcontact.lib.actor import SYSTEM


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="contacts-widths", pass_context=False)
def measure_names(timestamp: int) -> None:
    """Measure the names of deliveries that were published since the last time."""
    for delivery in widths.unmeasured():
        actions.measure_names(actor=SYSTEM, delivery=delivery)
