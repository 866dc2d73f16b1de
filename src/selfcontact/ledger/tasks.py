"""What the worker does for the ledger by itself."""

from procrastinate.contrib.django import app

from selfcontact.ledger import actions


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="ledger-sequence", lock="ledger-sequence", pass_context=False)
def sequence(timestamp: int) -> None:
    """Integrate the entries of the last five seconds and sign the head."""
    actions.sequence()
