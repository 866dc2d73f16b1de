"""Forms of lines, of the house's announcements and of trunks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selfcontact.lib import landline
from selfcontact.lines import actions, trunks
from selfcontact.lines.models import Language, Line, Trunk
from selfcontact.mandates.models import Mandate
from selfcontact.subprocessors.models import Subprocessor
from selfcontact.web.console.lines import words
from selfcontact.web.console.registers.forms.fields import (
    GroundsField,
    LinesField,
    MomentField,
    NamedField,
    ReferenceField,
)
from selfcontact.web.forms import ActionForm
from selfcontact.web.recordings import RecordingField


class LineNumberField(forms.CharField):
    """A number that one calls; `cleaned_data` holds its E.164 digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Numéro de la ligne"))
        kwargs.setdefault(
            "help_text",
            _("01 à 05, 09, 0806 à 0809. Les numéros gratuits sont interdits six mois avant le mois de l’élection."),
        )
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the number as it is written."""
        return landline.written(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Return the digits; raises ValidationError for what is no French number."""
        found = landline.read(super().clean(value))
        if found is None:
            raise ValidationError(_("Ce n’est pas un numéro français."), code="phone_invalid")
        return found


class TermsForm(ActionForm):
    """Number, languages, opening and closing."""

    number = LineNumberField()
    languages = forms.MultipleChoiceField(
        label=_("Langues"),
        help_text=_("Le français d’abord quand il y en a deux ; la touche 2 passe à l’autre."),
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(one), words.LANGUAGES[one]) for one in Language],
        initial=[str(Language.FRENCH)],
    )
    opens_at = MomentField(label=_("Ouvre le, heure de Paris"))
    closes_at = MomentField(
        label=_("Ferme le, heure de Paris"), help_text=_("L’accord du candidat vaut jusqu’à cet instant.")
    )
    cap = forms.IntegerField(label=_("Appels à la fois"), min_value=1, max_value=actions.MOST_CALLS, initial=100)

    def terms(self) -> actions.Terms:
        """Return them as the action takes them."""
        given = self.cleaned_data
        return actions.Terms(
            number=given["number"],
            languages=[Language(one) for one in given["languages"]],
            opens_at=given["opens_at"],
            closes_at=given["closes_at"],
            cap=given["cap"],
        )


class LineForm(TermsForm):
    """A new line."""

    field_order = ("reference", "mandate", "trunk")
    reference = ReferenceField(Line)
    mandate = forms.ModelChoiceField(
        label=_("Mandat"),
        queryset=Mandate.objects.filter(state=Mandate.State.LIVE).order_by("reference"),
        to_field_name="reference",
    )
    trunk = forms.ModelChoiceField(
        label=_("Arrivée de l’opérateur"), queryset=Trunk.objects.order_by("reference"), to_field_name="reference"
    )


class PromptForm(ActionForm):
    """A recording and what it says."""

    recording = RecordingField()
    text = forms.CharField(
        label=_("Ce qu’il dit, mot pour mot"),
        help_text=_("Pour qui ne peut pas l’écouter : le candidat le lit à côté de l’enregistrement qu’il signe."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class PlainForm(ActionForm):
    """Nothing to fill in: the page says what it does."""


class StopForm(ActionForm):
    """Why a line leaves the air, or a trunk closes."""

    grounds = GroundsField()


class WayForm(ActionForm):
    """How an operator's calls come in."""

    networks = LinesField(
        label=_("Réseaux d’où viennent ses appels"), help_text=_("Un par ligne, comme 192.0.2.0/24."), longest=49
    )
    sound_networks = LinesField(label=_("Réseaux du son"), help_text=_("Vide : les mêmes."), longest=49, required=False)
    username = forms.CharField(
        label=_("Compte SIP"), help_text=_("Vide : l’adresse suffit."), max_length=63, required=False
    )
    password = forms.CharField(
        label=_("Mot de passe SIP"),
        help_text=_("Il est scellé sous les clés de l’installation et ne s’affiche jamais."),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    realm = forms.CharField(label=_("Domaine du compte"), max_length=127, required=False)
    called_in = forms.ChoiceField(
        label=_("Où se lit le numéro appelé"), choices=[(one, one) for one in trunks.CALLED_IN], initial="uri"
    )
    formats = forms.MultipleChoiceField(
        label=_("Comment il écrit les numéros"),
        help_text=_("Rien de coché : de toutes ces façons, sauf la dernière."),
        choices=list(words.FORMATS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    country = forms.RegexField(
        trunks.COUNTRY,
        label=_("Indicatif des numéros écrits sans le leur"),
        initial="33",
        required=False,
        max_length=3,
        error_messages={"invalid": _("Un à trois chiffres, sans signe : 33.")},
    )

    def clean_country(self) -> str:
        """Return the country code; that of France where none was given."""
        return self.cleaned_data["country"] or "33"

    def way(self, *, simulated: bool) -> trunks.Way:
        """Return the way in that was written down."""
        given = self.cleaned_data
        names = ("networks", "username", "realm", "called_in", "formats", "country")
        told = {name: given[name] for name in names}
        return trunks.Way(media=given["sound_networks"], simulated=simulated, **told)


class TrunkForm(WayForm):
    """A new trunk."""

    field_order = ("reference", "subprocessor")
    reference = ReferenceField(Trunk)
    subprocessor = NamedField(
        Subprocessor.objects.filter(kind=Subprocessor.Kind.VOICE).order_by("name"),
        label=_("Opérateur de lignes vocales"),
        to_field_name="reference",
    )
    simulated = forms.BooleanField(label=_("Simulée : cette machine seulement, pour une répétition"), required=False)


class ChangeTrunkForm(WayForm):
    """Another way in; an empty password keeps the one there is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Nouveau mot de passe SIP")
        self.fields["password"].help_text = _("Vide pour garder celui qui est en place, qui ne s’affiche jamais.")
