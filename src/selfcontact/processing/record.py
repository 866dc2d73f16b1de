"""The processor's record of processing (GDPR art. 30(2)), gathered from the registers and the running settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from selfcontact.ledger import heads
from selfcontact.mandates.models import Mandate
from selfcontact.processing import controllers, measures, parties, periods
from selfcontact.processing.controllers import Controller
from selfcontact.processing.measures import Measure
from selfcontact.processing.parties import Recipient, Source
from selfcontact.processing.periods import Period

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, kw_only=True)
class House:
    """The processor and its data protection officer (art. 30(2)(a)); an empty value is one that nobody has given."""

    name: str
    address: str
    dpo: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """The whole record on one day; `ledger_size` entries were then under the ledger's signed head, `ledger_root`."""

    made_at: datetime
    house: House
    ledger_size: int
    ledger_root: str
    controllers: Sequence[Controller]
    recipients: Sequence[Recipient]
    sources: Sequence[Source]
    measures: Sequence[Measure]
    periods: Sequence[Period]

    @property
    def day(self) -> date:
        """Return the day in Paris on which it was made."""
        return self.made_at.astimezone(PARIS).date()


def gather(at: datetime, mandate: Mandate | None = None) -> Record:
    """Return the record as things stand; of one mandate alone when it is given."""
    day, head = at.astimezone(PARIS).date(), heads.newest()
    return Record(
        made_at=at,
        house=House(name=settings.COMPANY_NAME, address=settings.COMPANY_ADDRESS, dpo=settings.DPO_EMAIL),
        ledger_size=head.size if head else 0,
        ledger_root=bytes(head.root).hex() if head else "",
        controllers=controllers.gather(mandate),
        recipients=parties.recipients(day),
        sources=parties.sources(day),
        measures=measures.gather(head),
        periods=periods.gather(),
    )
