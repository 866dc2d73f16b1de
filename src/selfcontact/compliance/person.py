"""GD-08: who objected, or asked that the data be left alone, is not written to."""

from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict

OPPOSED = Refused(
    rule="GD-08",
    fr="La personne s’est opposée.",
    en="The person has objected.",
    source="RGPD, article 21(2) et (3)",
)
RESTRICTED = Refused(
    rule="GD-08",
    fr="Le traitement des données de la personne est limité.",
    en="The processing of the person's data is restricted.",
    source="RGPD, article 18",
)


def check(*, opposed: bool, restricted: bool) -> Verdict:
    """Refuse a person who said stop, or whose number is frozen."""
    if opposed:
        return OPPOSED
    return RESTRICTED if restricted else ALLOWED
