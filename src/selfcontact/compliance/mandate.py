"""FI-04, GD-09, GD-12, CA-05: nothing leaves without a live mandate, what was signed, and a decreed election."""

from dataclasses import dataclass
from datetime import date

from selfcontact.compliance import tables
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
NOT_ASSESSED = Refused(
    rule="GD-12",
    fr="Le candidat n’a validé aucune analyse d’impact, ou elle est à revoir.",
    en="The candidate has validated no impact assessment, or it is due for review.",
    source="RGPD, article 35",
)
PROVISIONAL = Refused(
    rule="CA-05",
    fr="Les dates de cette élection attendent leur décret : seul un envoi simulé est possible.",
    en="The dates of this election await their decree: only a simulated sending is possible.",
    source="décret de convocation des électeurs",
)


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """What the rules need to know of a mandate.

    `ends_on` is its last day, `instructed` a signed live instruction, `assessed_on` the day on which the candidate
    validated the last impact assessment.
    """

    live: bool
    opens_on: date
    ends_on: date
    instructed: bool
    assessed_on: date | None = None


def check_live(mandate: Mandate, today: date) -> Verdict:
    """Refuse outside the dates of the mandate, or once its end has begun."""
    return ALLOWED if mandate.live and mandate.opens_on <= today <= mandate.ends_on else NOT_LIVE


def check_instruction(mandate: Mandate) -> Verdict:
    """Refuse without a signed instruction."""
    return ALLOWED if mandate.instructed else NO_INSTRUCTION


def check_assessment(mandate: Mandate, today: date) -> Verdict:
    """Refuse without a validated impact assessment, and from the day on which it has to be reviewed."""
    if mandate.assessed_on is None or today < mandate.assessed_on:
        return NOT_ASSESSED
    return ALLOWED if today < review(mandate.assessed_on, today) else NOT_ASSESSED


def review(assessed_on: date, today: date) -> date:
    """Return the day on which an assessment has to be reviewed, by the term in force `today`.

    CNIL recommends every three years at most. The 29 February of an ordinary year is its 1 March.
    """
    year = assessed_on.year + tables.number("assessment_years", today)
    try:
        return assessed_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def check_calendar(election: Election, *, simulated: bool) -> Verdict:
    """Refuse a real route while a date of the election is provisional."""
    return PROVISIONAL if election.provisional and not simulated else ALLOWED
