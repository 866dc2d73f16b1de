"""A breach of an invented house."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from tests.intake.world import TODAY, Register

from selfcontact.accounts.models import Face, Membership, Seat, User
from selfcontact.breaches import actions
from selfcontact.breaches.actions import Account
from selfcontact.breaches.models import Breach, Nature, System
from selfcontact.intake.models import Delivery
from selfcontact.ledger.actions import record
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.mandates.models import Mandate

OFFICER = Actor(kind="staff", uid=UUID(int=11))
OWNER = "equipe@camille.example"
HOUR = timedelta(hours=1)
#: A text that must not lie anywhere in clear.
CANARY = "vexaqornik"


class House:
    """One mandate with twelve people, and whoever answers for its candidate."""

    def __init__(self, register: Register) -> None:
        """Leave what a load leaves, without its people; what follows happens on the machine's own clock."""
        self.register, self.mandate = register, register.mandate
        delivery = Delivery.objects.create(
            reference="file-1",
            mandate=self.mandate,
            agreement=register.agreement,
            state=Delivery.State.PUBLISHED,
            synthetic=True,
            file_sha256="0" * 64,
            received_on=TODAY,
            shape={"first_line": 2},
            lines=12,
            accepted=12,
        )
        details: dict[str, JSON] = {}
        mandate, action = self.mandate.pk, Action.DELIVERY_PUBLISHED
        with transaction.atomic():
            record(actor=OFFICER, action=action, mandate_id=mandate, object_id=delivery.uid, details=details)
        self.at = datetime.now(UTC)

    def owner(self, mandate: Mandate | None = None, email: str = OWNER) -> None:
        """Seat the owner of a candidate's team."""
        user = User.objects.create_user(email, face=Face.PORTAL)
        Membership.objects.create(user=user, candidate=(mandate or self.mandate).candidate, seat=Seat.OWNER)

    def account(self, **changes: object) -> Account:
        """Return what is known of a breach learnt now."""
        known: dict[str, object] = {
            "natures": [Nature.CONFIDENTIALITY],
            "systems": [System.WORKSTATION],
            "learnt_at": self.at,
            "what": f"Un poste a été volé ({CANARY}).",
            "consequences": "Hameçonnage.",
            "measures": "Accès fermés.",
        }
        return Account(**(known | changes))  # type: ignore[arg-type]

    def breach(self, **changes: object) -> Breach:
        """Write a breach down."""
        return actions.record_breach(actor=OFFICER, account=self.account(**changes), at=self.at)


def deeds(uid: UUID) -> list[str]:
    """Return what the ledger has of a breach, oldest first."""
    return [str(line.leaf.action) for line in reversed(read(Question(objects=(uid,))).lines) if line.leaf]
