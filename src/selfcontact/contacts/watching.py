"""An alarm when somebody opens persons' data again and again. The ledger itself is what is counted.

What a look opened is told to the ledger of each mandate as well: a breach's extent is read from there.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

import structlog

from selfcontact.ledger.actions import record
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import SystemClock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: What a DPO's ordinary day may hold. One more raises the alarm, once an hour at most.
IN_AN_HOUR, IN_A_DAY = 5, 20
#: What counts: a contact looked up, a reply read, a request or a letter opened, a person looked for by name.
LOOKS = (
    Action.CONTACT_DISCLOSED,
    Action.REPLY_DISCLOSED,
    Action.REQUEST_DISCLOSED,
    Action.ANSWER_DISCLOSED,
    Action.REQUEST_MATCHED,
    Action.NOTICE_DISCLOSED,
)
log = structlog.get_logger("disclosure")


def tell(*, actor: Actor, mandates: Iterable[int]) -> None:
    """Write down once for each mandate that contacts of it were opened to find somebody; the look is an entry apart.

    No entry says of which contact, nor which other mandates the same person is in: a controller reads its own alone.
    To be called in the transaction of the look.
    """
    for mandate_id in sorted(set(mandates)):
        record(actor=actor, action=Action.CONTACT_OPENED, mandate_id=mandate_id, object_id=uuid4())


def watch(*, actor: Actor) -> bool:
    """Raise the alarm if this look, already recorded, is one too many; tell whether it was raised.

    To be called in the transaction of the look. The ledger's entries bear the machine's time, rehearsal or not.
    """
    now = SystemClock().now()
    own = Entry.objects.filter(actor_id=actor.uid)
    looks = own.filter(action__in=LOOKS)
    found = {
        "in_an_hour": looks.filter(recorded_at__gt=now - HOUR).count(),
        "in_a_day": looks.filter(recorded_at__gt=now - DAY).count(),
    }
    if found["in_an_hour"] <= IN_AN_HOUR and found["in_a_day"] <= IN_A_DAY:
        return False
    if own.filter(action=Action.DISCLOSURES_REPEATED, recorded_at__gt=now - HOUR).exists():
        return False
    alarm = Action.DISCLOSURES_REPEATED
    record(actor=actor, action=alarm, mandate_id=None, object_id=uuid4(), details=found)
    log.warning("disclosure_alarm", actor=str(actor.uid), **found)
    return True
