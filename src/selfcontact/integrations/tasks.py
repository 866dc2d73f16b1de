"""What the worker does for the integrations: reads the ledger for events, sends them, forgets what is old."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from selfcontact.integrations import idempotency, outbox, sending
from selfcontact.lib.clock import SystemClock


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="integrations-collect", pass_context=False)
def collect(timestamp: int) -> None:
    """Turn new entries of the ledger into events, and have each webhook served that something waits for."""
    at = SystemClock().now()
    outbox.collect(at)
    for webhook in sending.due(at):
        name = f"webhook-{webhook}"
        # One at a time for each webhook, so that a slow one holds up itself alone and events arrive in order.
        with suppress(AlreadyEnqueued):
            serve.configure(lock=name, queueing_lock=name).defer(webhook=webhook)


@app.task(pass_context=False)
def serve(webhook: int) -> None:
    """Send what is due to one webhook."""
    sending.serve(webhook, SystemClock())


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="integrations-forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Delete answers of a day ago and events of a month ago."""
    at = SystemClock().now()
    idempotency.forget(at)
    sending.forget(at)
