"""RP-04, RP-05: an ad says that it is political, in words of a dated table, and leads to its notice (CN-04)."""

import re
from collections.abc import Sequence
from datetime import date

from selfcontact.compliance import tables
from selfcontact.compliance.text import check_candidate, folded
from selfcontact.compliance.verdict import ALLOWED, Allowed, Refused, Verdict, first

_SOURCE = "Règlement (UE) 2024/900, article 11 ; règlement d’exécution (UE) 2025/1410, annexe I"
UNLABELLED = Refused(
    rule="RP-04",
    fr="Le texte ne dit pas qu’il est une annonce politique : « Pub. politique » suffit.",
    en="The text does not say that it is a political ad: “Pub. politique” is enough.",
    source=_SOURCE,
)
UNLINKED = Refused(
    rule="CN-04",
    fr="Le texte ne porte pas, une fois et entre espaces, le lien vers sa notice : {notice}.",
    en="The text does not have, once and between spaces, the link to its notice: {notice}.",
    source="RGPD, article 14.3 b ; règlement (UE) 2024/900, article 11.1 e",
)

UNSPOKEN = Refused(
    rule="RP-04",
    fr="L’accueil d’une ligne doit dire que c’est une annonce politique : « annonce à caractère politique ».",
    en="The greeting of a line has to say that it is a political ad: “political advertisement”.",
    source=_SOURCE,
)


def check_label(text: str, on: date) -> Verdict:
    """Refuse a text without one of the labels in force that day, as whole words; case, accents and points aside."""
    said = f" {folded(text)} "
    return ALLOWED if any(f" {folded(one)} " in said for one in words(on)) else UNLABELLED


def words(on: date) -> tuple[str, ...]:
    """Return the labels that count on a day."""
    return tuple(row["words"] for row in tables.rows_on("labels.csv", on))


def check_link(text: str, notice: str) -> Verdict:
    """Refuse a text that does not have the address of its notice once, where a telephone makes a link of it."""
    found = re.findall(rf"(?<!\S){re.escape(notice)}(?!\S)", text) if notice else []
    return ALLOWED if len(found) == 1 and text.count(notice) == 1 else UNLINKED


def check_greeting(said: str, names: Sequence[str], on: date) -> Verdict:
    """Refuse the words of a greeting, the first thing that a caller hears, without a label or without the candidate."""
    labelled = isinstance(check_label(said, on), Allowed)
    return first((ALLOWED if labelled else UNSPOKEN, check_candidate(said, names)))
