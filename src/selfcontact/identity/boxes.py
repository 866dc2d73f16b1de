"""The boxes of this installation: one for tickets, and one a day for documents, whose key is shredded after a few."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.db.models.functions import Now

from selfcontact.identity import budgets
from selfcontact.identity.models import BoxKey
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.home import home
from selfcontact.vault import SealBrokenError, box, durable, open_vault

TABLE = "identity_box"
Use = BoxKey.Use
#: A box for documents is filled for a day or two, and opened as long as the last of them may be looked at.
DAY = timedelta(days=1)
FILLED, OPENED = 2 * DAY, 6 * DAY
WHY = "Keys of identity documents. A copy keeps readable what has to be destroyed within days: never back this up."


@transaction.atomic
def ensure(*, actor: Actor) -> None:
    """Make the boxes that are missing: the one for tickets once, the one for documents each day."""
    budgets.wait_turn()
    if not BoxKey.objects.filter(use=Use.TICKET).exists():
        _make(actor, Use.TICKET)
    if not BoxKey.objects.filter(use=Use.DOCUMENT, created_at__gt=Now() - DAY).exists():
        _make(actor, Use.DOCUMENT)


@transaction.atomic
def shred_old(*, actor: Actor) -> int:
    """Destroy the keys of documents that nobody may look at any more; copies of the database open with nothing then."""
    old = list(BoxKey.objects.filter(use=Use.DOCUMENT, created_at__lte=Now() - OPENED))
    for key in old:
        durable.shred(_file(key.key_id))
        key.delete()
    return len(old)


def unseal(sealed: bytes, place: bytes) -> bytes:
    """Return what the site sealed for that place; raises SealBrokenError, or DoesNotExist for another's box."""
    key = BoxKey.objects.get(key_id=box.key_id(sealed))
    kept = _read(key) if key.use == Use.DOCUMENT else bytes(key.sealed or b"")
    private = open_vault().keys.open(None, key.generation).open(TABLE, key.key_id, kept)
    return box.unseal(private, sealed, place)


def _make(actor: Actor, use: BoxKey.Use) -> None:
    pair, platform = box.make(), open_vault().keys.latest(None)
    private = platform.seal(TABLE, pair.key_id, pair.private)
    if use == Use.DOCUMENT:
        durable.make_directory(_file(0).parent)
        durable.mark_excluded_from_backups(_file(0).parent, WHY)
        durable.write(_file(pair.key_id), private)
    BoxKey.objects.create(
        key_id=pair.key_id,
        use=use,
        public_keyset=pair.public,
        generation=platform.generation,
        sealed=private if use == Use.TICKET else None,
    )
    details: dict[str, JSON] = {"box": f"{pair.key_id:08x}", "use": str(use)}
    record(actor=actor, action=Action.KEY_CREATED, mandate_id=None, object_id=uuid4(), details=details)


def _read(key: BoxKey) -> bytes:
    try:
        return durable.read(_file(key.key_id))
    except FileNotFoundError:
        raise SealBrokenError from None


def _file(key_id: int) -> Path:
    return home() / "documents" / f"{key_id:08x}.key"
