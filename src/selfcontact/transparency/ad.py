"""What a notice is made of: the facts of one campaign. Counts are coarse, and no recipient is among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from selfcontact.compliance.elections import Election
from selfcontact.compliance.tariff import Price
from selfcontact.mandates.models import Sponsor

#: Public counts are rounded up to this many, so that two notices do not tell one person by their difference.
COARSE = 100


@dataclass(frozen=True, kw_only=True)
class Volume:
    """How many persons an ad is for and how many segments it takes: at most, or in the end."""

    persons: int
    segments: int

    def coarse(self) -> "Volume":
        """Return the same, rounded up."""
        return Volume(persons=coarse(self.persons), segments=coarse(self.segments))


def coarse(count: int) -> int:
    """Return a count as the public is told."""
    return -(-count // COARSE) * COARSE


@dataclass(frozen=True, kw_only=True)
class Ad:
    """One campaign. `volume` is its own, `whole` that of every campaign of the mandate, in cents of the tariff.

    `price` is None when the tariff says nothing; `stopped_at` is when it was stopped before its end.
    """

    code: str
    text: str
    sender_name: str
    sponsor: Sponsor | None
    candidate: str
    election: Election
    area: Sequence[str]
    ages: tuple[int, int]
    begins: datetime
    ends: datetime
    price: Price | None
    volume: Volume
    whole_cents: int
    over: bool
    stopped_at: datetime | None
    #: Who delivered the contact details that the campaign may use (GDPR, article 14(2)(f)).
    sources: Sequence[str]
