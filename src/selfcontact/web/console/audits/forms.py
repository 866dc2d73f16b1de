"""What is made of one proof."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.audits.models import DrawnRow
from selfcontact.web.console.audits import words
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
