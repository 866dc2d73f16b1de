"""How a request stands and what was written about it, laid out for the one browser that has just proven the number.

Whoever gave neither an e-mail address nor a postal one reads here what the others are sent: that it takes longer and
why, that we ask who they are, what was done (GDPR art. 12(3) and (4)).
"""

from datetime import datetime

from selfcontact.compliance.deadline import day_of
from selfcontact.identity import parcels
from selfcontact.identity.parcels import Parcel
from selfcontact.ledger.leaf import JSON
from selfcontact.lib.actor import SYSTEM
from selfcontact.notices import actions as notices
from selfcontact.notices.models import PERSON, Means, Notice
from selfcontact.requests import contents
from selfcontact.requests.models import Request

NEWS = "news"


def for_ticket(*, request: Request, number: int, at: datetime) -> Parcel | None:
    """Return where the request stands and what was written for this page, or None for another number than its own.

    Body: `received_on`, `due_on`, `ended_on` (empty while it is open), as dates; `written`, oldest first, each with
    `on`, `subject` and `text`. Each text that is read for the first time is recorded as delivered.
    """
    if bytes(request.phone_index or b"") not in contents.indexes(number):
        return None
    written = [
        _read(one, at)
        for one in notices.of(request.uid).filter(means=Means.PAGE, recipient=PERSON, sealed__isnull=False)
    ]
    stands: dict[str, JSON] = {
        "received_on": day_of(request.received_at).isoformat(),
        "due_on": request.due_on.isoformat(),
        "ended_on": day_of(request.ended_at).isoformat() if request.ended_at else "",
    }
    return parcels.as_json(NEWS, {**stands, "written": written})


def _read(notice: Notice, at: datetime) -> dict[str, JSON]:
    letter = notices.opened(notice)
    if notice.sent_at is None:
        notices.sent(actor=SYSTEM, notice=notice, proof="opened with a fresh code", at=at)
    return {"on": day_of(notice.created_at).isoformat(), "subject": letter.subject, "text": letter.text}
