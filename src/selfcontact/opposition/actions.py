"""What one can do to the list: oppose, hold, release, ask. A number comes in, only its tag stays."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import connection, transaction

from selfcontact.database import fence
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.opposition.models import Entry
from selfcontact.vault import open_vault

INSERT = """
INSERT INTO opposition_entry (tag, key_version, candidate_id, kind, channel, month, expires_on)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (tag, coalesce(candidate_id, 0), kind) DO UPDATE SET expires_on = excluded.expires_on
    WHERE opposition_entry.expires_on < excluded.expires_on
RETURNING (xmax = 0)
"""
# One entry for each scope and kind, whichever version of the key has listed the old number.
FOLLOW = """
INSERT INTO opposition_entry (tag, key_version, candidate_id, kind, channel, month, expires_on)
SELECT DISTINCT ON (candidate_id, kind) %s, %s, candidate_id, kind, channel, month, expires_on
FROM opposition_entry WHERE tag = ANY(%s) ORDER BY candidate_id, kind, expires_on DESC
ON CONFLICT (tag, coalesce(candidate_id, 0), kind) DO UPDATE SET expires_on = excluded.expires_on
    WHERE opposition_entry.expires_on < excluded.expires_on
"""


@dataclass(frozen=True, kw_only=True)
class Opposed:
    """`new` is false when the number was already on the list for that scope."""

    uid: UUID
    new: bool


def oppose(
    *,
    actor: Actor,
    number: int,
    channel: Entry.Channel,
    on: date,
    candidate_id: int | None = None,
    kind: Entry.Kind = Entry.Kind.OPPOSITION,
) -> Opposed:
    """Put an E.164 number on the list, everywhere or for one candidate; no proof of identity is ever asked.

    Returns once committed, or with the caller's transaction: no slice of messages stands between its check and its
    socket at that instant. `on` is the day the person spoke; only its month is kept.
    """
    suppression = open_vault().suppression()
    uid = uuid4()
    with transaction.atomic():
        fence.close()
        new = _insert(bytes(suppression.tag(number)), suppression.version, candidate_id, kind, channel, on)
        action = Action.OPPOSITION_HELD if kind == Entry.Kind.HOLD else Action.OPPOSITION_RECORDED
        details: dict[str, JSON] = {
            "channel": str(channel),
            "kind": str(kind),
            "everywhere": candidate_id is None,
            "new": new,
        }
        record(actor=actor, action=action, mandate_id=None, object_id=uid, details=details)
    return Opposed(uid=uid, new=new)


def _insert(
    tag: bytes, version: int, candidate_id: int | None, kind: Entry.Kind, channel: Entry.Channel, on: date
) -> bool:
    month = on.replace(day=1)
    expiry = month + relativedelta(years=settings.OPPOSITION_YEARS, months=1)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [tag, version, candidate_id, str(kind), str(channel), month, expiry])
        row = cursor.fetchone()
    return bool(row and row[0])


def follow(*, actor: Actor, old: int, new: int) -> int:
    """List a person's new number wherever the old one is, as it is; return how many entries that made or prolonged.

    Who said stop has said it for good, whatever number they have now.
    """
    vault = open_vault()
    tags = [bytes(vault.suppression(version).tag(old)) for version in vault.describe().suppression_versions]
    newest = vault.suppression()
    with transaction.atomic():
        fence.close()
        with connection.cursor() as cursor:
            cursor.execute(FOLLOW, [bytes(newest.tag(new)), newest.version, tags])
            count = int(cursor.rowcount)
        details: dict[str, JSON] = {"entries": count}
        record(actor=actor, action=Action.OPPOSITION_FOLLOWED, mandate_id=None, object_id=uuid4(), details=details)
    return count


def release_hold(*, actor: Actor, number: int, opposed: bool, on: date) -> None:
    """End a human's reading of a doubtful reply: the number is opposed for good, or free again."""
    tag = bytes(open_vault().suppression().tag(number))
    with transaction.atomic():
        if opposed:
            oppose(actor=actor, number=number, channel=Entry.Channel.SMS, on=on)
        fence.close()
        Entry.objects.filter(tag=tag, kind=Entry.Kind.HOLD).delete()
        details = {"opposed": opposed}
        record(actor=actor, action=Action.OPPOSITION_RELEASED, mandate_id=None, object_id=uuid4(), details=details)


def listed(*, number: int, candidate_id: int | None = None) -> list[str]:
    """Return the kinds under which a number is listed, everywhere or for that candidate; empty when it is free."""
    tag = bytes(open_vault().suppression().tag(number))
    entries = Entry.objects.filter(tag=tag)
    return sorted({e.kind for e in entries if e.candidate_id in (None, candidate_id)})


@transaction.atomic
def check(*, actor: Actor, number: int, candidate_id: int | None = None) -> list[str]:
    """Answer as `listed` to somebody who asks; the ledger says who asked, never about which number."""
    kinds = listed(number=number, candidate_id=candidate_id)
    details = {"listed": bool(kinds)}
    record(actor=actor, action=Action.OPPOSITION_CHECKED, mandate_id=None, object_id=uuid4(), details=details)
    return kinds


def purge(*, actor: Actor, on: date) -> int:
    """Delete the entries whose time is over and return their number."""
    with transaction.atomic():
        count, _ = Entry.objects.filter(expires_on__lte=on).delete()
        if count:
            details = {"count": count}
            record(actor=actor, action=Action.OPPOSITION_EXPIRED, mandate_id=None, object_id=uuid4(), details=details)
    return count
