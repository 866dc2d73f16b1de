"""What one can do to staff accounts."""

import getpass

from django.db import transaction

from selfcontact.accounts.models import User
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM, Actor


def terminal_actor() -> Actor:
    """Return the actor for whoever types on this machine: one account per system login, made at first use."""
    email = f"{getpass.getuser()}@terminal.local".lower()
    if user := User.objects.filter(email=email).first():
        return user.actor()
    with transaction.atomic():
        user = User.objects.create_user(email)
        record(
            actor=SYSTEM, action=Action.USER_ADDED, mandate_id=None, object_id=user.uid, details={"door": "terminal"}
        )
    return user.actor()
