"""A house with one candidate, whose team can be written to, one provider and one carrier."""

from datetime import UTC, date, datetime

from selfcontact.accounts.models import Face, Membership, Seat, User
from selfcontact.demo.cast import make_cast
from selfcontact.lib.actor import SYSTEM
from selfcontact.processing.record import Record, gather

NOW = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)
TODAY = date(2027, 1, 15)
OWNER = "equipe@camille.example"


class House:
    """The cast of the demonstration, and the owner of the candidate's team."""

    def __init__(self) -> None:
        """Put them on record."""
        self.cast = make_cast(actor=SYSTEM, today=TODAY, at=NOW, port=2775)
        owner = User.objects.create_user(OWNER, face=Face.PORTAL)
        Membership.objects.create(user=owner, candidate=self.cast.candidate, seat=Seat.OWNER)

    def record(self) -> Record:
        """Return the record as it stands."""
        return gather(NOW)
