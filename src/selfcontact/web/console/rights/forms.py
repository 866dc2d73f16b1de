"""Forms of the desk. What is typed of a person is given back to nobody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.requests.desk.matching import Clues
from selfcontact.web.console.registers.forms.fields import GroundsField
from selfcontact.web.forms import ActionForm

BY = [("number", _("Par le numéro de la demande")), ("name", _("Par le nom et le code postal"))]


class MatchForm(ActionForm):
    """How to look, and why."""

    by = forms.ChoiceField(label=_("Chercher"), widget=forms.RadioSelect, choices=BY, initial="number")
    name = forms.CharField(
        label=_("Nom et prénom, ou son initiale"),
        max_length=200,
        required=False,
        help_text=_("Laissé vide : ceux de la demande. Accents, majuscules et ordre ne comptent pas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    postcode = forms.RegexField(
        r"^\d{5}$",
        label=_("Code postal"),
        required=False,
        help_text=_("Laissé vide : celui de l’adresse de la demande."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    age = forms.IntegerField(
        label=_("Âge, à un an près"),
        min_value=18,
        max_value=120,
        required=False,
        help_text=_("Si la recherche est trop large."),
    )
    reason = GroundsField(
        label=_("Pourquoi"),
        help_text=_("La raison va au journal, scellée : sans le nom ni le numéro de la personne."),
    )

    def clues(self) -> Clues:
        """Return what was typed."""
        given = self.cleaned_data
        return Clues(name=given["name"], postcode=given["postcode"], age=given["age"])


class ExportForm(ActionForm):
    """In which form, and why."""

    form = forms.ChoiceField(
        label=_("Fichier"),
        widget=forms.RadioSelect,
        choices=[("csv", _("CSV, pour un tableur")), ("json", _("JSON, avec la tête du journal"))],
        initial="csv",
    )
    reason = GroundsField(label=_("Pourquoi"))
