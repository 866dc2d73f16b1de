"""How the codes of the opposition list and of replies are said."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.opposition.models import Entry

Words = str | Promise
CHANNELS: Mapping[str, Words] = {
    Entry.Channel.SMS: _("réponse STOP"),
    Entry.Channel.VOICE: _("téléphone"),
    Entry.Channel.MAIL: _("courrier ou courriel"),
    Entry.Channel.WEB: _("page publique"),
    Entry.Channel.STAFF: _("dit à l’équipe"),
    Entry.Channel.CARRIER: _("opérateur de messages"),
}
KINDS: Mapping[str, Words] = {
    Entry.Kind.OPPOSITION: _("opposition"),
    Entry.Kind.ERASURE: _("effacement"),
    Entry.Kind.HOLD: _("gel, une réponse attend d’être lue"),
}
READINGS: Mapping[str, Words] = {
    "rights": _("réclame un droit"),
    "return": _("revient sur son refus"),
    "alert": _("alerte"),
    "doubtful": _("pas compris"),
    "empty": _("vide"),
    "source": _("demande d’où vient son numéro"),
    "question": _("pose une question"),
}
