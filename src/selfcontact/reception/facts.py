"""Whether a person is the one that we know by a number: their surname and postcode, as stated and as held."""

from django.db import transaction

from selfcontact.contacts.finding import Found, everywhere
from selfcontact.contacts.watching import tell
from selfcontact.identity.contents import Contents
from selfcontact.identity.models import Ticket
from selfcontact.lib.actor import Actor
from selfcontact.lib.names import folded

Finding = Ticket.Finding


@transaction.atomic
def compared(said: Contents, number: int, *, actor: Actor) -> Finding:
    """Return what the live mandates say to the name and postcode that somebody stated, who has proven the number.

    One contact that bears another name is a doubt, even where the others agree: the number may have had another
    holder, and an answer would lay that person open. What is held is compared here and shown to nobody.
    """
    held = everywhere(number)
    tell(actor=actor, mandates=(one.mandate_id for one in held))
    if not held:
        return Finding.NOTHING_HELD
    return Finding.MATCHED if all(_same(said, one) for one in held) else Finding.DOUBT


def _same(said: Contents, held: Found) -> bool:
    name = folded(said.surname)
    return bool(name) and name == folded(held.payload.surname) and said.postcode.replace(" ", "") == held.postcode
