"""What one can do with candidates and their mandates, except ending one (see `certificates`)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction

from selfcontact.compliance.elections import election as find_election
from selfcontact.database import fence
from selfcontact.geo import areas
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Candidate, Instruction, Mandate, SpendCeiling
from selfcontact.vault import open_vault


@transaction.atomic
def add_candidate(
    *, actor: Actor, reference: str, name: str, aliases: Sequence[str] = (), party: str = ""
) -> Candidate:
    """Put a candidate on record with the ways in which a text may name him, her or the party."""
    candidate = Candidate(reference=reference, name=name, aliases=list(aliases), party=party)
    candidate.validate()
    candidate.save()
    record(
        actor=actor,
        action=Action.CANDIDATE_ADDED,
        mandate_id=None,
        object_id=candidate.uid,
        details={"reference": reference},
    )
    return candidate


@transaction.atomic
def correct_candidate(*, actor: Actor, candidate: Candidate, name: str, aliases: Sequence[str], party: str) -> None:
    """Correct how a candidate may be named; texts that were approved keep the name they were approved with."""
    candidate.name, candidate.aliases, candidate.party = name, list(aliases), party
    candidate.validate()
    candidate.save()
    details = {"name": name, "aliases": list(aliases), "party": party}
    record(actor=actor, action=Action.CANDIDATE_CHANGED, mandate_id=None, object_id=candidate.uid, details=details)


def open_mandate(
    *,
    actor: Actor,
    reference: str,
    candidate: Candidate,
    election: str,
    area: Sequence[str],
    opens_on: date,
    ends_on: date,
) -> Mandate:
    """Open a mandate: its keys, its partitions and its ledger entry, or nothing of it.

    Raises UserError for an unknown election or area, or when the dates go backwards.
    """
    find_election(election)
    areas.parse(list(area))
    _refuse_backwards(opens_on, ends_on)
    mandate = Mandate(
        reference=reference,
        candidate=candidate,
        election=election,
        area=list(area),
        opens_on=opens_on,
        ends_on=ends_on,
    )
    mandate.validate()
    with transaction.atomic():
        mandate.save()
        # A key made for a transaction that then fails opens nothing: its number is never given again.
        open_vault().keys.create(mandate.pk, mandate.generation)
        with connection.cursor() as cursor:
            cursor.execute("SELECT selfcontact_open_mandate(%s)", [mandate.pk])
        details = {"reference": reference, "election": election, "area": list(area), "ends_on": ends_on.isoformat()}
        record(actor=actor, action=Action.MANDATE_OPENED, mandate_id=mandate.pk, object_id=mandate.uid, details=details)
    return mandate


@transaction.atomic
def move_end(*, actor: Actor, mandate: Mandate, ends_on: date, grounds: str) -> None:
    """Move the planned last day of a live mandate; raises UserError for another one, or when dates go backwards.

    Alone behind the fence: a slice of messages is on the wire before, or sees this.
    """
    if mandate.state != Mandate.State.LIVE:
        raise UserError("mandate_ended", fr="Ce mandat est fini.", en="This mandate has ended.")
    _refuse_backwards(mandate.opens_on, ends_on)
    fence.close()
    mandate.ends_on = ends_on
    mandate.save(update_fields=["ends_on"])
    details = {"ends_on": ends_on.isoformat(), "grounds": grounds}
    record(actor=actor, action=Action.MANDATE_CHANGED, mandate_id=mandate.pk, object_id=mandate.uid, details=details)


def _refuse_backwards(opens_on: date, ends_on: date) -> None:
    if ends_on < opens_on:
        raise UserError(
            "dates_backwards", fr="Le mandat finit avant de commencer.", en="The mandate ends before it opens."
        )


@transaction.atomic
def set_ceiling(*, actor: Actor, mandate: Mandate, cents: int, at: datetime) -> SpendCeiling:
    """Write down how much the candidate allows to be spent, in cents with VAT; the former ceiling no longer counts.

    Raises UserError for an amount that is not positive, and for a mandate that is over.
    """
    if cents <= 0:
        raise UserError("ceiling", fr="Le plafond est un montant positif.", en="The ceiling is a positive amount.")
    if mandate.state != Mandate.State.LIVE:
        raise UserError("mandate_over", fr="Ce mandat est fini.", en="This mandate is over.")
    ceiling = SpendCeiling.objects.create(mandate=mandate, cents=cents, set_at=at)
    record(
        actor=actor,
        action=Action.MANDATE_CEILING_SET,
        mandate_id=mandate.pk,
        object_id=mandate.uid,
        details={"cents": cents},
    )
    return ceiling


@transaction.atomic
def sign_instruction(
    *,
    actor: Actor,
    reference: str,
    mandate: Mandate,
    kind: Instruction.Kind,
    document_sha256: str,
    signatory: str,
    signed_at: datetime,
) -> Instruction:
    """Record what the candidate asked in writing, with the hash of the signed document."""
    instruction = Instruction(
        reference=reference,
        mandate=mandate,
        kind=kind,
        document_sha256=document_sha256,
        signatory=signatory,
        signed_at=signed_at,
    )
    instruction.validate()
    instruction.save()
    details = {"kind": str(kind), "document_sha256": document_sha256, "signed_at": signed_at.isoformat()}
    record(
        actor=actor,
        action=Action.INSTRUCTION_SIGNED,
        mandate_id=mandate.pk,
        object_id=instruction.uid,
        details=details,
    )
    return instruction


@transaction.atomic
def withdraw_instruction(*, actor: Actor, instruction: Instruction, at: datetime) -> None:
    """Record that the candidate took an instruction back; nothing is done under it from then on.

    Alone behind the fence: a slice of messages is on the wire before, or sees this. Source: legal rule GD-09.
    """
    fence.close()
    instruction.withdrawn_at = at
    instruction.save()
    record(
        actor=actor,
        action=Action.INSTRUCTION_WITHDRAWN,
        mandate_id=instruction.mandate_id,
        object_id=instruction.uid,
        details={"at": at.isoformat()},
    )
