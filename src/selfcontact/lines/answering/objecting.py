"""Key 9, confirmed: the calling number goes on the opposition list before the caller hears that it is done."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.personal import Personal
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry

PARIS = ZoneInfo("Europe/Paris")


def write(caller: Personal, candidate_id: int | None, at: datetime) -> None:
    """Put a caller on the list: everywhere, or for the line's candidate where a STOP means no more than that."""
    scope = candidate_id if settings.STOP_SCOPE == "candidate" else None
    oppose(
        actor=SYSTEM,
        number=int(caller.reveal()),
        channel=Entry.Channel.VOICE,
        on=at.astimezone(PARIS).date(),
        candidate_id=scope,
    )
