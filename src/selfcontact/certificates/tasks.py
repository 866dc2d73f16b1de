"""What the worker does to end a mandate."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from selfcontact.certificates import actions
from selfcontact.lib.actor import Actor, Kind
from selfcontact.lib.clock import SystemClock
from selfcontact.mandates.models import Mandate


@app.task(name=actions.FINISH, retry=RetryStrategy(max_attempts=5, exponential_wait=4), pass_context=False)
def finish_end(mandate_id: int, actor_kind: Kind, actor_uid: str, grounds: str) -> None:
    """Destroy the keys, drop the data, issue the certificate; each attempt goes on where the last one stopped."""
    actor = Actor(kind=actor_kind, uid=UUID(actor_uid))
    mandate = Mandate.objects.get(pk=mandate_id)
    actions.end_mandate(actor=actor, mandate=mandate, grounds=grounds, clock=SystemClock())
