"""A reply that waits for a human: it is opened with a reason, read, then decided. Its number is frozen meanwhile."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from selfcontact.campaigns.models import Reply
from selfcontact.contacts.opening import number_behind
from selfcontact.contacts.watching import watch
from selfcontact.ledger.actions import record
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lib.personal import Personal
from selfcontact.opposition.actions import release_hold
from selfcontact.vault import open_vault
from selfcontact.vault.fields import KeysDestroyedError

#: Name of the place that a sealed reply is bound to (see `sender.replies`).
TABLE = "reply"


@transaction.atomic
def disclose(*, actor: Actor, reply: Reply, reason: str) -> Personal:
    """Return what the person wrote; the ledger says who read it and why."""
    keys = open_vault().keys.open(reply.mandate_id, reply.generation)
    text = Personal(keys.open(TABLE, reply.uid.int >> 65, bytes(reply.sealed)).decode())
    _note(actor, reply, Action.REPLY_DISCLOSED, reason=reason)
    watch(actor=actor)
    return text


@transaction.atomic
def decide(*, actor: Actor, reply: Reply, opposed: bool, on: date) -> bool:
    """Decide a reply that this actor has read; tell whether its number was opposed or freed.

    False: no contact holds the number any more, or another reply of it still waits; the number stays frozen.
    Raises UserError for a reply that is decided already, or that the actor has not opened.
    """
    locked = _waiting(reply)
    _demand_read(actor, locked)
    Reply.objects.filter(mandate_id=locked.mandate_id, uid=locked.uid).update(waiting=False)
    number = number_behind(locked.mandate_id, bytes(locked.phone_index))
    done = number is not None and (opposed or not _others_wait(number))
    if number is not None and done:
        release_hold(actor=actor, number=number, opposed=opposed, on=on)
    _note(actor, locked, Action.REPLY_DECIDED, opposed=opposed, done=done)
    return done


def _waiting(reply: Reply) -> Reply:
    found = Reply.objects.select_for_update().filter(mandate_id=reply.mandate_id, uid=reply.uid, waiting=True).first()
    if found is None:
        raise UserError(
            "reply_decided", fr="Cette réponse a déjà été décidée.", en="This answer has been decided already."
        )
    return found


def _demand_read(actor: Actor, reply: Reply) -> None:
    seen = Entry.objects.filter(object_id=reply.uid, actor_id=actor.uid, action=Action.REPLY_DISCLOSED)
    if not seen.exists():
        raise UserError(
            "reply_unread",
            fr="Lisez la réponse avant de décider : c’est ce que la personne a écrit qui décide.",
            en="Read the answer before you decide: what the person wrote decides.",
        )


def _others_wait(number: int) -> bool:
    """Tell whether another reply of that number waits, under any mandate: then it is not free yet."""
    waiting = Reply.objects.filter(waiting=True).values_list("mandate_id", "generation", "phone_index")
    by_keys: dict[tuple[int, int], set[bytes]] = {}
    for mandate_id, generation, fingerprint in waiting.iterator():
        by_keys.setdefault((mandate_id, generation), set()).add(bytes(fingerprint))
    return any(_holds(number, place, prints) for place, prints in by_keys.items())


def _holds(number: int, place: tuple[int, int], prints: Iterable[bytes]) -> bool:
    try:
        return open_vault().keys.open(*place).fingerprint(number) in prints
    except KeysDestroyedError:
        # The mandate is ending: its replies will never be read.
        return False


def _note(actor: Actor, reply: Reply, action: Action, **details: str | bool) -> None:
    record(actor=actor, action=action, mandate_id=reply.mandate_id, object_id=reply.uid, details=details)


def find(mandate_id: int, uid: UUID) -> Reply | None:
    """Return a reply of a mandate, or None."""
    return Reply.objects.filter(mandate_id=mandate_id, uid=uid).first()
