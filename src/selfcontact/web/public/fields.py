"""What a person types in, read as kindly as it can be, and refused with a sentence that says how it is written."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selfcontact.lib import phone

#: What hyphen a telephone's keyboard gives, and what a letter wraps in.
HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class NumberField(forms.CharField):
    """`cleaned_data` holds the E.164 digits; what was typed is shown again, so that one digit can be corrected."""

    def __init__(self) -> None:
        attrs = {"autocomplete": "tel-national", "inputmode": "tel", "spellcheck": "false"}
        super().__init__(
            label=_("Le numéro de mobile qui a reçu le message"),
            help_text=_("Par exemple 06 39 98 00 00. Avec ou sans espaces, outre-mer compris."),
            max_length=40,
            widget=forms.TextInput(attrs={"type": "tel", **attrs}),
        )

    def clean(self, value: Any) -> Any:
        """Return the digits; raises ValidationError when it is no French mobile number."""
        read = phone.parse(super().clean(value), fiction=True)
        if isinstance(read, phone.Refusal):
            raise ValidationError(
                _("Ce n’est pas un numéro de mobile français : dix chiffres, 06 ou 07 au début."), code=read.code
            )
        return str(read.e164)


class ShapedField(forms.CharField):
    """A text of one shape, whatever blanks and capitals are around; refused with one sentence."""

    def __init__(self, *, shape: str, refusal: object, attrs: dict[str, str], **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"spellcheck": "false", **attrs}), **kwargs)
        self.shape, self.refusal = re.compile(shape), refusal

    def clean(self, value: Any) -> Any:
        """Return the text without blanks; raises ValidationError for another shape."""
        given = re.sub(r"\s", "", super().clean(value)).translate(HYPHENS).lower()
        if (given or self.required) and not self.shape.fullmatch(given):
            raise ValidationError(str(self.refusal), code="shape")
        return given


def postcode(*, required: bool = True) -> ShapedField:
    """Return the field of a French postcode."""
    return ShapedField(
        shape="[0-9]{5}",
        refusal=_("Un code postal a cinq chiffres."),
        attrs={"inputmode": "numeric", "autocomplete": "postal-code"},
        required=required,
        label=_("Code postal"),
        help_text=_("Celui de votre adresse, ou de celle d’avant si vous avez déménagé depuis peu."),
    )


def code() -> ShapedField:
    """Return the field of the code that came by SMS, or in a letter."""
    return ShapedField(
        shape="[0-9]{8}|[0-9a-z]{10}",
        refusal=_("Un code reçu par SMS a huit chiffres ; un code reçu par lettre a dix signes."),
        attrs={"autocomplete": "one-time-code", "autocapitalize": "none"},
        label=_("Le code"),
        help_text=_("Huit chiffres, reçus par SMS. Il vaut dix minutes, et cinq essais au plus."),
    )


def reference() -> ShapedField:
    """Return the field of the reference of a request."""
    return ShapedField(
        shape="d-[0-9a-f]{10}",
        refusal=_("Une référence s’écrit d- puis dix chiffres ou lettres de a à f."),
        attrs={"autocomplete": "off", "autocapitalize": "none"},
        label=_("La référence de votre demande"),
        help_text=_("Elle vous a été donnée avec la demande, par exemple d-0123456789."),
    )
