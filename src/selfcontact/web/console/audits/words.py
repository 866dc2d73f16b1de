"""How the codes of audits are said on the screens of the staff."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.audits.models import Audit, DrawnRow

Words = str | Promise
STATES: Mapping[str, Words] = {
    Audit.State.DRAWN: _("tiré, à demander au fournisseur"),
    Audit.State.ASKED: _("demandé au fournisseur"),
    Audit.State.PASSED: _("réussi"),
    Audit.State.FAILED: _("échoué"),
    Audit.State.LIFTED: _("échec levé par le délégué"),
}
#: The tone of a badge, by the codes that the badges know.
BADGES: Mapping[str, str] = {
    Audit.State.DRAWN: "draft",
    Audit.State.ASKED: "submitted",
    Audit.State.PASSED: "approved",
    Audit.State.FAILED: "failed",
    Audit.State.LIFTED: "held",
}
CAUSES: Mapping[str, Words] = {
    Audit.Cause.INVALID: _("une preuve au moins n’en est pas une"),
    Audit.Cause.UNANSWERED: _("une preuve au moins n’est pas venue dans le délai"),
}
RESULTS: Mapping[str, Words] = {
    DrawnRow.Result.VALID: _("valide"),
    DrawnRow.Result.INVALID: _("pas une preuve"),
    DrawnRow.Result.UNANSWERED: _("sans réponse"),
    DrawnRow.Result.NONE: _("à juger"),
}
REASONS: Mapping[str, Words] = {
    DrawnRow.Reason.NO_CONSENT: _("aucun consentement : case précochée, vide ou absente"),
    DrawnRow.Reason.NO_TRACE: _("aucune trace horodatée"),
    DrawnRow.Reason.OTHER_FORM: _("un autre formulaire que celui enregistré"),
    DrawnRow.Reason.OTHER_DATE: _("une autre date que celle du fichier"),
    DrawnRow.Reason.OTHER_PURPOSE: _("une autre finalité, ou un autre canal"),
    DrawnRow.Reason.NO_RECIPIENT: _("le candidat ou sa catégorie n’était pas nommé"),
    DrawnRow.Reason.UNREADABLE: _("preuve illisible"),
}
