"""Candidates, their mandates and what they signed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selfcontact.geo import areas
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Candidate, Instruction, Mandate
from selfcontact.web.clock import now
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms.fields import (
    DayField,
    GroundsField,
    LinesField,
    MomentField,
    NamedField,
    ReferenceField,
)
from selfcontact.web.documents import DocumentField
from selfcontact.web.forms import ActionForm


class NamesForm(ActionForm):
    """How a candidate may be named."""

    name = forms.CharField(label=_("Nom du candidat ou de la liste"), max_length=200)
    aliases = LinesField(
        label=_("Autres façons de le nommer"),
        help_text=_("Une par ligne. Chaque message doit nommer le candidat de l’une de ces façons (règle CN-01)."),
        required=False,
    )
    party = forms.CharField(label=_("Parti ou groupement"), max_length=200, required=False)


class CandidateForm(NamesForm):
    """A new candidate."""

    field_order = ["reference"]
    reference = ReferenceField(Candidate)


class AreaField(LinesField):
    """Items of an area, one on each line; `cleaned_data` holds items that are known."""

    def clean(self, value: Any) -> list[str]:
        """Return the items; raises ValidationError with the first that is unknown."""
        items = super().clean(value)
        try:
            areas.parse(items)
        except UserError as error:
            raise ValidationError(error.fr, code=error.code) from error
        return items


class MandateForm(ActionForm):
    """A new mandate."""

    reference = ReferenceField(Mandate)
    candidate = NamedField(Candidate.objects.order_by("name"), label=_("Candidat"), to_field_name="reference")
    election = forms.ChoiceField(label=_("Élection"))
    area = AreaField(
        label=_("Zone"),
        help_text=_("Une zone par ligne : FR, metropole, reg:53, dep:35, com:35238, circo:35-01."),
    )
    opens_on = DayField(label=_("Ouvre le"))
    ends_on = DayField(
        label=_("Fin prévue le"), help_text=_("Après le dernier tour, le temps de répondre aux demandes et de compter.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        election = self.fields["election"]
        if isinstance(election, forms.ChoiceField):
            election.choices = words.elections(now().date())


class MoveEndForm(ActionForm):
    """Another planned end."""

    ends_on = DayField(label=_("Nouvelle fin prévue"))
    grounds = GroundsField()


class CeilingForm(ActionForm):
    """How much the candidate allows to be spent."""

    ceiling = forms.DecimalField(
        label=_("Plafond, TTC, en euros"),
        help_text=_("Celui du contrat. Il remplace le précédent, qui reste dans l’historique."),
        min_value=Decimal("0.01"),
        max_value=Decimal(99_999_999),
        decimal_places=2,
    )

    @property
    def cents(self) -> int:
        """Return the ceiling in cents."""
        return int(self.cleaned_data["ceiling"] * 100)


def not_to_come(signed: datetime) -> datetime:
    """Return the instant of a signature; raises ValidationError when it is still to come."""
    if signed > now():
        raise ValidationError(_("Cette date est à venir."))
    return signed


class InstructionForm(ActionForm):
    """A signed instruction."""

    reference = ReferenceField(Instruction)
    kind = forms.ChoiceField(label=_("Ce qu’elle couvre"), choices=words.choices(words.INSTRUCTIONS))
    document = DocumentField(label=_("Le document signé"))
    signatory = forms.CharField(label=_("Signée par"), help_text=_("Le candidat ou son mandataire."), max_length=200)
    signed_at = MomentField(label=_("Signée le"), help_text=_("À l’heure de Paris."))

    def clean_signed_at(self) -> Any:
        """Refuse a signature to come."""
        return not_to_come(self.cleaned_data["signed_at"])


class FirstContactForm(ActionForm):
    """The signed instruction that says how people may be written to first."""

    kind = forms.ChoiceField(label=_("Ce que le candidat demande"), choices=words.choices(words.FIRST_CONTACTS))
    invitations = forms.TypedChoiceField(
        label=_("Invitations par personne"),
        help_text=_("La seconde ne va qu’à qui n’a rien répondu. Sans invitation, ce choix ne change rien."),
        choices=((1, "1"), (2, "2")),
        coerce=int,
    )
    document = DocumentField(label=_("Le document signé"))
    signatory = forms.CharField(label=_("Signée par"), help_text=_("Le candidat ou son mandataire."), max_length=200)
    signed_at = MomentField(label=_("Signée le"), help_text=_("À l’heure de Paris."))

    def clean_signed_at(self) -> Any:
        """Refuse a signature to come."""
        return not_to_come(self.cleaned_data["signed_at"])


class WithdrawForm(ActionForm):
    """Nothing to fill in: the page says what it does."""


class EndForm(ActionForm):
    """The serious one: the reference is typed, the reason is one of a list, the loss is acknowledged."""

    REASONS = (
        ("fin du contrat", _("fin du contrat")),
        ("demande du candidat", _("demande du candidat")),
        ("décision du délégué à la protection des données", _("décision du délégué à la protection des données")),
        ("décision de l’autorité de contrôle", _("décision de l’autorité de contrôle")),
    )
    grounds = forms.ChoiceField(label=_("Motif"), choices=REASONS, help_text=_("Il est imprimé dans le certificat."))
    typed = forms.CharField(
        label=_("Tapez la référence du mandat"), max_length=63, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    despite = forms.CharField(
        label=_("Pourquoi finir malgré les demandes en cours"),
        help_text=_("Va au journal, scellé. Mieux vaut y répondre d’abord : après, personne ne le pourra plus."),
        max_length=500,
        required=False,
    )
    understood = forms.BooleanField(
        label=_("J’ai compris : personne ne pourra relire ces données, sauvegardes comprises.")
    )

    def __init__(self, *args: Any, reference: str, outstanding: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reference = reference
        if not outstanding:
            del self.fields["despite"]

    def clean_typed(self) -> str:
        """Refuse another reference."""
        typed = str(self.cleaned_data["typed"]).strip()
        if typed != self.reference:
            raise ValidationError(_("Ce n’est pas la référence de ce mandat."))
        return typed
