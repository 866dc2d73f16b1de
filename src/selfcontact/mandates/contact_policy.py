"""How people of a mandate may be written to first: the candidate's choice, signed, and changed only by a new one."""

from datetime import datetime

from django.db import transaction

from selfcontact.database import fence
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import ContactPolicy, Mandate

#: The first, and a second one to who stayed silent.
MOST_INVITATIONS = 2


@transaction.atomic
def sign(
    *,
    actor: Actor,
    mandate: Mandate,
    kind: ContactPolicy.Kind,
    document_sha256: str,
    signatory: str,
    signed_at: datetime,
    invitations: int = 1,
) -> ContactPolicy:
    """Record the written instruction that says how people may be written to; it takes the place of the one before.

    Alone behind the fence: a slice of messages is on the wire before, or sees this. What people answered stays: who
    said no to an invitation is not written to under either policy. Source: legal rules CN-02 and GD-09.

    Raises UserError for a mandate that is over, a number of invitations that nobody may allow, or a document that is
    older than the one in force.
    """
    fence.close()
    Mandate.objects.select_for_update().get(pk=mandate.pk)
    mandate.refresh_from_db(fields=["state"])
    _refuse(mandate, invitations, signed_at)
    made = ContactPolicy.objects.create(
        mandate=mandate,
        kind=kind,
        invitations=invitations,
        document_sha256=document_sha256,
        signatory=signatory,
        signed_at=signed_at,
    )
    record(
        actor=actor,
        action=Action.CONTACT_POLICY_SIGNED,
        mandate_id=mandate.pk,
        object_id=made.uid,
        details={
            "kind": str(kind),
            "invitations": invitations,
            "document_sha256": document_sha256,
            "signed_at": signed_at.isoformat(),
        },
    )
    return made


def _refuse(mandate: Mandate, invitations: int, signed_at: datetime) -> None:
    if mandate.state != Mandate.State.LIVE:
        raise UserError("mandate_over", fr="Ce mandat est fini.", en="This mandate is over.")
    if not 1 <= invitations <= MOST_INVITATIONS:
        raise UserError(
            "invitations",
            fr=f"Une personne est invitée une fois, ou {MOST_INVITATIONS} si elle n’a rien répondu.",
            en=f"A person is invited once, or {MOST_INVITATIONS} times if they have not answered.",
        )
    former = mandate.contact_policy()
    if former and signed_at < former.signed_at:
        raise UserError(
            "policy_older",
            fr="L’instruction en vigueur est plus récente que ce document.",
            en="The instruction in force is more recent than this document.",
        )
