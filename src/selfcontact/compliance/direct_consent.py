"""PR-07: a yes to an invitation is a consent that was collected directly, when nothing about it is in doubt.

No lawyer has confirmed it yet: until then it never weighs more than the provider's consent, which every message still
rests on as well.
"""

from selfcontact.compliance.verdict import Refused

SOURCE = "RGPD, articles 4(11) et 7 ; avis d’un juriste attendu"
UNCLEAR = Refused(
    rule="PR-07",
    fr="La réponse n’est pas un oui sans ambiguïté.",
    en="The reply is not an unambiguous yes.",
    source=SOURCE,
)
UNASKED = Refused(
    rule="PR-07",
    fr="La réponse ne suit pas une invitation, ou plusieurs candidats attendent la sienne : à qui dit-elle oui ?",
    en="The reply follows no invitation, or several candidates wait for theirs: to whom does it say yes?",
    source=SOURCE,
)
AFTER_NO = Refused(
    rule="PR-07",
    fr="La personne avait dit non : un oui reçu par SMS ne lève pas une opposition.",
    en="The person had said no: a yes received by SMS lifts no opposition.",
    source="RGPD, article 21(2) et (3)",
)


def check_reply(*, yes: bool, asking: int, said_no: bool) -> Refused | None:
    """Refuse a reply that is no direct consent; `asking` is how many candidates ask that number and wait."""
    if not yes:
        return UNCLEAR
    if said_no:
        return AFTER_NO
    return None if asking == 1 else UNASKED
