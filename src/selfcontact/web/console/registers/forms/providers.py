"""Providers, the agreements with them and the forms on which people consented."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selfcontact.providers.models import Agreement, Provider
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms.fields import DayField, GroundsField, PrivacyMailField, ReferenceField
from selfcontact.web.documents import DocumentField
from selfcontact.web.forms import ActionForm


class ProviderForm(ActionForm):
    """A new provider."""

    reference = ReferenceField(Provider)
    name = forms.CharField(label=_("Raison sociale"), max_length=200)
    country = forms.ChoiceField(label=_("Pays"), choices=words.countries)
    privacy_email = PrivacyMailField()


class DatedGroundsForm(ActionForm):
    """From which day, and why."""

    on = DayField(label=_("À compter du"))
    grounds = GroundsField()


class VetForm(ActionForm):
    """A review: the day, and what was looked at."""

    on = DayField(label=_("Examiné le"))
    grounds = GroundsField(
        label=_("Ce qui a été examiné"),
        help_text=_("Recueil du consentement, preuves, sécurité, registre : ce que l’on a vu, en une phrase."),
    )
    privacy_email = PrivacyMailField()


class AgreementForm(ActionForm):
    """A contract."""

    reference = ReferenceField(Agreement)
    signed_on = DayField(label=_("Signé le"))
    starts_on = DayField(label=_("En vigueur du"))
    ends_on = DayField(label=_("Au"))
    guarantees = forms.CharField(
        label=_("Garanties"),
        help_text=_("Ce que le fournisseur garantit sur le consentement, la preuve et les oppositions."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    document = DocumentField(label=_("Le contrat signé"))


class ConsentForm(ActionForm):
    """One version of the wording a person agreed to."""

    code = forms.CharField(
        label=_("Code"), help_text=_("Tel que les fichiers du fournisseur le nomment."), max_length=63
    )
    wording = forms.CharField(
        label=_("Texte exact"),
        help_text=_("Le texte que la personne a eu sous les yeux, en entier ; son empreinte est gardée avec lui."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    purposes = forms.MultipleChoiceField(
        label=_("Finalités acceptées"), choices=words.choices(words.PURPOSES), widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("Voies acceptées"), choices=words.choices(words.CHANNELS), widget=forms.CheckboxSelectMultiple
    )
    recipients = forms.CharField(
        label=_("Destinataires nommés"),
        help_text=_("À qui la personne a accepté que ses données soient remises, tel que le texte le dit."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    used_from = DayField(label=_("Utilisé du"))
    used_until = DayField(label=_("Au"), help_text=_("Vide s’il sert encore."), required=False)
    lifetime_months = forms.IntegerField(
        label=_("Durée d’un consentement, en mois"), min_value=1, max_value=36, initial=36
    )

    def clean(self) -> dict[str, Any]:
        """Refuse dates that go backwards."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("used_from"), cleaned.get("used_until")
        if first and last and last < first:
            raise ValidationError(_("Le formulaire finit avant d’avoir servi."))
        return cleaned


class EvidenceForm(ActionForm):
    """What proves a form besides its wording."""

    document = DocumentField(
        label=_("Image du formulaire tel que montré"), help_text=_("Seule son empreinte est gardée ici.")
    )
    captured_on = DayField(label=_("Capturée le"))
    box = forms.ChoiceField(label=_("La personne a consenti par"), choices=words.choices(words.BOXES))
    collector = forms.CharField(
        label=_("Recueilli par"), help_text=_("Raison sociale et site où le formulaire était montré."), max_length=200
    )
    notice_version = forms.CharField(label=_("Version de l’information donnée"), max_length=63)
