"""What the worker does for identity by itself."""

from procrastinate.contrib.django import app

from selfcontact.identity import actions
from selfcontact.lib.actor import SYSTEM


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="identity-purge", pass_context=False)
def purge(timestamp: int) -> None:
    """Forget tickets, codes and parcels whose time is over."""
    actions.purge(actor=SYSTEM)
