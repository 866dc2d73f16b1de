"""A published answer, laid out for the one browser that has just proven the number."""

from datetime import datetime

from selfcontact.answers import actions
from selfcontact.answers.composing import OPENINGS
from selfcontact.identity import parcels
from selfcontact.identity.parcels import Parcel
from selfcontact.lib.actor import SYSTEM
from selfcontact.requests import contents
from selfcontact.requests.models import Request

ANSWER = "answer"


def for_ticket(*, request: Request, number: int, at: datetime) -> Parcel | None:
    """Count an opening and return the answer, or None when nothing waits for that number.

    `number` is the one that was proven with a fresh code; whoever lays the parcel out wraps it for that browser alone.
    Body: `content`, the document; `openings_left`; `until`, when what is left of them ends.
    """
    if bytes(request.phone_index or b"") not in contents.indexes(number):
        return None
    found = actions.opened(actor=SYSTEM, request=request, at=at)
    if found is None:
        return None
    answer, said = found
    left, until = OPENINGS - answer.openings, (answer.until or at).isoformat(timespec="seconds")
    return parcels.as_json(ANSWER, {"content": said, "openings_left": left, "until": until})
