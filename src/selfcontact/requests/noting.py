"""One line in the ledger about a request: its reference, codes, days and the reasons typed, never the person."""

from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.requests.models import Request


def note(actor: Actor, request: Request, action: Action, **details: JSON) -> None:
    """Write it down, in the transaction of what it tells."""
    said = {"reference": request.reference, **details}
    record(actor=actor, action=action, mandate_id=None, object_id=request.uid, details=said)
