"""What the worker does for identity by itself."""

from procrastinate.contrib.django import app

from selfcontact.identity import actions, documents
from selfcontact.lib.actor import SYSTEM


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="identity-purge", pass_context=False)
def purge(timestamp: int) -> None:
    """Forget tickets, codes, parcels and documents whose time is over."""
    documents.destroy_old()
    actions.purge(actor=SYSTEM)
