"""What can be reported of a message, and what is answered, in the words of every page."""

from django.utils.translation import gettext_lazy as _

from selfcontact.transparency.models import Report

GROUNDS = (
    (Report.Ground.SPONSOR.value, _("Le commanditaire n’est pas celui que dit la notice")),
    (Report.Ground.LABEL.value, _("Le message ne disait pas qu’il est politique, ou ne menait pas à sa notice")),
    (Report.Ground.LINE.value, _("Une ligne de la notice est fausse ou manque")),
    (Report.Ground.TARGETING.value, _("Les destinataires ont été choisis autrement que la notice ne le dit")),
    (Report.Ground.SILENCE.value, _("Le message est arrivé à une heure ou un jour interdits")),
    (Report.Ground.CONTENT.value, _("Le message reçu n’est pas celui que montre la notice")),
)
VERDICTS = (
    (Report.Verdict.UPHELD.value, _("Fondé")),
    (Report.Verdict.UNFOUNDED.value, _("Non fondé")),
)
