"""Requests of invented people, and two people of the house."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from selfcontact.compliance.deadline import PARIS
from selfcontact.ledger.leaf import Leaf
from selfcontact.ledger.models import Entry
from selfcontact.lib.actor import Actor
from selfcontact.requests import actions
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Door, Kind, Request, Rung

#: A Monday: due on Thursday 15 April.
RECEIVED = datetime(2027, 3, 15, 10, tzinfo=PARIS)
DAY = timedelta(days=1)
NUMBER = 33639980001
DPO = Actor(kind="staff", uid=uuid4())
DEPUTY = Actor(kind="staff", uid=uuid4())
PERSON = Person(
    number=NUMBER, name="Zoé Lefèvre", address="1 rue de la Paix, 35000 Rennes", text="D’où vient mon numéro ?"
)


def receive(
    *kinds: Kind, person: Person = PERSON, door: Door = Door.POST, at: datetime = RECEIVED, policy: int | None = None
) -> Request:
    """Open a request that came in at that instant."""
    return actions.receive(
        actor=DPO, kinds=kinds or (Kind.ACCESS,), door=door, person=person, received_at=at, at=at, policy=policy
    )


def verified(*kinds: Kind, person: Person = PERSON) -> Request:
    """Open a request and verify who asks."""
    made = receive(*kinds, person=person)
    actions.verify(actor=DPO, request=made, rung=Rung.CODE_AND_FACTS, at=RECEIVED + DAY)
    return made


def deeds(uid: UUID) -> list[str]:
    """Return the actions that the ledger has of a request, oldest first, but for what was written to people."""
    found = Entry.objects.filter(object_id=uid).order_by("id")
    actions = [Leaf.decode(bytes(entry.leaf)).action for entry in found]
    return [action for action in actions if action.startswith("request:")]
