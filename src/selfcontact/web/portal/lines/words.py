"""How the codes of lines are said to a candidate."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
PARTS: Mapping[str, Words] = {
    "greeting": _("l’accueil : qui parle, pour qui, et que c’est politique"),
    "message": _("le message"),
}
LANGUAGES: Mapping[str, Words] = {"fr": _("français"), "en": _("anglais")}
PRICES: Mapping[str, Words] = {
    "free": _("appel gratuit"),
    "ordinary": _("appel non surtaxé"),
    "surtaxed": _("appel surtaxé"),
    "unknown": _("prix inconnu"),
}
STATES: Mapping[str, Words] = {
    "draft": _("en préparation"),
    "submitted": _("attend votre décision"),
    "approved": _("approuvée"),
    "published": _("à l’antenne"),
    "stopped": _("arrêtée"),
    "retired": _("finie"),
}


def languages(codes: Sequence[str]) -> str:
    """Return languages in words, in the order in which they are spoken."""
    return ", ".join(str(LANGUAGES.get(code, code)) for code in codes)
