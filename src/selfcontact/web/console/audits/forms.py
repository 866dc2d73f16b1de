"""What is made of one proof."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.audits.models import DrawnRow
from selfcontact.web.console.audits import words
from selfcontact.web.console.registers.forms.fields import DayField
from selfcontact.web.documents import DocumentField
from selfcontact.web.forms import ActionForm


class JudgeForm(ActionForm):
    """Valid, or why not; a row without a proof can only be refused."""

    reason = forms.ChoiceField(label=_("Ce que vaut la preuve"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, proof: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        valid = [("valid", _("Valide : date, formulaire, trace et destinataires concordent"))] if proof else []
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [*valid, *words.REASONS.items()]

    def result(self) -> tuple[DrawnRow.Result, str]:
        """Return the result and its reason."""
        chosen = self.cleaned_data["reason"]
        return (DrawnRow.Result.VALID, "") if chosen == "valid" else (DrawnRow.Result.INVALID, chosen)


class AttestForm(ActionForm):
    """What the provider signed for a delivery."""

    document = DocumentField(label=_("L’attestation signée"), help_text=_("Seule son empreinte est gardée ici."))
    signed_on = DayField(label=_("Signée le"))
    file_sha256 = forms.RegexField(
        label=_("Empreinte du fichier, telle qu’elle la dit"), regex=r"^\s*[0-9A-Fa-f]{64}\s*$", max_length=80
    )
    rows = forms.IntegerField(label=_("Nombre de lignes, tel qu’elle le dit"), min_value=1)
    own_collection = forms.BooleanField(
        label=_("Le fournisseur a recueilli lui-même les consentements"), required=False
    )


class TransferForm(ActionForm):
    """One link of the chain behind a delivery."""

    giver = forms.CharField(label=_("Société qui a cédé"), max_length=200)
    receiver = forms.CharField(label=_("Société qui a reçu"), max_length=200)
    on = DayField(label=_("Le"))
    document = DocumentField(label=_("Le contrat de cession"), help_text=_("Seule son empreinte est gardée ici."))
