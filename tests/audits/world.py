"""A delivery of invented people and the audit of it."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlparse
from uuid import UUID

from django.db import connection
from tests.identity.world import as_process
from tests.intake.world import TODAY, People, Register

from selfcontact.audits import actions, answering, public
from selfcontact.audits.models import Audit, DrawnRow
from selfcontact.audits.proof import Proof
from selfcontact.database.partitions import attach_delivery, prepare_delivery
from selfcontact.intake.models import Delivery, Refusal
from selfcontact.ledger.actions import sequence
from selfcontact.lib.actor import Actor

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFFICER = Actor(kind="staff", uid=UUID(int=11))
PROOF = Proof(
    consented_at="2026-05-04T10:12:00+02:00", form="F1", trace="192.0.2.7", image=b"\x89PNG\r\n\x1a\nvexaqornik"
)


@dataclass
class House:
    """What the tests of audits start from."""

    register: Register
    people: People = field(default_factory=People)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def load(self, accepted: int, refused: int) -> Delivery:
        """Load a real file: the refused rows stand in its middle."""
        rows, half = self.people.many(accepted), accepted // 2
        minors = [self.people.row(AGE="12") for _ in range(refused)]
        return self.register.delivery(self.register.load(self.people.text([*rows[:half], *minors, *rows[half:]])))

    def deliver(self, accepted: int, refused: Sequence[int] = ()) -> Delivery:
        """Put a delivery on record as a load leaves it, without its people: no draw looks at one."""
        mandate, number = self.register.mandate, next(self._numbers)
        delivery = Delivery.objects.create(
            reference=f"file-{number}",
            mandate=mandate,
            agreement=self.register.agreement,
            state=Delivery.State.PUBLISHED,
            synthetic=True,
            file_sha256=f"{number:064x}",
            received_on=TODAY,
            shape={"first_line": 2},
            lines=accepted + len(refused),
            accepted=accepted,
        )
        rows = (Refusal(mandate_id=mandate.pk, delivery_id=delivery.pk, line=line, code="minor") for line in refused)
        Refusal.objects.bulk_create(rows)
        with connection.cursor() as cursor:
            owner = cursor.connection
            attach_delivery(owner, mandate.pk, delivery.pk, prepare_delivery(owner, mandate.pk, delivery.pk))
        return delivery

    def drawn(self, delivery: Delivery) -> Audit:
        """Draw, and put the draw under a signed head."""
        audit = actions.draw(actor=OFFICER, delivery=delivery, at=NOON)
        sequence()
        return audit

    def asked(self, delivery: Delivery) -> tuple[Audit, str]:
        """Draw and ask; return the audit and the secret of the provider's link."""
        made = actions.ask(actor=OFFICER, audit=self.drawn(delivery), at=NOON)
        return made.audit, urlparse(made.link).path.split("/")[2]

    def ask_again(self, audit: Audit) -> None:
        """Give the provider another link."""
        actions.ask(actor=OFFICER, audit=audit, at=NOON)

    def answer(self, secret: str, lines: Sequence[int], proof: Proof = PROOF) -> None:
        """Send a proof for each of these rows, as the public site, and let a worker take them in."""
        with as_process("public"):
            for line in lines:
                public.answer(secret=secret, line=line, proof=proof, at=NOON)
        with as_process("worker"):
            answering.take(actor=OFFICER)


def lines_of(audit: Audit) -> list[int]:
    """Return the rows drawn."""
    return list(audit.rows.order_by("line").values_list("line", flat=True))


def judge(audit: Audit, lines: Sequence[int], *, reason: str = "") -> Audit:
    """Judge rows, as someone of the console: valid without a reason."""
    result = DrawnRow.Result.INVALID if reason else DrawnRow.Result.VALID
    with as_process("console"):
        return actions.judge(
            actor=OFFICER, audit=audit, lines=lines, result=result, reason=reason, at=NOON + timedelta(hours=1)
        )
