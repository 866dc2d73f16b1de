"""RP-02, RP-03: who commissions says so, and in the last three months is a citizen or a company of the Union."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from selfcontact.compliance import tables
from selfcontact.compliance.elections import Election
from selfcontact.compliance.route import members
from selfcontact.compliance.verdict import ALLOWED, Held, Refused, Verdict

#: Natural persons who may sponsor at any time: citizens of the Union, and residents of a third country with a vote.
PERSONS = frozenset({"citizen", "resident"})
COMPANY = "company"
NOT_DECLARED = Refused(
    rule="RP-02",
    fr="Le commanditaire n’a pas déclaré que l’annonce est politique et qu’il peut la commander.",
    en="The sponsor has not declared that the ad is political and that they may sponsor it.",
    source="Règlement (UE) 2024/900, articles 6(2), 7 et 8",
)
FOREIGN = Refused(
    rule="RP-03",
    fr="Dans les trois mois avant l’élection, seuls commandent un citoyen de l’Union, un résident qui y vote, ou une "
    "personne morale établie dans l’Union et contrôlée depuis l’Union.",
    en="In the three months before the election only a citizen of the Union, a resident who votes there, or a legal "
    "person established in the Union and controlled from it may sponsor.",
    source="Règlement (UE) 2024/900, article 5(2)",
)

#: Who may pay while the campaign account runs (L.52-4).
MAY_PAY = frozenset({"agent", "party"})
PAID_BY_ANOTHER = Held(
    rule="FI-05",
    fr="Avant le tour où l’élection est acquise, seul le mandataire financier ou le parti paie ; un candidat qui n’en "
    "a pas encore se fait rembourser.",
    en="Before the round in which the seat is won, the financial agent or the party alone pays; a candidate who has "
    "none yet is reimbursed.",
    source="Code électoral, article L.52-4",
)
#: Rules that a human clears for one declaration: another one is to be looked at anew.
OF_DECLARATION = frozenset({PAID_BY_ANOTHER.rule})


@dataclass(frozen=True, kw_only=True)
class Sponsor:
    """What a sponsor declared; countries are ISO codes, `control_country` empty when nobody else is in control."""

    political: bool
    standing: str
    country: str
    control_country: str
    #: In what quality somebody pays; empty when it was not declared.
    paying: str = ""


def check_declared(sponsor: Sponsor | None) -> Verdict:
    """Refuse without a declaration in force that the ad is political."""
    return ALLOWED if sponsor is not None and sponsor.political else NOT_DECLARED


def check_eligible(sponsor: Sponsor | None, election: Election, today: date) -> Verdict:
    """Refuse, in the months before the vote and until the last round, whoever may not sponsor then."""
    opens, closes = window(election, today)
    if not opens <= today <= closes or (sponsor is not None and _of_the_union(sponsor, members(today))):
        return ALLOWED
    return FOREIGN


def check_payer(sponsor: Sponsor | None, election: Election, today: date) -> Verdict:
    """Hold, from six months before the month of the election to its last round, who pays in another quality."""
    opens, closes = account(election)
    fits = sponsor is not None and sponsor.paying in MAY_PAY
    return ALLOWED if fits or not opens <= today <= closes else PAID_BY_ANOTHER


def account(election: Election) -> tuple[date, date]:
    """Return the first and last day on which the agent or the party pays, the filing of the account left out."""
    first = election.first_day
    months = first.year * 12 + first.month - 1 - tables.number("account_months", first)
    return date(months // 12, months % 12 + 1, 1), election.last_day


def window(election: Election, on: date) -> tuple[date, date]:
    """Return the first day of the last months, counted from the earliest vote, and the last day of the vote.

    How many months is what is in force `on` that day; raises UserError before the regulation applied.
    """
    return months_before(election.first_day, tables.number("sponsor_months", on)), election.last_day


def months_before(day: date, months: int) -> date:
    """Return the same day of the month so many months earlier, or the last of a month that is shorter."""
    return _day(day.year * 12 + day.month - 1 - months, day.day)


def read(row: Sequence[str] | None) -> Sponsor | None:
    """Return a declaration from (political, standing, country, control country, paying) in text, None for none."""
    if row is None:
        return None
    political, standing, country, control, paying = row
    return Sponsor(
        political=political == "true", standing=standing, country=country, control_country=control, paying=paying
    )


def _of_the_union(sponsor: Sponsor, union: frozenset[str]) -> bool:
    if sponsor.control_country and sponsor.control_country not in union:
        return False
    return sponsor.standing in PERSONS or (sponsor.standing == COMPANY and sponsor.country in union)


def _day(months: int, day: int) -> date:
    """Return a day of a month counted from year 0, or its last when it is shorter."""
    year, month = divmod(months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day, last))
