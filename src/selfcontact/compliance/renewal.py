"""PC-01: once the policy asks for consent anew, nobody is written to on a consent that was given before.

A version that changes the purpose or the recipients changes what people agreed to (GDPR art. 4(11) and 7; EDPB,
guidelines 5/2020, section 110): a consent to the former one covers nothing any more.
"""

from collections.abc import Iterable
from datetime import date

from selfcontact.compliance.verdict import Refused

NOT_RENEWED = Refused(
    rule="PC-01",
    fr="Le consentement date d’avant la politique qui a changé le but ou les destinataires : il doit être redemandé.",
    en="The consent dates from before the policy that changed the purpose or the recipients: it must be asked again.",
    source="RGPD, articles 4(11), 6(4) et 7 ; politique de confidentialité",
)


def since(asked: Iterable[date], today: date) -> date | None:
    """Return from which day on a consent counts; None while no policy in force has asked for a new one.

    `asked`: the first days of the versions that ask for consent anew; one that is only announced asks for nothing yet.
    """
    return max((day for day in asked if day <= today), default=None)


def check(consented_on: date | None, counts_from: date | None) -> Refused | None:
    """Refuse a consent given before the day from which one counts, and one whose day is unknown."""
    if counts_from is None:
        return None
    return NOT_RENEWED if consented_on is None or consented_on < counts_from else None
