"""The time on the clock of this installation, for views."""

from datetime import datetime

from django.conf import settings

from selfcontact.lib.clock import Clock, of_installation


def clock() -> Clock:
    """Return the clock of this installation: shifted in a rehearsal."""
    return of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return clock().now()
