"""How the codes of answers are said to the staff."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.answers.models import State

Words = str | Promise
#: Words, and the state whose colour they take.
STATES: Mapping[str, tuple[Words, str]] = {
    State.PREPARED: (_("préparée"), "waiting"),
    State.REVIEWED: (_("relue par une seconde personne"), "enabled"),
    State.PUBLISHED: (_("attend la personne sur le site public"), "enabled"),
    State.ARCHIVED: (_("dans une archive chiffrée"), "enabled"),
    State.DESTROYED: (_("détruite"), "ended"),
}
PARTS: Mapping[str, Words] = {
    "contacts": _("Les données et leur source"),
    "messages": _("Les messages"),
    "replies": _("Les réponses de la personne"),
    "tests": _("Les essais d’un candidat"),
    "oppositions": _("Les oppositions"),
    "requests": _("Les autres demandes"),
    "directives": _("Les directives après la mort"),
    "portable": _("Les données à emporter"),
}
