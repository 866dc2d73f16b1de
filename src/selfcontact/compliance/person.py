"""GD-08: who objected, or asked that the data be left alone, is not written to."""

from selfcontact.compliance.verdict import Refused

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
