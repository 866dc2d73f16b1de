"""What a mail is and why it waits, in words."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.mailbox.models import Direction, Flag, Mail, Nature, Passage

Words = str | Promise
NATURES: Mapping[str, Words] = {
    Nature.PERSON: _("Une personne"),
    Nature.AUTOMATIC: _("Réponse automatique"),
    Nature.BOUNCE: _("Avis de non-remise"),
    Nature.LIST: _("Liste de diffusion"),
    Nature.LOOP: _("Boucle"),
}
FLAGS: Mapping[str, Words] = {
    Flag.TO_SORT: _("à trier : aucun droit n’a été reconnu"),
    Flag.REOPENS: _("sa demande est finie : à rouvrir ?"),
    Flag.GOES_ON: _("la suite d’une demande, à lire"),
    Flag.OTHER_SENDER: _("une autre adresse que celle de la demande"),
    Flag.BOUNCED: _("ce que nous avons écrit n’est pas arrivé"),
    Flag.OBJECTION_WAITS: _("opposition à décider"),
    Flag.NO_ADDRESS: _("sans adresse où répondre"),
    Flag.DAMAGED: _("pas lisible en entier"),
    Flag.LEFT_OUT: _("pièce jointe trop lourde, laissée de côté"),
    Flag.UNANSWERED: _("sans accusé de réception"),
}
PASSAGES: Mapping[str, Words] = {
    Passage.WAITING: _("attend de partir"),
    Passage.LEAVING: _("en train de partir"),
    Passage.SENT: _("parti"),
    Passage.FAILED: _("refusé par le serveur"),
    Passage.UNKNOWN: _("parti peut-être"),
}


def nature(mail: Mail) -> Words:
    """Return what a mail is."""
    return _("Nous") if mail.direction == Direction.OUT else NATURES[mail.nature]


def flags(codes: Iterable[str]) -> str:
    """Return why somebody has to look at a mail."""
    return " ; ".join(str(FLAGS[code]) for code in codes)
