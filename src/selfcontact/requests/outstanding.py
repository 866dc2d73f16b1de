"""What would be lost with the end of a mandate: open requests of people it holds, holds, what is set aside.

Once the keys are destroyed, nobody can answer an access or show what a court asks for.
"""

from dataclasses import dataclass, field

from selfcontact.contacts.actions import of_number
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.requests import contents, refusals, states
from selfcontact.requests.models import Request


@dataclass(frozen=True, kw_only=True)
class Outstanding:
    """References of requests; `unnumbered` are open ones without a number, of which nobody can tell whom."""

    open: list[str] = field(default_factory=list)
    unnumbered: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    restricted: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.open or self.unnumbered or self.held or self.restricted)

    @property
    def references(self) -> list[str]:
        """Return every request that stands in the way, once."""
        return sorted({*self.open, *self.unnumbered, *self.held, *self.restricted})


def of_mandate(mandate: Mandate) -> Outstanding:
    """Return what is outstanding. The number of each open request is compared with the mandate's, and not shown."""
    concerned, unnumbered = [], []
    for one in Request.objects.filter(state__in=states.UNANSWERED).order_by("pk"):
        person = contents.unseal(one)
        if person is None or person.number is None:
            unnumbered.append(one.reference)
        elif of_number(mandate, person.number).exists():
            concerned.append(one.reference)
    return Outstanding(
        open=concerned,
        unnumbered=unnumbered,
        held=sorted(refusals.live_holds().filter(mandate=mandate).values_list("request__reference", flat=True)),
        restricted=sorted(
            refusals.live_restrictions().filter(mandate=mandate).values_list("request__reference", flat=True)
        ),
    )


def refuse_end(*, actor: Actor, mandate: Mandate, despite: str) -> None:
    """Raise UserError while something is outstanding, unless a reason to end all the same is given, for the record."""
    found = of_mandate(mandate)
    if not found:
        return
    if not despite.strip():
        listed = ", ".join(found.references[:10])
        raise UserError(
            "mandate_outstanding",
            fr=f"Des demandes ou des conservations concernent ce mandat : {listed}. Répondez-y d’abord, "
            "ou dites pourquoi finir malgré tout.",
            en=f"Requests or holds concern this mandate: {listed}. Answer them first, or say why to end all the same.",
            hint="selfcontact mandate end --despite",
        )
    refusals.without_reason(despite)
    record(
        actor=actor,
        action=Action.MANDATE_END_FORCED,
        mandate_id=None,
        object_id=mandate.uid,
        details={"mandate": mandate.reference, "reason": despite, **vars(found)},
    )
