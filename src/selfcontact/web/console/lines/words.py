"""How the codes of lines are said."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.lines.models import Language, Line, Part, Prompt
from selfcontact.voice.trunk import Format

Words = str | Promise
STATES: Mapping[str, Words] = {
    Line.State.DRAFT: _("en préparation"),
    Line.State.SUBMITTED: _("soumise au candidat"),
    Line.State.APPROVED: _("approuvée"),
    Line.State.PUBLISHED: _("à l’antenne"),
    Line.State.STOPPED: _("arrêtée"),
    Line.State.RETIRED: _("finie"),
}
FORMATS: Mapping[str, Words] = {
    Format.PLUS: "+33199001234",
    Format.ZERO_ZERO: "0033199001234",
    Format.BARE: "33199001234",
    Format.NATIONAL: "0199001234",
    Format.SHORT: "199001234",
}
PARTS: Mapping[str, Words] = {
    Part.GREETING: _("l’accueil : qui parle, pour qui, et que c’est politique"),
    Part.MESSAGE: _("le message"),
    Part.NOTICE: _("la mention d’information"),
    Part.MENU: _("les touches"),
    Part.RIGHTS: _("qui nous sommes et vos droits (touche 0)"),
    Part.CONFIRM: _("la confirmation d’une opposition (touche 9)"),
    Part.OBJECTED: _("l’opposition est faite"),
    Part.FAILED: _("l’opposition n’a pas pu se faire"),
    Part.WITHHELD: _("le numéro est masqué"),
    Part.NEUTRAL: _("l’annonce neutre du silence électoral"),
    Part.GOODBYE: _("au revoir"),
    Part.BUSY: _("toutes les lignes sont occupées"),
    Part.SWITCH: _("comment changer de langue"),
}
LANGUAGES: Mapping[str, Words] = {Language.FRENCH: _("français"), Language.ENGLISH: _("anglais")}
ORIGINS: Mapping[str, Words] = {
    Prompt.Origin.SPOKEN: _("voix de la machine"),
    Prompt.Origin.RECORDED: _("voix humaine"),
}
PRICES: Mapping[str, Words] = {
    "free": _("appel gratuit"),
    "ordinary": _("appel non surtaxé"),
    "surtaxed": _("appel surtaxé"),
    "unknown": _("prix inconnu"),
}


def languages(codes: list[str]) -> str:
    """Return the languages of a line in words, in the order in which they are spoken."""
    return ", ".join(str(LANGUAGES.get(code, code)) for code in codes)
