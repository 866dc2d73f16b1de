"""Which alarm was given to the house about what: once, whoever else gives it at the same time."""

from datetime import datetime
from uuid import UUID

from selfcontact.notices.models import Alarm


def claim(*, subject_uid: UUID, step: str, at: datetime) -> bool:
    """Take an alarm for oneself, in the transaction that gives it; False when it was given already."""
    made = Alarm.objects.bulk_create([Alarm(subject_uid=subject_uid, step=step, given_at=at)], ignore_conflicts=True)
    return Alarm.objects.filter(subject_uid=subject_uid, step=step, token=made[0].token).exists()
