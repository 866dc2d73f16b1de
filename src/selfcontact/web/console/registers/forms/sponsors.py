"""What a sponsor declares."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from selfcontact.mandates.sponsors import Declaration
from selfcontact.web.clock import now
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms.fields import MomentField
from selfcontact.web.documents import DocumentField
from selfcontact.web.forms import ActionForm

_CODE = RegexValidator(r"^[A-Za-z]{2}$", _("Deux lettres : FR, BE, CH."))


class SponsorForm(ActionForm):
    """A signed declaration; all of it but the signature is printed in public notices."""

    political = forms.BooleanField(label=_("Le commanditaire déclare que ces messages sont de la publicité politique."))
    standing = forms.ChoiceField(label=_("Qui il est"), choices=words.choices(words.STANDINGS))
    name = forms.CharField(label=_("Nom"), max_length=200)
    email = forms.EmailField(label=_("Courriel"), help_text=_("Publié dans la notice de chaque campagne."))
    address = forms.CharField(label=_("Adresse postale"), help_text=_("Publiée, elle aussi."), max_length=300)
    country = forms.CharField(
        label=_("Pays d’établissement ou de résidence"), max_length=2, initial="FR", validators=[_CODE]
    )
    registration = forms.CharField(
        label=_("Numéro d’immatriculation"),
        help_text=_("Pour une personne morale : SIREN, ou numéro au registre national des associations."),
        max_length=63,
        required=False,
    )
    controller = forms.CharField(
        label=_("Qui le contrôle en dernier ressort"),
        help_text=_("Laissez vide si personne d’autre ne décide."),
        max_length=200,
        required=False,
    )
    controller_country = forms.CharField(
        label=_("Pays de qui contrôle"), max_length=2, required=False, validators=[_CODE]
    )
    payer = forms.CharField(
        label=_("Qui paie"),
        help_text=_("Laissez vide si c’est le commanditaire lui-même."),
        max_length=200,
        required=False,
    )
    paying = forms.ChoiceField(label=_("À quel titre il paie"), choices=words.choices(words.PAYING))
    funds = forms.ChoiceField(label=_("L’argent est"), choices=words.choices(words.FUNDS))
    whence = forms.ChoiceField(label=_("Il vient"), choices=words.choices(words.WHENCE))
    document = DocumentField(label=_("La déclaration signée"))
    signatory = forms.CharField(label=_("Signée par"), max_length=200)
    signed_at = MomentField(label=_("Signée le"), help_text=_("À l’heure de Paris."))

    def clean_signed_at(self) -> Any:
        """Refuse a signature to come."""
        signed = self.cleaned_data["signed_at"]
        if signed > now():
            raise ValidationError(_("Cette date est à venir."))
        return signed

    @property
    def declaration(self) -> Declaration:
        """Return what was declared, countries in capitals."""
        given = {name: self.cleaned_data[name] for name in Declaration.__dataclass_fields__}
        for name in ("country", "controller_country"):
            given[name] = given[name].upper()
        return Declaration(**given)
