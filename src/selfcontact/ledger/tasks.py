"""What the worker does for the ledger by itself."""

from uuid import UUID

from procrastinate.contrib.django import app

from selfcontact.ledger import actions
from selfcontact.ledger.checking import CHECK, check
from selfcontact.lib.actor import Actor, Kind


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="ledger-sequence", lock="ledger-sequence", pass_context=False)
def sequence(timestamp: int) -> None:
    """Integrate the entries of the last five seconds and sign the head."""
    actions.sequence()


@app.task(name=CHECK, pass_context=False)
def verify(actor_kind: Kind, actor_uid: str) -> None:
    """Check the whole ledger for someone who asked, and record what was found."""
    check(actor=Actor(kind=actor_kind, uid=UUID(actor_uid)))
