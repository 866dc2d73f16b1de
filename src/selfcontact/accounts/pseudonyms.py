"""Who a pseudonym of the ledger is, while the account exists."""

from collections.abc import Iterable
from uuid import UUID

from selfcontact.accounts.models import User
from selfcontact.lib.actor import Actor


def emails(actors: Iterable[Actor | None]) -> dict[UUID, str]:
    """Return the address of each actor that still has an account, in one query; an actor without one is left out."""
    wanted = {actor.uid for actor in actors if actor is not None}
    return dict(User.objects.filter(uid__in=wanted).values_list("uid", "email"))
