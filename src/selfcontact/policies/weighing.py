"""How much a version changes: decided by the DPO alone when it is published, on written grounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from selfcontact.accounts.actions import demand_dpo
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.policies.models import Version

LEAST_GROUNDS, MOST_GROUNDS = 20, 2000


@dataclass(frozen=True, kw_only=True)
class Weight:
    """How much a version changes, as the DPO decides it: `substantial`: those concerned are told.

    `consent_again`: what people agreed to changes, its purpose or its recipients; a consent given before is none then.
    """

    substantial: bool = False
    consent_again: bool = False
    grounds: str = ""


LIGHT = Weight()


def refuse(actor: Actor, weight: Weight, day: date, former: Sequence[Version]) -> None:
    """Raise UserError for a weight that will not do, or that the actor may not decide.

    The first version changes nothing that anybody was told before.
    """
    weighs = weight.substantial or weight.consent_again
    replaced = [one for one in former if one.in_force_on == day and one.substantial]
    if not (weighs or replaced):
        return
    if not former:
        raise UserError(
            "policy_first",
            fr="La première version ne change rien à ce qui a été dit.",
            en="The first version changes nothing of what was said.",
        )
    demand_dpo(actor, terminal=True)
    if not LEAST_GROUNDS <= len(weight.grounds.strip()) <= MOST_GROUNDS:
        raise UserError(
            "policy_grounds",
            fr=f"Il faut des motifs écrits, de {LEAST_GROUNDS} à {MOST_GROUNDS} caractères.",
            en=f"Written grounds are needed, of {LEAST_GROUNDS} to {MOST_GROUNDS} characters.",
            hint="--grounds",
        )
