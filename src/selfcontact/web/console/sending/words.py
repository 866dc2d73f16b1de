"""How the terms of a campaign's sending are said on the screens of the staff."""

from collections.abc import Callable, Mapping
from inspect import getmembers

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from selfcontact.campaigns.models import Campaign, Guard, Receipt
from selfcontact.compliance import (
    age,
    approval,
    gate,
    line,
    mandate,
    person,
    proof,
    route,
    sender_name,
    silence,
    text,
    validity,
)
from selfcontact.compliance.verdict import Held, Refused

Words = str | Promise
Say = Callable[[str], str]
STATES: Mapping[str, Words] = {
    Campaign.State.DRAFT: _("brouillon"),
    Campaign.State.SUBMITTED: _("soumise au candidat"),
    Campaign.State.APPROVED: _("approuvée"),
    Campaign.State.SCHEDULED: _("programmée"),
    Campaign.State.RUNNING: _("en cours"),
    Campaign.State.PAUSED: _("en pause"),
    Campaign.State.FINISHED: _("terminée"),
    Campaign.State.STOPPED: _("arrêtée"),
}
#: The terms of the balance, in the order in which the equation says them.
TERMS: Mapping[str, Words] = {
    "handed_over": _("remis à l’opérateur"),
    "failed": _("refusés par l’opérateur"),
    "opposed": _("opposés"),
    "refused": _("refusés par une règle"),
    "expired": _("échus"),
    "unknown": _("sort inconnu"),
    "pending": _("en attente"),
}
CAUSES: Mapping[str, Words] = {
    Guard.Cause.FAILED: _("trop de messages refusés par l’opérateur"),
    Guard.Cause.UNDELIVERED: _("trop de messages non délivrés"),
    Guard.Cause.OPPOSED: _("trop de personnes s’opposent"),
    Guard.Cause.SPENT: _("le plafond de dépense de la campagne est atteint"),
    Guard.Cause.MANDATE_SPENT: _("le plafond de dépense du mandat est atteint"),
}
RECEIPTS: Mapping[int, Words] = {
    Receipt.State.FAILED_UNKNOWN: _("raison inconnue"),
    Receipt.State.FAILED_EXPIRED: _("téléphone resté injoignable"),
    Receipt.State.FAILED_UNDELIVERABLE: _("numéro qui ne peut pas recevoir"),
    Receipt.State.FAILED_REJECTED: _("rejeté par l’opérateur du destinataire"),
    Receipt.State.FAILED_DELETED: _("supprimé par l’opérateur"),
}
WITHDRAWN = _(
    "Le contact ou sa livraison a été retiré depuis le départ de la campagne, ou le mandat invite d’abord et la "
    "personne n’a pas dit oui, ou elle a déjà été invitée."
)
MODULES = (age, approval, gate, line, mandate, person, proof, route, sender_name, silence, text, validity)
RULES = {one.rule: one for module in MODULES for _name, one in getmembers(module) if isinstance(one, Refused | Held)}


def rule(number: str) -> str:
    """Return the sentence of a rule, with its number."""
    if number == "CN-02":
        return f"{WITHDRAWN} (CN-02)"
    found = RULES.get(number)
    if found is None:
        return number
    return f"{found.en if (get_language() or 'fr').startswith('en') else found.fr} ({number})"


def receipt(reason: str) -> str:
    """Return why a message was not delivered, from the state and the carrier's error kept together."""
    state, _colon, error = reason.partition(":")
    words = str(RECEIPTS.get(int(state), reason)) if state.isdigit() else reason
    return f"{words} ({error})" if error and error.strip("0") else words


def duration(seconds: float) -> str:
    """Return a length of time in its two largest units."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, hours = divmod(whole, 60)[0], whole // 3600
    return f"{hours} h {minutes % 60:02d} min" if hours else f"{minutes} min {whole % 60:02d} s"
