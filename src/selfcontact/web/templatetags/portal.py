"""How the portal says places, ages, states and money."""

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from selfcontact.web.templatetags.web import THIN, TONE_OF, euros

register = template.Library()
WHOLE = {"FR": gettext_lazy("toute la France"), "METROPOLE": gettext_lazy("la France métropolitaine")}
STATES = {
    "draft": gettext_lazy("en préparation"),
    "submitted": gettext_lazy("à signer"),
    "approved": gettext_lazy("approuvée"),
    "scheduled": gettext_lazy("programmée"),
    "running": gettext_lazy("en cours"),
    "paused": gettext_lazy("en pause"),
    "finished": gettext_lazy("terminée"),
    "stopped": gettext_lazy("arrêtée"),
    "live": gettext_lazy("en cours"),
    "ending": gettext_lazy("en cours de clôture"),
    "ended": gettext_lazy("terminé"),
    "open": gettext_lazy("attend votre décision"),
    "changes": gettext_lazy("modification demandée"),
    "void": gettext_lazy("annulée : le contenu a changé"),
}
TONES = TONE_OF | {"open": "warn", "changes": "warn", "void": "bad"}
EVENTS = {
    "opened": gettext_lazy("Ouverture du mandat"),
    "delivered": gettext_lazy("Fichier reçu et contrôlé"),
    "started": gettext_lazy("Début de la campagne"),
    "finished": gettext_lazy("Fin de la campagne"),
    "ended": gettext_lazy("Fin du mandat, données effacées"),
}
CAUSES = {
    "rejected": gettext_lazy("refusé par l’opérateur"),
    "undeliverable": gettext_lazy("numéro injoignable"),
    "expired": gettext_lazy("jamais remis à temps"),
    "other": gettext_lazy("sans explication"),
}


@register.filter
def places(area: Sequence[Sequence[str]]) -> str:
    """Return an area in words; an empty one is the whole mandate."""
    return ", ".join(_place(kind, name) for kind, name in area) or _("tout le territoire du mandat")


def place_in_words(kind: str, name: str, communes: int) -> str:
    """Return a part of a partition in words; `others` is what remains of the place named."""
    if kind == "all":
        return _("ensemble")
    if kind == "others":
        return _("%(count)s autres communes (%(place)s)") % {"count": communes, "place": name or _("ensemble")}
    return _place(kind, name)


def _place(kind: str, name: str) -> str:
    if kind == "whole":
        return str(WHOLE.get(name.upper(), name))
    if kind == "constituency":
        return _("circonscription %(name)s") % {"name": name}
    if kind == "department":
        return _("département %(name)s") % {"name": name}
    if kind == "region":
        return _("région %(name)s") % {"name": name}
    return name


@register.simple_tag
def ages(first: int, last: int) -> str:
    """Return an age band in words."""
    if last >= 120:
        return _("%(first)s ans et plus") % {"first": first}
    return _("%(first)s à %(last)s ans") % {"first": first, "last": last}


@register.simple_tag
def state_of(state: str) -> SafeString:
    """Return a state as a coloured word."""
    return format_html('<span class="badge badge--{}">{}</span>', TONES.get(state, "info"), STATES.get(state, state))


@register.filter
def event(what: str) -> str:
    """Return an event of a mandate in words."""
    return str(EVENTS.get(what, what))


@register.filter
def causes(names: Sequence[str]) -> str:
    """Return why messages failed, in words."""
    return ", ".join(str(CAUSES.get(name, name)) for name in names)


@register.filter
def cents(amount: int | None) -> str:
    """Return cents as euros."""
    return euros(None if amount is None else amount * 1000)


@register.filter
def unit_price(millicents: int) -> str:
    """Return a price under a cent with all its decimals."""
    said = f"{millicents / 100_000:.5f}".rstrip("0")
    return f"€{said}" if (get_language() or "fr").startswith("en") else f"{said.replace('.', ',')}{THIN}€"


@register.filter
def moment(text: str) -> datetime:
    """Return the instant that a kept text says."""
    return datetime.fromisoformat(text)
