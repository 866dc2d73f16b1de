"""What the worker does for uploads: loads them, and takes back what nobody finishes."""

from django.conf import settings
from django.db import close_old_connections
from procrastinate.contrib.django import app

from selfcontact.lib.clock import Clock, of_installation
from selfcontact.uploads import actions, loading, sweeping
from selfcontact.uploads.models import Upload


@app.task(name=actions.LOAD, pass_context=False)
def load(upload_id: int) -> None:
    """Load a received file."""
    close_old_connections()
    upload = Upload.objects.select_related("mandate", "agreement__provider").get(pk=upload_id)
    loading.load(upload, _clock())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="uploads-sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Put loads that died in the queue again, and destroy uploads that nobody came back for."""
    close_old_connections()
    sweeping.sweep(_clock().now())


def _clock() -> Clock:
    return of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR)
