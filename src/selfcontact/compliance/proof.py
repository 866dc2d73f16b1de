"""CN-03, PR-01 and PR-03: a consent that its provider could not prove is none, and nothing leaves on it."""

from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict

UNPROVEN = Refused(
    rule="PR-01",
    fr="La livraison a échoué à son sondage : le fournisseur n’a pas prouvé les consentements tirés au sort.",
    en="The delivery failed its audit: the provider did not prove the consents that were drawn.",
    source="RGPD, article 7(1) ; CNIL, Solocal, Caloga, Foriou",
)
UNEVIDENCED = Refused(
    rule="CN-03",
    fr="La livraison n’a pas toutes ses preuves : attestation, chaîne des cessions, formulaires documentés.",
    en="The delivery lacks some of its evidence: attestation, chain of transfers, documented forms.",
    source="RGPD, article 7(1) ; CNIL, Caloga, Foriou",
)
SUSPENDED = Refused(
    rule="PR-03",
    fr="Le fournisseur est suspendu, avec tout ce qu’il a livré.",
    en="The provider is suspended, with everything it has delivered.",
    source="CNIL, Solocal",
)


def check(*, unproven: bool, suspended: bool, lacking: bool) -> Verdict:
    """Refuse a contact whose delivery failed its audit or lacks evidence, or whose provider is suspended."""
    if unproven:
        return UNPROVEN
    if suspended:
        return SUSPENDED
    return UNEVIDENCED if lacking else ALLOWED
