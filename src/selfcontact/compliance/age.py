"""EL-21: nobody is written to who is not of voting age on the day of the ballot."""

from datetime import date

from selfcontact.compliance import tables
from selfcontact.compliance.verdict import Refused

MINOR = Refused(
    rule="EL-21",
    fr="Moins de 18 ans le jour du scrutin.",
    en="Under 18 on the day of the ballot.",
    source="Code électoral, article L.2",
)
UNKNOWN = Refused(
    rule="EL-21",
    fr="Âge inconnu : la personne peut être mineure.",
    en="Unknown age: the person may be a minor.",
    source="Code électoral, article L.2",
)


def on_ballot_day(age: int, *, known_on: date, ballot_day: date) -> int:
    """Return the age certainly reached on the ballot day: one more for each whole year since it was known."""
    years = ballot_day.year - known_on.year - ((ballot_day.month, ballot_day.day) < (known_on.month, known_on.day))
    return age + max(years, 0)


def voting_age(on: date) -> int:
    """Return the voting age in force."""
    return tables.number("voting_age", on)
