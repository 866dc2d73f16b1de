"""SM-09: nobody gets more than so many messages of one mandate in so many days.

No text sets a number; the cap is the house's own value, that of commercial calls (SM-08), read at the day of sending.
"""

from datetime import datetime, timedelta

from selfcontact.compliance import tables
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.verdict import Refused

TOO_OFTEN = Refused(
    rule="SM-09",
    fr="La personne a déjà reçu, ces derniers jours, autant de messages de ce mandat que la maison en permet.",
    en="In the last days the person has already got as many messages of this mandate as the house allows.",
    source="règle de la maison ; aucun texte trouvé",
)


def cap(at: datetime) -> int:
    """Return how many messages of one mandate a person may get in the days that count."""
    return tables.number("frequency_messages", day_of(at))


def since(at: datetime) -> datetime:
    """Return from when on what a person got is counted, that instant itself left out."""
    return at - timedelta(days=tables.number("frequency_days", day_of(at)))


def check(received: int, at: datetime) -> Refused | None:
    """Refuse one more message to who got `received` of them after `since`."""
    return TOO_OFTEN if received >= cap(at) else None
