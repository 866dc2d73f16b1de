"""A telephone number that a form takes in and never gives back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selfcontact.lib import phone


class Unrepeated(forms.TextInput):
    """An input that is empty again after each answer, whatever was wrong with the form."""

    input_type = "tel"

    def format_value(self, value: object) -> None:
        """Return nothing."""


class NumberField(forms.CharField):
    """`cleaned_data` holds the E.164 digits as an integer; the refusal does not repeat what was typed."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "tel", "spellcheck": "false"}
        kwargs.setdefault("label", _("Numéro de mobile"))
        kwargs.setdefault("help_text", _("Il ne s’affichera plus, et n’est écrit nulle part."))
        super().__init__(max_length=40, widget=Unrepeated(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the number; raises ValidationError when it is no French mobile number."""
        if not value and not self.required:
            return None
        read = phone.parse(super().clean(value), fiction=True)
        if isinstance(read, phone.Refusal):
            raise ValidationError(_("Ce n’est pas un numéro de mobile français."), code=read.code)
        return read.e164
