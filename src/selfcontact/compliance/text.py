"""What a campaign's text has to say and may not say: CN-01, SM-12, SM-02, EL-12."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from selfcontact.compliance import tables
from selfcontact.compliance.alternatives import NOTHING
from selfcontact.compliance.elections import Election
from selfcontact.compliance.numbers import shown
from selfcontact.compliance.verdict import ALLOWED, Held, Refused, Verdict

_STOP = re.compile(r"(?<!\w)stop(?:\s+sms)?(?:\s+au)?\s*:?\s*(\d{5})(?!\d)", re.IGNORECASE)
_STOP_WORD = re.compile(r"(?<!\w)STOP(?!\w)")
#: Elections to which the ban may not apply (EL-14), by the beginning of their code.
DEBATED = ("europeennes-", "legislative-partielle-")
NO_CANDIDATE = Refused(
    rule="CN-01",
    fr="Le texte ne dit pas de quel candidat il vient.",
    en="The text does not say which candidate it comes from.",
    source="CNIL, la communication politique par téléphone",
)
SURTAXED = Refused(
    rule="SM-02",
    fr="Le texte contient un numéro surtaxé.",
    en="The text shows a premium-rate number.",
    source="CPCE, article L.34-5, alinéa 3",
)
UNPRICED = Held(
    rule="SM-20",
    fr="Le texte contient un numéro court dont le prix n’est pas connu.",
    en="The text shows a short number whose price is not known.",
    source="Arcep, décision 2018-0881",
)
FREE = Refused(
    rule="EL-12",
    fr="Le texte contient un numéro gratuit, interdit depuis six mois avant le mois de l’élection.",
    en="The text shows a free number, banned from six months before the month of the election.",
    source="Code électoral, article L.50-1",
)


def check_candidate(text: str, names: Sequence[str]) -> Verdict:
    """Refuse a text in which none of the ways to name the candidate or the party stands as whole words."""
    said = f" {folded(text)} "
    return ALLOWED if any(name.strip() and f" {folded(name)} " in said for name in names) else NO_CANDIDATE


def check_stop(text: str, short_code: str) -> Verdict:
    """Refuse a text that does not carry « STOP 36xxx » or « STOP au 36xxx » of its route exactly once."""
    if _STOP.findall(text) == [short_code] and len(_STOP_WORD.findall(text)) <= 1:
        return ALLOWED
    return Refused(
        rule="SM-12",
        fr=f"Le texte doit porter une fois, et une seule, la mention « STOP {short_code} ».",
        en=f"The text has to carry “STOP {short_code}” once and only once.",
        source="AF2M et opérateurs, mention STOP",
    )


def check_surtaxed(text: str, on: date) -> Verdict:
    """Refuse a text that shows a premium-rate number; hold one with a short number of unknown price."""
    prices = {number.price for number in shown(text, on)}
    if "surtaxed" in prices:
        return SURTAXED
    return UNPRICED if "unknown" in prices else ALLOWED


def check_free(text: str, election: Election, on: date, decided: frozenset[str] = NOTHING) -> Verdict:
    """Refuse a free number from the start of the ban to the last round; see EL-14 for what may be decided otherwise."""
    if "EL-14" in decided and election.code.startswith(DEBATED):
        return ALLOWED
    opens, closes = free_number_ban(election)
    banned = opens <= on <= closes and any(number.price == "free" for number in shown(text, on))
    return FREE if banned else ALLOWED


def free_number_ban(election: Election) -> tuple[date, date]:
    """Return the first and last day of the ban: six months before the first day of the election's month, last round."""
    first = election.first_day
    months = first.year * 12 + first.month - 1 - tables.number("free_number_months", first)
    return date(months // 12, months % 12 + 1, 1), election.last_day


def says(text: str, file: str, on: date) -> bool:
    """Tell whether a text has one of the words of a file in force on a day, whole, case and accents aside."""
    said = f" {folded(text)} "
    return any(f" {folded(row['words'])} " in said for row in tables.rows_on(file, on))


def folded(text: str) -> str:
    """Return lower-case words without accents or punctuation, one space between them."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain))
