"""What is not sure about whoever asks: what was found, and what may be done, without a value of anybody."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from selfcontact.reception import doubts
from selfcontact.reception.doubts import Doubt
from selfcontact.requests.models import Request
from selfcontact.web.console.requests.words import Words


@dataclass(frozen=True, kw_only=True)
class Doubted:
    """One doubt in words."""

    found: Words
    never: Words
    ways: tuple[Words, ...]


WORDS: Mapping[Doubt, Doubted] = {
    Doubt.FACTS: Doubted(
        found=_(
            "La personne a prouvé qu’elle tient ce numéro, mais le nom ou le code postal qu’elle donne ne sont pas ceux"
            " que nous avons. Le numéro a peut-être changé de titulaire."
        ),
        never=_("Ne lui montrez rien de ce que nous avons, et ne lui dites pas lequel des deux diffère."),
        ways=(
            _(
                "Proposez-lui d’effacer ce numéro partout : le code qu’elle a entré suffit pour cela, et rien ne lui"
                " est montré. C’est une autre demande, d’effacement."
            ),
            _("Si elle dit être la personne du fichier, écrivez une lettre avec un code, à l’adresse du fichier."),
            _(
                "Sinon, demandez une preuve d’identité, en écrivant ce qui fait douter (RGPD, 12.6) : elle peut alors"
                " envoyer une pièce depuis le site public, que deux personnes regardent."
            ),
        ),
    ),
    Doubt.FLOOD: Doubted(
        found=_(
            "Plus d’oppositions que le nombre d’un jour sont venues par le site public : un programme y entre"
            " peut-être des numéros. Celle-ci n’est pas encore exécutée."
        ),
        never=_("Ne demandez pas qui elle est : une opposition ne se prouve pas."),
        ways=(_("Consignez l’identité sans preuve, décidez et exécutez : le délai, lui, court toujours."),),
    ),
    Doubt.RUNG: Doubted(
        found=_(
            "Quelqu’un a voulu retirer cette demande avec une preuve plus faible que celle sur laquelle elle repose."
        ),
        never=_("La demande continue : ne la retirez pas sur cette seule parole."),
        ways=(_("Si elle le veut vraiment, consignez le retrait avec la même preuve que la demande."),),
    ),
}


def doubted(found: Request) -> list[Doubted]:
    """Return the doubts about a request that nobody has settled."""
    return [WORDS[doubt] for doubt in doubts.standing(found)]
