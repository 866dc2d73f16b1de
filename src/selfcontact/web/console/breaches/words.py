"""How the codes of breaches are said on the screens of the staff."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.breaches.models import Kind, Nature, System
from selfcontact.compliance.breach import Urgency

Words = str | Promise
NATURES: Mapping[str, Words] = {
    Nature.CONFIDENTIALITY: _("confidentialité : des données ont pu être lues"),
    Nature.INTEGRITY: _("intégrité : des données ont pu être changées"),
    Nature.AVAILABILITY: _("disponibilité : des données sont perdues ou hors d’atteinte"),
}
SYSTEMS: Mapping[str, Words] = {
    System.DATABASE: _("base de données"),
    System.KEYS: _("magasin des clés"),
    System.BACKUPS: _("sauvegardes"),
    System.APPLICATION: _("application"),
    System.WORKSTATION: _("poste de travail"),
    System.MAILBOX: _("boîte aux lettres"),
    System.FILES: _("fichiers livrés"),
    System.PAPER: _("papier"),
    System.SUBPROCESSOR: _("sous-traitant ultérieur"),
}
KINDS: Mapping[str, Words] = {
    Kind.FACT: _("un fait appris depuis"),
    Kind.MEASURE: _("une mesure prise"),
    Kind.AUTHORITY_TOLD: _("la CNIL est avertie (référence de son accusé)"),
    Kind.AUTHORITY_NOT_TOLD: _("le responsable décide de ne pas avertir la CNIL : un risque est exclu"),
    Kind.PEOPLE_TO_TELL: _("le responsable décide que les personnes sont averties"),
    Kind.PEOPLE_NOT_TOLD: _("le responsable décide que les personnes ne sont pas averties"),
    Kind.PEOPLE_TOLD: _("les personnes sont averties"),
    Kind.CONTROLLERS_TOLD: _("un responsable est notifié"),
    Kind.CLOSED: _("la violation est close"),
}
#: What one adds by hand; the others write themselves down.
ADDED = (
    Kind.FACT, Kind.MEASURE, Kind.AUTHORITY_TOLD, Kind.AUTHORITY_NOT_TOLD, Kind.PEOPLE_TO_TELL, Kind.PEOPLE_NOT_TOLD,
    Kind.PEOPLE_TOLD,
)  # fmt: skip
TERMS: Mapping[str, Words] = {
    "controllers": _("notifier les responsables (RGPD, 33.2)"),
    "authority": _("avertir la CNIL (RGPD, 33.1), ce qui revient au responsable"),
}
#: The tone of a badge, by the codes that the badges know.
BADGES: Mapping[Urgency, str] = {
    Urgency.CALM: "running",
    Urgency.HALF: "waiting",
    Urgency.THREE_QUARTERS: "waiting",
    Urgency.LATE: "failed",
}
