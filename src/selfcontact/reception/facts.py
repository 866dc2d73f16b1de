"""Whether a person is the one that we know by a number: their surname and postcode, as stated and as held."""

import unicodedata

from selfcontact.contacts.finding import Found, everywhere
from selfcontact.identity.contents import Contents
from selfcontact.identity.models import Ticket

Finding = Ticket.Finding
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


def compared(said: Contents, number: int) -> Finding:
    """Return what the live mandates say to the name and postcode that somebody stated, who has proven the number.

    One contact that bears another name is a doubt, even where the others agree: the number may have had another
    holder, and an answer would lay that person open. What is held is compared here and shown to nobody.
    """
    held = everywhere(number)
    if not held:
        return Finding.NOTHING_HELD
    return Finding.MATCHED if all(_same(said, one) for one in held) else Finding.DOUBT


def _same(said: Contents, held: Found) -> bool:
    name = folded(said.surname)
    return bool(name) and name == folded(held.payload.surname) and said.postcode.replace(" ", "") == held.postcode


def folded(name: str) -> str:
    """Return a name without accents, case, hyphens, apostrophes and spaces: people and files write it in many ways."""
    bare = unicodedata.normalize("NFKD", name.translate(LIGATURES)).casefold()
    return "".join(sign for sign in bare if sign.isalnum())
