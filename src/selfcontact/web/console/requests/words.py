"""How the codes of requests are said."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.compliance.deadline import Pressure
from selfcontact.requests.models import Door, Ground, Kind, Means, Rung, State

Words = str | Promise
KINDS: Mapping[str, Words] = {
    Kind.ACCESS: _("accès"),
    Kind.PORTABILITY: _("portabilité"),
    Kind.RECTIFICATION: _("rectification"),
    Kind.ERASURE: _("effacement"),
    Kind.RESTRICTION: _("limitation"),
    Kind.OBJECTION: _("opposition"),
    Kind.COMPLAINT: _("réclamation"),
    Kind.DIRECTIVES: _("directives après la mort"),
}
DOORS: Mapping[str, Words] = {
    Door.SMS: _("réponse par SMS"),
    Door.VOICE: _("ligne vocale"),
    Door.MAIL: _("courriel"),
    Door.WEB: _("site public"),
    Door.POST: _("courrier postal"),
    Door.TELEPHONE: _("téléphone"),
}
STATES: Mapping[str, Words] = {
    State.RECEIVED: _("reçue"),
    State.ACKNOWLEDGED: _("accusée"),
    State.IDENTITY_ASKED: _("attend l’identité"),
    State.VERIFIED: _("vérifiée"),
    State.REVIEWED: _("attend une seconde personne"),
    State.GRANTED: _("acceptée"),
    State.REFUSED: _("refusée"),
    State.EXECUTED: _("exécutée"),
    State.DELIVERED: _("réponse remise"),
    State.CLOSED: _("close"),
    State.WITHDRAWN: _("retirée"),
    State.PURGED: _("purgée"),
}
RUNGS: Mapping[int, Words] = {
    Rung.NONE: _("aucune preuve"),
    Rung.CODE: _("un code reçu au numéro"),
    Rung.CODE_AND_FACTS: _("un code, et son nom et son code postal"),
    Rung.LETTER: _("un code par lettre, à l’adresse connue"),
    Rung.DOCUMENT: _("une pièce d’identité, sur un doute motivé"),
    Rung.MANDATE: _("un mandat, ou la qualité d’héritier"),
}
GROUNDS: Mapping[str, Words] = {
    Ground.UNFOUNDED: _("manifestement infondée (RGPD, 12.5)"),
    Ground.EXCESSIVE: _("excessive, répétée (RGPD, 12.5)"),
    Ground.UNIDENTIFIED: _("la personne n’a pas pu être identifiée (RGPD, 12.2 et 12.6)"),
    Ground.NOT_HELD: _("nous n’avons aucune donnée à ce titre (RGPD, 11 et 15)"),
    Ground.LEGAL_CLAIMS: _("défense d’un droit en justice (RGPD, 17.3 e)"),
    Ground.LEGAL_OBLIGATION: _("obligation légale de conserver (RGPD, 17.3 b)"),
    Ground.OTHERS_RIGHTS: _("droits d’autrui (RGPD, 15.4 et 20.4)"),
}
MEANS: Mapping[str, Words] = {
    Means.PAGE: _("sur le site public, ouverte avec un code reçu au numéro"),
    Means.POST: _("par courrier postal"),
    Means.ARCHIVE: _("archive chiffrée, phrase de passe par une autre voie"),
    Means.TELEPHONE: _("de vive voix, au numéro vérifié"),
    Means.IN_PERSON: _("en main propre"),
}
#: Words and the state whose colour they take.
PRESSURES: Mapping[Pressure, tuple[Words, str]] = {
    Pressure.CALM: (_("dans les temps"), "enabled"),
    Pressure.HALF: (_("moitié du délai passée"), "waiting"),
    Pressure.THREE_QUARTERS: (_("trois quarts du délai passés"), "waiting"),
    Pressure.FIVE_DAYS: (_("cinq jours ou moins"), "failed"),
    Pressure.LATE: (_("en retard"), "failed"),
}
CAUSES: Mapping[str, Words] = {
    "reception": _("Réception"),
    "pause": _("Question d’identité, répondue"),
    "extension": _("Prolongation de deux mois"),
}
PASSED_OVER: Mapping[str, Words] = {
    "saturday": _("samedi"),
    "sunday": _("dimanche"),
    "holiday": _("jour férié"),
}


def kinds(codes: Iterable[str]) -> str:
    """Return what is asked, in words."""
    return ", ".join(str(KINDS.get(code, code)) for code in codes)
