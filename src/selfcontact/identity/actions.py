"""What the house does with what the site dropped: take it, send a code for it, answer it, forget it.

Ledger entries carry codes and uids, never a number or a name.
"""

import json
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from selfcontact.identity import boxes, budgets, context, keys, letters, parcels
from selfcontact.identity.contents import Contents
from selfcontact.identity.models import Code, Ticket
from selfcontact.identity.parcels import Parcel
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib import phone
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import SystemClock
from selfcontact.vault import open_vault

#: How long a code from a message lives, true time.
MINUTES = timedelta(minutes=10)
#: How long one from a letter lives: it travels, waits in a letter box, and is answered.
LETTER = timedelta(days=30)
CODE = "identity_code"
# The same statement as `selfcontact_try_code`: one row, one attempt, counted whatever else happens.
TRY_LETTER = """
UPDATE identity_code
SET attempts = attempts + 1, used_at = CASE WHEN digest = %s THEN statement_timestamp() END
WHERE form = 'letter' AND request_uid = %s AND used_at IS NULL AND attempts < 5 AND expires_at > statement_timestamp()
RETURNING used_at IS NOT NULL
"""
#: Until then a browser finds what was laid out for it.
LAID = timedelta(hours=24)
#: A ticket is forgotten by then: whoever dropped it knows their reference, and the request is in the register.
KEPT = timedelta(days=8)
log = structlog.get_logger("identity")


def ensure_box(*, actor: Actor) -> None:
    """Make the boxes that the public site fills, if they are missing."""
    boxes.ensure(actor=actor)


def take(*, ticket: Ticket, request_uid: UUID | None, finding: Ticket.Finding = Ticket.Finding.NONE) -> None:
    """Say that a ticket was taken, and which request it opened or is about."""
    ticket.request_uid, ticket.finding = request_uid, finding
    Ticket.objects.filter(pk=ticket.pk).update(taken_at=Now(), request_uid=request_uid, finding=finding)


@transaction.atomic
def issue(*, actor: Actor, ticket: Ticket, number: int) -> str:
    """Make a code for a ticket and lay it before the senders; return why not ("day", "week", "breaker"), or nothing.

    Whoever dropped the ticket sees no difference. One ticket has one code, however often this is called.
    """
    # The ticket before the counter, in the order of whoever tends it: the other order would be a deadlock.
    Ticket.objects.select_for_update().get(pk=ticket.pk)
    budgets.wait_turn()
    if ticket.codes.exists():
        return ""
    if refused := budgets.refusal(number):
        _withheld(actor, ticket, refused)
        return refused
    code, uid, platform = letters.for_message(), uuid4(), open_vault().keys.latest(None)
    clear = json.dumps({"number": number, "code": code}).encode()
    Code.objects.create(
        uid=uid,
        form=Code.Form.SMS,
        ticket=ticket,
        digest=keys.message_digest(ticket.uid, bytes(ticket.browser_digest), code),
        generation=platform.generation,
        sealed=platform.seal(CODE, context.row(uid), clear),
        number_index=platform.fingerprint(number),
        synthetic=phone.is_synthetic(number),
        language=ticket.language,
        expires_at=Now() + MINUTES,
    )
    _note(actor, Action.CODE_ISSUED, ticket, form=str(Code.Form.SMS))
    return ""


@transaction.atomic
def issue_letter(*, actor: Actor, request_uid: UUID, language: str) -> str:
    """Return a new code for a letter to the address on file, good for thirty days; the one before it is good no more.

    Whoever writes the letter seals it at once: here, only its digest stays.
    """
    code = letters.for_letter()
    Code.objects.filter(form=Code.Form.LETTER, request_uid=request_uid).delete()
    Code.objects.create(
        form=Code.Form.LETTER,
        request_uid=request_uid,
        digest=keys.letter_digest(code),
        generation=open_vault().keys.latest(None).generation,
        language=language,
        state=Code.State.SENT,
        expires_at=Now() + LETTER,
    )
    record(actor=actor, action=Action.LETTER_CODE_ISSUED, mandate_id=None, object_id=request_uid)
    return code


def try_letter(*, request_uid: UUID, typed: str) -> bool:
    """Tell whether this is the code in the letter of a request, read out to somebody of the house; each try counts."""
    right = keys.letter_digest(letters.plain(typed))
    with connection.cursor() as cursor:
        cursor.execute(TRY_LETTER, [right, request_uid])
        row = cursor.fetchone()
    return bool(row and row[0])


def withhold(*, actor: Actor, ticket: Ticket, reason: str) -> None:
    """Record that no code leaves for a ticket: its number is none that may receive one."""
    with transaction.atomic():
        _withheld(actor, ticket, reason)


def finish(*, ticket: Ticket, finding: Ticket.Finding = Ticket.Finding.NONE) -> None:
    """Say that all was done that a ticket allows; what was typed is forgotten with it."""
    Ticket.objects.filter(pk=ticket.pk).update(done_at=Now(), finding=finding or ticket.finding, sealed=None)


def lay(*, ticket: Ticket, said: Contents, parcel: Parcel, until: timedelta = LAID) -> None:
    """Lay something out for the browser that dropped a ticket; nobody else can open it, nor can we any more."""
    Ticket.objects.filter(pk=ticket.pk).update(
        parcel_kind=parcel.kind,
        parcel=parcels.wrap(ticket.uid, said.parcel_key, parcel),
        parcel_until=Now() + until,
    )


@transaction.atomic
def purge(*, actor: Actor) -> int:
    """Forget tickets and codes that nobody needs any more, and return how many tickets that were."""
    old = Ticket.objects.filter(created_at__lte=Now() - KEPT)
    count = old.count()
    # Codes of messages go with their tickets; budgets look back no further than a week.
    old.delete()
    Code.objects.filter(form=Code.Form.LETTER).filter(Q(expires_at__lte=Now()) | Q(used_at__isnull=False)).delete()
    # What no sender took in time.
    Code.objects.filter(expires_at__lte=Now(), sealed__isnull=False).update(sealed=None)
    Ticket.objects.filter(created_at__lte=Now() - LAID, sealed__isnull=False).update(sealed=None)
    Ticket.objects.filter(parcel_until__lte=Now()).update(parcel=None)
    boxes.ensure(actor=actor)
    boxes.shred_old(actor=actor)
    return count


def told(*, ended: Iterable[tuple[UUID, bool]]) -> None:
    """Write down what became of codes that left: (uid, accepted by the carrier)."""
    for uid, accepted in ended:
        state = Code.State.SENT if accepted else Code.State.FAILED
        Code.objects.filter(uid=uid, state=Code.State.CLAIMED).update(state=state)


def _withheld(actor: Actor, ticket: Ticket, reason: str) -> None:
    _note(actor, Action.CODE_WITHHELD, ticket, reason=reason)
    if reason == "breaker" and not _halted_lately():
        log.error("codes_halted")
        record(actor=actor, action=Action.CODES_HALTED, mandate_id=None, object_id=uuid4())


def _halted_lately() -> bool:
    since = SystemClock().now() - budgets.DAY
    return Entry.objects.filter(action=Action.CODES_HALTED, recorded_at__gt=since).exists()


def _note(actor: Actor, action: Action, ticket: Ticket, **details: JSON) -> None:
    # With the request's own entries, once there is one: the DPO reads why no code came.
    uid = ticket.request_uid or ticket.uid
    record(actor=actor, action=action, mandate_id=None, object_id=uid, details={"ticket": str(ticket.uid), **details})
