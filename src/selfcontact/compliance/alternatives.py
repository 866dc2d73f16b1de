"""Which rules may be decided otherwise, by whom answers for data protection, and what then applies instead.

Only a rule that no source settles, that the program applies as a precaution, and for which another reading is written
here. Silence and opposition are never among them, whatever the data file says.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from selfcontact.compliance import catalogue
from selfcontact.compliance.catalogue import Rule
from selfcontact.lib.errors import UserError

#: The silence before a ballot, and the right to be left alone.
FIXED = frozenset(
    {f"EL-0{number}" for number in range(1, 9)}
    | {"EL-10", "EL-17", "CN-05", "GD-05", "GD-08", "GD-15", "PE-01", "SM-03", "SM-12", "SM-13", "SM-14"}
)


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """What applies while a rule is decided otherwise."""

    fr: str
    en: str


ALTERNATIVES: Mapping[str, Alternative] = {
    "EL-14": Alternative(
        fr="Dans un texte, un numéro gratuit est permis pour une élection européenne ou une partielle.",
        en="In a text, a free number is allowed for a European election or a by-election.",
    ),
    "SM-07": Alternative(
        fr="Le SMS politique n’est pas promotionnel : dimanches et jours fériés sont ouverts, de 8 h à 21 h 30.",
        en="A political SMS is not promotional: Sundays and public holidays are open, from 8:00 to 21:30.",
    ),
    "RP-14": Alternative(
        fr="Le SMS n’est pas de la publicité en ligne : un public se choisit par lieu et par âge.",
        en="A text message is not online advertising: an audience is chosen by place and age.",
    ),
    "CA-10": Alternative(
        fr="À Saint-Martin, seul le jour férié du code compte, et non celui de l’usage.",
        en="In Saint-Martin the holiday of the code counts alone, not that of local use.",
    ),
}
NOTHING: frozenset[str] = frozenset()


def decidable(rule: Rule) -> bool:
    """Tell whether a rule may be decided otherwise."""
    return rule.id in ALTERNATIVES and rule.id not in FIXED and rule.precaution


def demand(number: str) -> Rule:
    """Return the rule of that number; raises UserError when it is unknown or cannot be decided otherwise."""
    found = catalogue.rule(number)
    if found.id in FIXED:
        raise UserError(
            "rule_fixed",
            fr="Le silence électoral et l’opposition ne se décident jamais autrement.",
            en="Electoral silence and opposition are never decided otherwise.",
        )
    if not decidable(found):
        raise UserError(
            "rule_settled",
            fr=f"La règle {found.id} n’est pas une précaution dont une autre lecture soit prévue.",
            en=f"The rule {found.id} is no precaution for which another reading is provided.",
            hint="selfcontact rules decisions",
        )
    return found
