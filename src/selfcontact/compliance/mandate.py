"""FI-04, GD-09, CA-05: nothing leaves without a live mandate, a signed instruction and a decreed election."""

from dataclasses import dataclass
from datetime import date

from selfcontact.compliance.elections import Election
from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict

NOT_LIVE = Refused(
    rule="FI-04",
    fr="Le mandat n’est pas en cours.",
    en="The mandate is not live.",
    source="Code électoral, article L.113-1 IV",
)
NO_INSTRUCTION = Refused(
    rule="GD-09",
    fr="Aucune instruction signée du candidat ne couvre les campagnes.",
    en="No signed instruction of the candidate covers campaigns.",
    source="RGPD, article 28(3)(a)",
)
PROVISIONAL = Refused(
    rule="CA-05",
    fr="Les dates de cette élection attendent leur décret : seul un envoi simulé est possible.",
    en="The dates of this election await their decree: only a simulated sending is possible.",
    source="décret de convocation des électeurs",
)


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """What the rules need to know of a mandate; `ends_on` is its last day, `instructed` a signed live instruction."""

    live: bool
    opens_on: date
    ends_on: date
    instructed: bool


def check_live(mandate: Mandate, today: date) -> Verdict:
    """Refuse outside the dates of the mandate, or once its end has begun."""
    return ALLOWED if mandate.live and mandate.opens_on <= today <= mandate.ends_on else NOT_LIVE


def check_instruction(mandate: Mandate) -> Verdict:
    """Refuse without a signed instruction."""
    return ALLOWED if mandate.instructed else NO_INSTRUCTION


def check_calendar(election: Election, *, simulated: bool) -> Verdict:
    """Refuse a real route while a date of the election is provisional."""
    return PROVISIONAL if election.provisional and not simulated else ALLOWED
