"""How the codes of requests are said."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.compliance.deadline import Pressure
from selfcontact.requests.models import Complaint, DeathProof, Directive, Door, Ground, Kind, Means, Rung, State

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
    Means.CONFIRMATION: _("confirmation par courriel, sans aucune donnée"),
    Means.TELEPHONE: _("de vive voix, au numéro vérifié"),
    Means.IN_PERSON: _("en main propre"),
}
CATEGORIES: Mapping[str, Words] = {
    Complaint.Category.CONSENT: _("elle n’a pas consenti"),
    Complaint.Category.SOURCE: _("elle ne sait pas d’où vient son numéro"),
    Complaint.Category.AFTER_STOP: _("un message après son opposition"),
    Complaint.Category.HOURS: _("l’heure, ou le nombre des messages"),
    Complaint.Category.CONTENT: _("ce que dit un message"),
    Complaint.Category.ANSWER: _("notre réponse, ou son délai"),
    Complaint.Category.SECURITY: _("la sécurité de ses données"),
    Complaint.Category.OTHER: _("autre chose"),
}
WISHES: Mapping[str, Words] = {
    Directive.Wish.ERASE: _("tout effacer"),
    Directive.Wish.KEEP: _("tout garder de côté"),
    Directive.Wish.HAND: _("tout remettre à quelqu’un"),
    Directive.Wish.REVOKE: _("reprendre ses directives"),
}
PAPERS: Mapping[str, Words] = {
    DeathProof.Paper.DEATH_CERTIFICATE: _("acte de décès"),
    DeathProof.Paper.HEIR_CERTIFICATE: _("acte de notoriété ou attestation d’héritier"),
    DeathProof.Paper.FAMILY_BOOK: _("livret de famille"),
    DeathProof.Paper.NOTARY: _("lettre d’un notaire"),
}
CAPACITIES: Mapping[str, Words] = {
    DeathProof.Capacity.NAMED: _("la personne que la directive nomme"),
    DeathProof.Capacity.HEIR: _("un héritier"),
}
SCOPES: Mapping[str, Words] = {
    DeathProof.Scope.DEATH: _("faire prendre le décès en compte : plus aucun message, données mises de côté"),
    DeathProof.Scope.ESTATE: _("recevoir ce que la succession demande, et rien d’autre"),
}
FIELDS: Mapping[str, Words] = {
    "surname": _("nom"),
    "first_name": _("prénom"),
    "address": _("adresse"),
    "postcode": _("code postal"),
    "city": _("commune"),
    "number": _("numéro"),
    "age": _("âge"),
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
