"""RP-14: while a text message counts as online, nobody is picked out of a provider's file, not even by place."""

from collections.abc import Container

from selfcontact.compliance.alternatives import NOTHING
from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict

#: The ages of everyone who may be written to.
YOUNGEST, OLDEST = 18, 120
TARGETED = Refused(
    rule="RP-14",
    fr="Le public est trié par lieu ou par âge dans des fichiers de fournisseurs : tant que le SMS compte comme une "
    "publicité en ligne, il s’adresse à tout le mandat, ou le DPO en décide autrement.",
    en="The audience is picked by place or age out of providers’ files: while a text message counts as online "
    "advertising it goes to the whole mandate, unless the DPO decides otherwise.",
    source="Règlement (UE) 2024/900, article 18",
)


def targets(*, offered: frozenset[str], wanted: frozenset[str], age_from: int, age_to: int) -> bool:
    """Tell whether an audience leaves anybody out: communes of the mandate, or an age from 18 on.

    Selecting by area counts as targeting, and so does leaving out (legal rule pack, RP-14).
    """
    return not offered <= wanted or age_from > YOUNGEST or age_to < OLDEST


def check(*, targeted: bool, decided: Container[str] = NOTHING) -> Verdict:
    """Refuse a targeted audience: no file of a provider was collected by the candidate from the person.

    `decided`: rules that the DPO decided otherwise; RP-14 among them means that a text message is not online.
    """
    return TARGETED if targeted and "RP-14" not in decided else ALLOWED
