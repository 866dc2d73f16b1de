"""The declaration of a sponsor, without which nothing of a mandate leaves."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from selfcontact.lib.actor import Actor
from selfcontact.mandates import sponsors
from selfcontact.mandates.models import Mandate, Sponsor

#: A citizen who sponsors for herself, with her own money.
DURAND = sponsors.Declaration(
    political=True,
    standing=Sponsor.Standing.CITIZEN,
    name="Alix Durand",
    email="alix@durand.example",
    address="1 rue du Test, 35000 Rennes",
    country="FR",
    funds=Sponsor.Funds.PRIVATE,
    whence=Sponsor.Whence.INSIDE,
)


def declare(actor: Actor, mandate: Mandate, at: datetime, **changes: object) -> Sponsor:
    """Have her declare, with some of it changed."""
    return sponsors.declare(
        actor=actor,
        mandate=mandate,
        declaration=replace(DURAND, **changes),  # type: ignore[arg-type]
        document_sha256=sha256(b"declaration").hexdigest(),
        signatory="A. Durand",
        signed_at=at,
    )
