"""Subprocessors and the routes through them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selfcontact.compliance import sender_name
from selfcontact.compliance.verdict import Allowed
from selfcontact.subprocessors.models import Route, Subprocessor
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms.fields import (
    DayField,
    GroundsField,
    LinesField,
    NamedField,
    PrivacyMailField,
    ReferenceField,
)
from selfcontact.web.documents import DocumentField
from selfcontact.web.forms import ActionForm

MILLICENTS = 100_000


class SubprocessorForm(ActionForm):
    """A new subprocessor."""

    reference = ReferenceField(Subprocessor)
    name = forms.CharField(label=_("Raison sociale"), max_length=200)
    kind = forms.ChoiceField(label=_("Ce qu’il fait"), choices=words.choices(words.KINDS))
    country = forms.ChoiceField(
        label=_("Pays"),
        help_text=_("Dans l’Union européenne seulement : aucune donnée n’en sort."),
        choices=words.countries,
    )
    privacy_email = PrivacyMailField()


class VetForm(ActionForm):
    """A review of its security."""

    document = DocumentField(label=_("Le contrat de sous-traitance signé"))
    on = DayField(label=_("Examiné le"))
    until = DayField(label=_("Valable jusqu’au"))
    grounds = GroundsField(
        label=_("Ce qui a été examiné"),
        help_text=_(
            "Mesures de sécurité, lieu des données, sous-traitants suivants : ce que l’on a vu, en une phrase."
        ),
    )
    transfers = GroundsField(
        label=_("Accès depuis l’extérieur de l’Union"),
        help_text=_("Maison mère, support, sous-traitants suivants : qui pourrait lire, et ce qui l’empêche."),
    )
    privacy_email = PrivacyMailField()


class SenderNamesField(LinesField):
    """Names under which messages may be sent, as the carrier has registered them."""

    def clean(self, value: Any) -> list[str]:
        """Return the names; raises ValidationError with the sentence of the rule that refuses one."""
        names = super().clean(value)
        for name in names:
            verdict = sender_name.check(name)
            if not isinstance(verdict, Allowed):
                raise ValidationError(f"{name} : {verdict.fr} ({verdict.rule})", code=verdict.rule)
        return names


class TermsForm(ActionForm):
    """What the carrier's contract says of a route."""

    sender_names = SenderNamesField(
        label=_("Noms d’émetteur déclarés"),
        help_text=_(
            "Un par ligne, 11 lettres sans accent ou chiffres au plus, tels que l’opérateur les a enregistrés."
        ),
        longest=11,
    )
    window = forms.IntegerField(label=_("Messages en vol"), min_value=1, max_value=1000, initial=50)
    segments_per_second = forms.IntegerField(label=_("Segments par seconde"), min_value=1, max_value=10_000, initial=50)
    price = forms.DecimalField(
        label=_("Prix d’achat d’un segment, en euros"), min_value=0, max_value=1, decimal_places=5, initial=0
    )
    password = forms.CharField(
        label=_("Mot de passe SMPP"),
        help_text=_("8 caractères au plus. Il est scellé sous les clés de l’installation et ne s’affiche jamais."),
        max_length=8,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    opens_at = forms.TimeField(
        label=_("L’opérateur ouvre à"),
        help_text=_("Chez le destinataire, s’il est plus strict que la règle (8 h – 21 h 30) ; sinon laissez vide."),
        required=False,
    )
    closes_at = forms.TimeField(label=_("L’opérateur ferme à"), required=False)
    rests = forms.BooleanField(label=_("L’opérateur ne livre ni le dimanche ni un jour férié"), required=False)

    @property
    def price_millicents(self) -> int:
        """Return the price in thousandths of a cent."""
        return int(self.cleaned_data["price"] * MILLICENTS)

    @property
    def hours(self) -> dict[str, Any]:
        """Return the carrier's own hours, as a route and its terms name them."""
        return {name: self.cleaned_data[name] for name in ("opens_at", "closes_at", "rests")}


class RouteForm(TermsForm):
    """A new route."""

    field_order = ["reference", "subprocessor", "kind", "host", "port", "tls", "ca_file", "system_id", "password"]
    reference = ReferenceField(Route)
    subprocessor = NamedField(
        Subprocessor.objects.filter(kind=Subprocessor.Kind.CARRIER).order_by("name"),
        label=_("Opérateur"),
        to_field_name="reference",
    )
    kind = forms.ChoiceField(
        label=_("Nature"),
        help_text=_("Des personnes fictives ne partent que par l’opérateur simulé."),
        choices=words.choices(words.ROUTES),
    )
    host = forms.CharField(label=_("Serveur"), max_length=255)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=3550)
    tls = forms.BooleanField(label=_("Sous TLS"), required=False, initial=True)
    ca_file = forms.CharField(
        label=_("Fichier de l’autorité de certification"),
        help_text=_("Un chemin sur la machine des émetteurs ; vide pour les autorités du système."),
        max_length=255,
        required=False,
    )
    system_id = forms.CharField(label=_("Identifiant SMPP"), max_length=15)
    bind = forms.ChoiceField(
        label=_("Connexion"),
        choices=[("transceiver", _("une pour les deux sens")), ("pair", _("une pour chaque sens"))],
    )
    concatenation = forms.ChoiceField(
        label=_("Messages longs"), choices=[("udh", _("en-tête dans le texte (UDH)")), ("sar", _("paramètres SAR"))]
    )
    stop_code = forms.RegexField(
        r"^3[68]\d{3}$",
        label=_("Numéro court du STOP"),
        help_text=_("Celui qui est imprimé dans chaque message, comme 36180."),
        error_messages={"invalid": _("Un numéro court a cinq chiffres, comme 36180.")},
    )


class ChangeRouteForm(TermsForm):
    """New terms; an empty password keeps the one there is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].required = False
        self.fields["password"].label = _("Nouveau mot de passe SMPP")
        self.fields["password"].help_text = _("Vide pour garder celui qui est en place, qui ne s’affiche jamais.")


class DisableForm(ActionForm):
    """Why a route is closed."""

    grounds = GroundsField()


class EnableForm(ActionForm):
    """Nothing to fill in: the page says what it does."""
