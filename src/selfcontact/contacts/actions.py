"""What one can do with a person's data: find it, set it aside, erase it so that no file brings it back; measure names.

The numbers that a candidate's team declares for its tests are declared and withdrawn here too.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from selfcontact.contacts import widths
from selfcontact.contacts.finding import Found, everywhere
from selfcontact.contacts.models import Contact, Invitation, NameWidth, TeamNumber
from selfcontact.contacts.watching import tell, watch
from selfcontact.database import fence
from selfcontact.intake.models import Delivery
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib import phone
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.vault import open_vault

SYSTEM_CLOCK = SystemClock()
#: Place that a declared number is sealed for.
TEAM = "team_number"
#: A team, not a list: a test must not become a way to write to people.
TEAM_LIMIT = 10


@transaction.atomic
def erase(*, actor: Actor, mandate: Mandate, number: int, clock: Clock = SYSTEM_CLOCK) -> int:
    """Delete what a mandate holds of an E.164 number and return how many contacts that were.

    The number is listed as erased for that candidate first: a crash in between withholds a message, never sends one.
    """
    oppose(
        actor=actor,
        number=number,
        channel=Entry.Channel.STAFF,
        on=clock.now().date(),
        candidate_id=mandate.candidate_id,
        kind=Entry.Kind.ERASURE,
    )
    found = of_number(mandate, number)
    # What was answered to an invitation goes with the rest; the list says that nothing is to be sent any more.
    Invitation.objects.filter(mandate_id=mandate.pk, phone_index__in=_prints(mandate, number)).delete()
    record(
        actor=actor,
        action=Action.CONTACT_ERASED,
        mandate_id=mandate.pk,
        object_id=uuid4(),
        details={"contacts": list(found.values_list("id", flat=True))},
    )
    count, _ = found.delete()
    return count


def restrict(*, actor: Actor, mandate: Mandate, number: int) -> int:
    """Set aside what a mandate holds of a number (GDPR art. 18); return how many contacts that changed.

    Alone behind the fence: a message to them is on the wire before, or not written at all.
    """
    return _set_restricted(actor, mandate, number, restricted=True)


def release(*, actor: Actor, mandate: Mandate, number: int) -> int:
    """End a restriction; return how many contacts that changed."""
    return _set_restricted(actor, mandate, number, restricted=False)


@transaction.atomic
def find(*, actor: Actor, number: int, reason: str) -> list[Found]:
    """Return every contact of that E.164 number in the live mandates, opened; the ledger says who looked and why.

    One fingerprint is made for each live mandate and generation: the files stay unrelated to each other.
    """
    found = everywhere(number)
    record(
        actor=actor,
        action=Action.CONTACT_DISCLOSED,
        mandate_id=None,
        object_id=uuid4(),
        details={"reason": reason, "contacts": [[one.mandate_id, one.id] for one in found]},
    )
    tell(actor=actor, mandates=(one.mandate_id for one in found))
    watch(actor=actor)
    return found


def measure_names(*, actor: Actor, delivery: Delivery) -> None:
    """Write down how wide the names of a delivery are, once; every contact is opened for it, so the ledger says so."""
    found = widths.measured(delivery)
    rows = [
        NameWidth(mandate_id=delivery.mandate_id, delivery_id=delivery.pk, field=name, **vars(width))
        for name, width in found.items()
    ]
    with transaction.atomic():
        # Two who measure at the same time find the same: the second changes nothing.
        NameWidth.objects.bulk_create(rows, ignore_conflicts=True)
        record(
            actor=actor,
            action=Action.CONTACT_NAMES_MEASURED,
            mandate_id=delivery.mandate_id,
            object_id=delivery.uid,
            details={"reference": delivery.reference},
        )


@transaction.atomic
def declare_team_numbers(*, actor: Actor, mandate: Mandate, numbers: Sequence[str], fiction: bool, at: datetime) -> int:
    """Keep the numbers to which a mandate's tests may go, sealed; return how many were not declared already.

    Raises UserError when one is not a mobile number, or when there would be more than a team has.
    """
    parsed = {_team_number(number, fiction=fiction) for number in numbers}
    keys = open_vault().keys.open(mandate.pk, mandate.generation)
    # Two who declare at the same time count each other's numbers.
    Mandate.objects.select_for_update().get(pk=mandate.pk)
    declared = TeamNumber.objects.filter(mandate_id=mandate.pk)
    known = {bytes(index) for index in declared.values_list("phone_index", flat=True)}
    fresh = {index: number for number in parsed if (index := keys.fingerprint(number)) not in known}
    if len(known) + len(fresh) > TEAM_LIMIT:
        raise UserError(
            "team_limit",
            fr=f"Une équipe déclare {TEAM_LIMIT} numéros d’essai au plus.",
            en=f"A team declares {TEAM_LIMIT} test numbers at most.",
        )
    for index, number in fresh.items():
        uid = uuid4()
        TeamNumber.objects.create(
            mandate_id=mandate.pk,
            uid=uid,
            generation=mandate.generation,
            sealed=keys.seal(TEAM, uid.int >> 65, str(number).encode()),
            phone_index=index,
            declared_at=at,
        )
        record(actor=actor, action=Action.TEAM_NUMBER_DECLARED, mandate_id=mandate.pk, object_id=uid)
    return len(fresh)


@transaction.atomic
def withdraw_team_number(*, actor: Actor, mandate: Mandate, uid: UUID) -> None:
    """Forget a declared number; raises UserError when the mandate has no such number."""
    count, _ = TeamNumber.objects.filter(mandate_id=mandate.pk, uid=uid).delete()
    if not count:
        raise UserError("team_number_unknown", fr="Ce numéro n’est pas déclaré.", en="This number is not declared.")
    record(actor=actor, action=Action.TEAM_NUMBER_WITHDRAWN, mandate_id=mandate.pk, object_id=uid)


def team_numbers(mandate: Mandate) -> list[int]:
    """Return the declared numbers of a mandate, opened, for the one who makes a test of them."""
    keys = open_vault().keys
    return [
        int(keys.open(mandate.pk, one.generation).open(TEAM, one.uid.int >> 65, bytes(one.sealed)))
        for one in TeamNumber.objects.filter(mandate_id=mandate.pk).order_by("declared_at", "uid")
    ]


def _team_number(typed: str, *, fiction: bool) -> int:
    parsed = phone.parse(typed, fiction=fiction)
    if isinstance(parsed, phone.Refusal) or not parsed.mobile:
        raise UserError(
            "test_number", fr="Un des numéros d’essai n’est pas un mobile.", en="A test number is not a mobile."
        )
    return parsed.e164


@transaction.atomic
def _set_restricted(actor: Actor, mandate: Mandate, number: int, *, restricted: bool) -> int:
    found = of_number(mandate, number).filter(restricted=not restricted)
    if restricted:
        fence.close()
    ids = list(found.values_list("id", flat=True))
    record(
        actor=actor,
        action=Action.CONTACT_RESTRICTED if restricted else Action.CONTACT_RELEASED,
        mandate_id=mandate.pk,
        object_id=uuid4(),
        details={"contacts": ids},
    )
    return found.update(restricted=restricted)


def of_number(mandate: Mandate, number: int) -> QuerySet[Contact]:
    """Return the contacts that a live mandate has of an E.164 number, closed."""
    return Contact.objects.filter(mandate_id=mandate.pk, phone_index__in=_prints(mandate, number))


def _prints(mandate: Mandate, number: int) -> list[bytes]:
    keys = open_vault().keys
    return [keys.open(mandate.pk, generation).fingerprint(number) for generation in keys.generations(mandate.pk)]
