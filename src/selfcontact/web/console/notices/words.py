"""How the codes of what is written are said."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _said
from django.utils.translation import gettext_lazy as _

from selfcontact.notices.models import PERSON, Kind, Language, Means

Words = str | Promise
KINDS: Mapping[str, Words] = {
    Kind.ACKNOWLEDGED: _("accusé de réception"),
    Kind.CLARIFY: _("question sur la demande"),
    Kind.IDENTITY_ASKED: _("demande d’identité"),
    Kind.IDENTITY_LETTER: _("lettre avec un code"),
    Kind.EXTENDED: _("délai prolongé"),
    Kind.ANSWER_READY: _("réponse prête"),
    Kind.REFUSED: _("refus"),
    Kind.PARTLY_REFUSED: _("refus partiel"),
    Kind.DONE: _("c’est fait"),
    Kind.WITHDRAWN: _("demande retirée"),
    Kind.REOPENED: _("demande rouverte"),
    Kind.COMPLAINT_RECORDED: _("réclamation enregistrée"),
    Kind.DIRECTIVES_RECORDED: _("directives enregistrées"),
    Kind.RELEASE_ANNOUNCED: _("fin annoncée d’une limitation"),
    Kind.MANDATE_ENDING: _("fin d’un mandat"),
    Kind.RECTIFIED_RECIPIENT: _("rectification, au destinataire des données"),
    Kind.ERASED_RECIPIENT: _("effacement, au destinataire des données"),
    Kind.RESTRICTED_RECIPIENT: _("limitation, au destinataire des données"),
    Kind.BREACH_CONTROLLER: _("violation, au responsable du traitement"),
    Kind.POLICY_CHANGED: _("changement de la politique"),
    Kind.CONSENT_AGAIN: _("consentements à redemander"),
    Kind.RELEASED_RECIPIENT: _("fin de limitation, au destinataire des données"),
}
MEANS: Mapping[str, Words] = {
    Means.MAIL: _("courriel"),
    Means.POST: _("courrier postal"),
    Means.PAGE: _("page de la personne"),
}
LANGUAGES: Mapping[str, Words] = {Language.FRENCH: _("français"), Language.ENGLISH: _("anglais")}


def recipient(code: str) -> str:
    """Return who is written to, in words."""
    role, _, reference = code.partition(":")
    if role == PERSON:
        return _said("la personne")
    said = {"provider": _said("fournisseur %(reference)s"), "candidate": _said("candidat %(reference)s")}
    return said.get(role, _said("sous-traitant %(reference)s")) % {"reference": reference}
